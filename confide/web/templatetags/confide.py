"""How pages say days, decisions and people in words."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from confide.policy.clauses import CLAUSES
from confide.policy.decision import Decision
from confide.web import assets, clock

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of the theme's files."""
    return assets.address(name)


@register.simple_tag
def unkept() -> str:
    """Stands in every form: what is sent with it stays in no browser's session file.

    A browser writes down what was sent to make a page, to show the page again after a restart; but
    not what was sent with a secret. So there is a field for one, which nobody sees and which is not
    sent. Chromium: `HTMLFormElement::ConstructEntryList` asks for a password that is not empty, and
    `ContentSerializedNavigationDriver` leaves the body out. It is marked as a code for one
    time, so that nothing should offer to keep it.
    """
    return mark_safe(
        '<input type="password" value="-" autocomplete="one-time-code" hidden disabled>'
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """Tuesday 17 November; with the year unless it is this one."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = timezone.localtime(clock.now()).year
    return date_format(on, "l j F" if on.year == this_year else "l j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Tuesday 17 November, 2.30 pm."""
    if value is None:
        return ""
    return f"{day(value)}, {clock_time(value)}"


@register.filter
def clock_time(value: datetime | None) -> str:
    """2.30 pm, or 4 pm on the hour."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    half = gettext("am") if local.hour < 12 else gettext("pm")
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes} {half}"


@register.filter
def in_words(decision: Decision) -> str:
    """Why the policy says what it says, in the reader's language."""
    return decision.why(gettext)


@register.filter
def instead(decision: Decision) -> str:
    """What can be done instead, the same way; empty if nothing can."""
    return decision.what_instead(gettext)


@register.filter
def initials(name: str) -> str:
    """At most two letters for somebody's circle."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper() or "?"


@register.simple_tag
def said(words: str) -> str:
    """A sentence of the policy in the page's language, or marked as English if it has none."""
    translated = gettext(words)
    if translated == words and not get_language().startswith("en"):
        return format_html('<span lang="en">{}</span>', words)
    return conditional_escape(translated)


@register.simple_tag
def in_english() -> str:
    """Marks the union's own words, which are in English, on a page in another language."""
    return "" if get_language().startswith("en") else mark_safe(' lang="en"')


@register.inclusion_tag("parts/clause.html")
def clause(clause_id: str, *, heading: bool = False) -> dict[str, str]:
    """A clause's number in small print, if wished with what it is about."""
    known = CLAUSES.get(clause_id)
    return {
        "clause": clause_id,
        "heading": gettext(known.heading) if heading and known else "",
    }


@register.filter
def has(attributes: dict[str, Any], name: str) -> bool:
    """Whether an HTML attribute is among these; a template cannot name one with a hyphen."""
    return name in attributes


@register.filter
def led(label: str) -> str:
    """A question or a name, ready to be followed by what is wrong with it."""
    return str(label) if str(label).endswith(("?", ":", ".")) else f"{label}:"


@register.filter
def shown(fields: list[BoundField]) -> list[BoundField]:
    """The fields of a form in order, without the ones that stand behind a choice."""
    behind = {name for field in fields for name in _reveals(field).values()}
    return [field for field in fields if field.name not in behind]


@register.simple_tag
def hint_for(field: BoundField, value: object) -> str:
    """The hint beside one choice."""
    return str(getattr(field.field.widget, "hints", {}).get(str(value), ""))


@register.simple_tag
def heading_for(field: BoundField, value: object) -> str:
    """What stands above this choice and those of its kind beside it."""
    return str(getattr(field.field.widget, "headings", {}).get(str(value), ""))


@register.simple_tag
def behind(field: BoundField, value: object) -> BoundField | None:
    """The further question that stands behind one choice. Whoever chose that is not free in it."""
    name = _reveals(field).get(str(value))
    if not name:
        return None
    inner = field.form[name]
    inner.behind_a_choice = True  # type: ignore[attr-defined]
    return inner


def _reveals(field: BoundField) -> dict[str, str]:
    return getattr(field.field.widget, "reveals", {})
