"""Where the parts of a plot stand. Templates draw them, so that words in them are escaped."""

from django import template

register = template.Library()

WIDTH = 360
ROW = 42
COLUMN = 30
BASE = 130
TALLEST = 120


@register.filter
def chart_height(rows: int) -> int:
    """How far down so many bars reach."""
    return rows * ROW


@register.filter
def of_width(percent: int) -> float:
    """The length of a bar."""
    return round(WIDTH * percent / 100, 1)


@register.filter
def column_at(number: int) -> int:
    """Where a column stands."""
    return number * COLUMN


@register.filter
def column_height(percent: int) -> float:
    """The height of a column."""
    return round(TALLEST * percent / 100, 1)


@register.filter
def column_top(percent: int) -> float:
    """Where a column begins, from above."""
    return round(BASE - TALLEST * percent / 100, 1)
