"""What was typed, carried from one page to the next inside the forms and never in an address."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest

from confide.disclosure.actions import Agreed
from confide.disclosure.forms import SPOKEN, ConsentForm
from confide.disclosure.queries import Ask

_LINES: Final = ("recipient", "role", "purpose", "summary")


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """The question to the gate as it was typed, good or not, to be shown again."""
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in _LINES}
    typed["items"] = request.POST.getlist("items")
    way = request.POST.get("way", "")
    return {**typed, "way": way} if way else typed


def carried(ask: Ask) -> list[tuple[str, str]]:
    """The question to the gate as hidden fields."""
    items: Iterable[tuple[str, str]] = (("items", key) for key in ask.items)
    return [*((name, getattr(ask, name)) for name in _LINES), *items]


def agreed_in(form: ConsentForm) -> Agreed:
    """What the student agreed to, as it was typed."""
    typed = form.cleaned_data
    return Agreed(
        ask=form.ask,
        spoken=typed["way"] == SPOKEN,
        given_at=typed["given_at"],
        until_on=typed["until_on"],
        words=typed["words"],
        clarity=typed["clarity"],
        heard_by=typed["heard_by"],
        writing=typed["writing"],
        document=typed["document"],
    )
