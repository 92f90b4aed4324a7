"""What was typed, carried from one page to the next inside the forms and never in an address."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import QueryDict

from confide.disclosure.actions import Agreed
from confide.disclosure.forms import ConsentForm
from confide.disclosure.queries import Ask

_ASKED: Final = ("recipient", "role", "purpose", "summary")
_AGREED: Final = ("words", "clarity", "heard_by", "writing", "document", "day", "time", "until_on")


def typed_in(posted: QueryDict) -> dict[str, Any]:
    """What was typed, good or not, to be shown again by another form."""
    named = (name for name in (*_ASKED, *_AGREED) if name in posted)
    return {**{name: posted[name] for name in named}, "items": posted.getlist("items")}


def carried(ask: Ask) -> list[tuple[str, str]]:
    """The question to the gate as hidden fields."""
    items: Iterable[tuple[str, str]] = (("items", key) for key in ask.items)
    return [*((name, getattr(ask, name)) for name in _ASKED), *items]


def agreed_in(form: ConsentForm) -> Agreed:
    """What the student agreed to, as it was typed."""
    typed = form.cleaned_data
    return Agreed(
        ask=form.ask,
        spoken=form.spoken,
        given_at=typed["given_at"],
        until_on=typed["until_on"],
        words=typed["words"],
        clarity=typed.get("clarity", ""),
        heard_by=typed.get("heard_by", ""),
        writing=typed.get("writing", ""),
        document=typed.get("document", ""),
    )
