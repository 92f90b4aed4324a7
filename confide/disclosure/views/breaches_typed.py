"""A breach's sheet between the form, the record and the action."""

from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone

from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.actions import Added, Typed
from confide.disclosure.forms import ASK, BREAK, LEAVE, BreachForm, OnceForm
from confide.disclosure.queries import OpenBreach
from confide.vault.primitives import random_id
from confide.web import clock

_SAME: Final = (
    "ground", "duty", "student", "outline", "why", "consulted", "phoned", "advised", "tried",
    "achieves", "recipient", "role", "reach", "summary", "how", "why_not", "obliged",
)  # fmt: skip


def blank(opened: OpenCase) -> BreachForm:
    """The sheet as it is first shown: the student is known, and everything else is asked."""
    initial = {"form_id": random_id(), "student": opened.file.student}
    return BreachForm(initial=initial, items=queries.items_of(opened))


def begun(opened: OpenCase, found: OpenBreach) -> BreachForm:
    """The sheet as it was left."""
    return BreachForm(
        initial=_initial_of(found),
        items=queries.items_of(opened),
        record=found.id,
        others_asked=bool(found.card.asked),
    )


def sent(posted: QueryDict, opened: OpenCase, found: OpenBreach | None = None) -> BreachForm:
    """The sheet as it was sent, with the button that was pressed."""
    return BreachForm(
        posted,
        items=queries.items_of(opened),
        do=_pressed(posted),
        record=found.id if found else "",
        others_asked=bool(found and found.card.asked),
    )


def typed_on(form: BreachForm) -> Typed:
    """The sheet as the actions take it."""
    typed = form.cleaned_data
    return Typed(
        fact=form.fact,
        form=typed["form_id"],
        record=form.record,
        advised=typed["advised"],
        reach=typed["reach"],
        items=tuple(dict.fromkeys(typed["items"])),
        summary=typed["summary"],
        how=typed["how"],
    )


def added_in(form: OnceForm) -> Added:
    """What is added to a record, as the actions take it."""
    typed = form.cleaned_data
    happened_at = typed.get("happened_at") or clock.now()
    return Added(words=typed.get("words", ""), happened_at=happened_at, form=typed["form_id"])


def _pressed(posted: QueryDict) -> str:
    return next((do for do in (ASK, LEAVE) if do in posted), BREAK)


def _initial_of(found: OpenBreach) -> dict[str, Any]:
    card = found.card
    initial: dict[str, Any] = {name: getattr(card, name) for name in _SAME}
    initial["form_id"] = card.form
    initial["believes"] = {True: "yes", False: "no"}.get(card.believes, "")  # type: ignore[arg-type]
    initial["items"] = [item.key for item in card.items]
    if card.phoned_at:
        local = timezone.localtime(card.phoned_at)
        initial |= {"phoned_day": local.date(), "phoned_time": local.time()}
    return initial
