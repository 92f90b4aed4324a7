"""A published table as a page shows it: rows, columns, percentages and a plot. (STAT-2)

Everything here is made from what is published and from nothing else, so that the page, the paper
and the spreadsheet can say no more than the release does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from confide.statistics.control.rounding import percentage

NAMES: Final = {
    "scheme": "Scheme",
    "category": "What it is about",
    "level": "Level of study",
    "college": "College",
    "fee_status": "Fee status",
    "heard": "How they heard of us",
    "outcome": "How it ended",
}
WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure, None where it is left blank, and its part of its whole in per cents.

    A total has no per cents, being the whole.
    """

    figure: int | None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its labels, its figures, and whether it is a sum."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot: its label, what it says, and its length in per cents of the longest."""

    label: str
    figure: int
    length: int
    before: int | None = None
    before_length: int = 0


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it is shown: `heads` over the labels, `columns` over the figures."""

    name: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    blanks: int
    zeros: int


def shown(written: Mapping[str, Any]) -> ShownTable:
    """A table of a release, from its text."""
    dims, groups = written["dims"][:-1], [*written["groups"][:-1]]
    total = [gettext("Total")]
    labels = [[label for label, _ in some] + total * (len(some) > 1) for some in groups]
    # The time, which is the last dimension, has one group and so no places of its own.
    figures = written["published"]
    last = labels[-1] if len(labels) > 1 else []
    side = labels[:-1] if len(labels) > 1 else labels
    step = len(last) or 1
    rows = tuple(_rows(side, figures, step))
    heads = [gettext(NAMES[d]) for d in dims]
    return ShownTable(
        name=written["name"],
        heads=tuple(heads[: len(side)]),
        columns=tuple(last or [gettext("Cases")]),
        rows=rows,
        bars=tuple(_bars(rows)),
        blanks=figures.count(None),
        zeros=figures.count(0),
    )


def _rows(side: Sequence[Sequence[str]], figures: Sequence[int | None], step: int) -> list[Row]:
    places = _places([len(labels) for labels in side])
    found = []
    for n, at in enumerate(places):
        some = figures[n * step : (n + 1) * step]
        sums = any(0 < i == len(labels) - 1 for labels, i in zip(side, at, strict=True))
        # In a table of one list the whole is its last row, elsewhere each row's last figure.
        whole = some[-1] if step > 1 else figures[-1]
        parts = len(some) - 1 if step > 1 else len(some) - sums
        found.append(
            Row(
                labels=tuple(labels[i] for labels, i in zip(side, at, strict=True)),
                cells=(
                    *(Cell(each, _percent(each, whole)) for each in some[:parts]),
                    *(Cell(each) for each in some[parts:]),
                ),
                total=sums,
            )
        )
    return found


def _places(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    places: list[tuple[int, ...]] = [()]
    for size in sizes:
        places = [(*at, n) for at in places for n in range(size)]
    return places


def _percent(part: int | None, whole: int | None) -> int | None:
    if part is None or not whole:
        return None
    return percentage(part, whole)


def _bars(rows: Sequence[Row]) -> list[Bar]:
    """The rows that are no sums, by their own totals, the longest first; blanks have no bar."""
    found = [
        (" · ".join(row.labels), row.cells[-1].figure)
        for row in rows
        if not row.total and row.cells[-1].figure
    ]
    longest = max((figure or 0 for _, figure in found), default=0)
    return [
        Bar(label, figure or 0, round(WIDTH * (figure or 0) / longest))
        for label, figure in sorted(found, key=lambda each: -(each[1] or 0))
    ]
