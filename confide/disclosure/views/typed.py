"""What was typed, carried from one page to the next inside the forms and never in an address."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import QueryDict

from confide.disclosure.queries import Ask, ConsentCard
from confide.policy.consent import CONFIRM

_ASKED: Final = ("recipient", "role", "purpose", "summary")
_AGREED: Final = (
    *("words", "clarity", "heard_by", "writing", "document", "day", "time"),
    *("begins_on", "until_on", "follows", "confirm", "reaches", "scope"),
)
_NAMED: Final = (*_ASKED, *_AGREED)


def typed_in(posted: QueryDict) -> dict[str, Any]:
    """What was typed, good or not, to be shown again by another form."""
    typed: dict[str, Any] = {name: posted[name] for name in _NAMED if name in posted}
    several = {name: posted.getlist(name) for name in ("items", "may") if name in posted}
    if "recipient" in typed and "reaches" not in typed:
        # Somebody who was to be told is the first whom an authority reaches.
        typed["reaches"] = ", ".join(filter(None, [typed["recipient"], typed.get("role", "")]))
        typed["scope"] = typed.get("purpose", "")
    return typed | several


def carried(ask: Ask) -> list[tuple[str, str]]:
    """The question to the gate as hidden fields."""
    items: Iterable[tuple[str, str]] = (("items", key) for key in ask.items)
    return [*((name, getattr(ask, name)) for name in _ASKED), *items]


def typed_again(card: ConsentCard) -> dict[str, Any]:
    """A consent as it would be typed once more: all but how and when the student agreed."""
    return {
        "recipient": card.recipient,
        "role": card.role,
        "purpose": card.purpose,
        "summary": card.summary,
        "items": [item.key for item in card.items],
        "reaches": "\n".join(f"{each.name}, {each.role}" for each in card.parties),
        "scope": "\n".join(card.purposes),
        "may": list(card.may),
        "confirm": CONFIRM in card.may,
    }
