"""A breach's sheet between the form, the record and the action."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import Added, Typed
from confide.disclosure.forms import (
    ASK,
    BREAK,
    KEEP,
    LEAVE,
    BreachForm,
    CorrectionForm,
    OnceForm,
    ToldForm,
)
from confide.disclosure.queries import OpenBreach
from confide.policy import breach as policy
from confide.team.queries import Acting, names
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.notices import tell

_SAME: Final = (
    "ground", "duty", "student", "outline", "why", "consulted", "phoned", "advised", "tried",
    "achieves", "recipient", "role", "reach", "summary", "how", "why_not", "obliged",
)  # fmt: skip
_MOMENTS: Final = ("phoned_at", "told_at")


def blank(acting: Acting, opened: OpenCase) -> BreachForm:
    """The sheet as it is first shown: the student is known, and everything else is asked."""
    initial = {"form_id": random_id(), "student": opened.file.student}
    advice = _advice(acting, opened, None)
    return BreachForm(initial=initial, items=queries.items_of(opened), advice=advice)


def begun(acting: Acting, opened: OpenCase, found: OpenBreach) -> BreachForm:
    """The sheet as it was left."""
    return BreachForm(
        initial=initial_of(found),
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
        do=pressed(posted),
        record=found.id if found else "",
        others_asked=bool(found and found.card.asked),
        stood={each: getattr(found.card, each) for each in _MOMENTS} if found else {},
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


# Two forms stand on one page, so each has names of its own for its fields.
a_correction = partial(CorrectionForm, auto_id="correction_%s")
a_telling = partial(ToldForm, auto_id="told_%s")


def sent_back(form: Any) -> dict[str, Any]:
    """A sheet that was refused, in its place on the page and at the head of it."""
    places = (("correction", CorrectionForm), ("told", ToldForm), ("sheet", BreachForm))
    found = {name: form for name, kind in places if isinstance(form, kind)}
    return {**found, "form": form}


@contextmanager
def said_once(notice: str, request: HttpRequest) -> Iterator[None]:
    """Have the next page say what was done; or, for a sheet sent twice, that nothing changed."""
    try:
        yield
        tell(request, notice)
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")


def shown(acting: Acting, found: OpenBreach) -> dict[str, Any]:
    """A record with the people in it by name, and what this officer may do with it."""
    cited = (each.by for each in found.card.cited)
    by = [found.card.by, *found.asked, *cited, *(note.card.by for note in found.notes)]
    fact, on = queries.record_fact_of(acting, found.card), timezone.localtime(clock.now()).date()
    people = names(by)
    return {
        "breach": found,
        "names": people,
        "asked_names": [people[each] for each in found.asked if each in people],
        "mine": fact.mine,
        "may_fetch": policy.may_fetch(fact, on=on),
    }


def added_in(form: OnceForm) -> Added:
    """What is added to a record, as the actions take it."""
    typed = form.cleaned_data
    happened_at = typed.get("happened_at") or clock.now()
    return Added(words=typed.get("words", ""), happened_at=happened_at, form=typed["form_id"])


def pressed(posted: QueryDict) -> str:
    """Which button it was sent with."""
    return next((do for do in (ASK, LEAVE, KEEP) if do in posted), BREAK)


def initial_of(found: OpenBreach) -> dict[str, Any]:
    """What the sheet of a record that was begun held when it was left."""
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
