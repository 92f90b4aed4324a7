"""A breach's sheet between the form, the record and the action."""

from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.actions import Added, Typed
from confide.disclosure.forms import ASK, BREAK, KEEP, LEAVE, BreachForm, OnceForm
from confide.disclosure.queries import OpenBreach
from confide.team.queries import Acting, names
from confide.vault.primitives import random_id
from confide.web import clock

_SAME: Final = (
    "ground", "duty", "student", "outline", "why", "consulted", "phoned", "advised", "tried",
    "achieves", "recipient", "role", "reach", "summary", "how", "why_not", "obliged",
)  # fmt: skip


def blank(acting: Acting, opened: OpenCase) -> BreachForm:
    """The sheet as it is first shown: the student is known, and everything else is asked."""
    initial = {"form_id": random_id(), "student": opened.file.student}
    advice = _advice(acting, opened, None)
    return BreachForm(initial=initial, items=queries.items_of(opened), advice=advice)


def begun(acting: Acting, opened: OpenCase, found: OpenBreach) -> BreachForm:
    """The sheet as it was left."""
    return BreachForm(
        initial=_initial_of(found),
        items=queries.items_of(opened),
        advice=_advice(acting, opened, found),
        record=found.id,
        others_asked=bool(found.card.asked),
    )


def sent(
    posted: QueryDict, acting: Acting, opened: OpenCase, found: OpenBreach | None = None
) -> BreachForm:
    """The sheet as it was sent, with the button that was pressed."""
    return BreachForm(
        posted,
        items=queries.items_of(opened),
        advice=_advice(acting, opened, found),
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
        cited=tuple(typed["cited"]),
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
    return next((do for do in (ASK, LEAVE, KEEP) if do in posted), BREAK)


def _initial_of(found: OpenBreach) -> dict[str, Any]:
    card = found.card
    initial: dict[str, Any] = {name: getattr(card, name) for name in _SAME}
    initial["form_id"] = card.form
    initial["believes"] = {True: "yes", False: "no"}.get(card.believes, "")  # type: ignore[arg-type]
    initial["items"] = [item.key for item in card.items]
    initial["cited"] = [each.reply for each in card.cited]
    for which, moment in (("phoned", card.phoned_at), ("told", card.told_at)):
        if moment:
            local = timezone.localtime(moment)
            initial |= {f"{which}_day": local.date(), f"{which}_time": local.time()}
    return initial


def _advice(
    acting: Acting, opened: OpenCase, found: OpenBreach | None
) -> list[tuple[str, str, str]]:
    """What may be cited: the reply’s id, who gave it and when, and what they said."""
    on = timezone.localtime(clock.now()).date()
    given = queries.advice_to_cite(acting, opened, found.card if found else None, on=on)
    people = names(each.by for each in given)
    return [
        (each.reply, f"{people.get(each.by, '')}, {_day(each.at)}", each.said) for each in given
    ]


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F Y")
