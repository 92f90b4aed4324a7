"""My desk, and the case. (RECD-1)"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework import actions
from confide.casework.forms import BringForm, ContactForm, MessageForm, PaperForm, TaskForm
from confide.casework.queries import NotVisible, OpenCase, case_for, wrote
from confide.desk import queries
from confide.disclosure.actions import close_what_ended, take_in_consents
from confide.disclosure.queries import breaches_of, lags_behind, shares_that_ended
from confide.ledger.record import Refused
from confide.retention.actions import take_in_wishes
from confide.retention.queries import wishes_lag_behind
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import DoesNotOpen
from confide.web import clock
from confide.web.audience import audience

_LEFT: Final[tuple[tuple[Callable[[Acting, OpenCase], bool], Callable[..., None]], ...]] = (
    (lambda acting, opened: bool(shares_that_ended(opened, on=acting.on)), close_what_ended),
    (lambda _, opened: lags_behind(opened), take_in_consents),
    (lambda _, opened: wishes_lag_behind(opened), take_in_wishes),
    (lambda _, opened: bool(wrote([opened])), actions.take_in),
)


@audience("caseworker")
def desk(request: OfficersRequest) -> HttpResponse:
    """What needs me today, and my cases."""
    acting = request.acting
    if not acting.undertaking_signed:
        return redirect("/undertaking/")
    page = request.GET.get("page", "1")
    on = timezone.localtime(clock.now()).date()
    actions.answer_what_waits(acting, at=clock.now())
    mine = queries.my_desk(
        acting, on=on, page=int(page) if page.isdecimal() and len(page) < 6 else 1
    )
    return render(request, "desk/pages/desk.html", {"desk": mine, "today": on})


@audience("caseworker")
def case(request: OfficersRequest, ref: str) -> HttpResponse:
    """A case: who can see it, how to reach the student, everything that happened."""
    now = clock.now()
    opened = _settled(request.acting, actions.read(request.acting, ref, at=now), now)
    on = timezone.localtime(now).date()
    breaches = breaches_of(request.acting, opened)
    context = {
        "whole": queries.whole_case(opened, on=on, breaches=breaches),
        "case": opened,
        "today": on,
        **queries.doubts(request.acting, opened),
        "contact_form": ContactForm(auto_id="contact_%s"),
        "bring_form": BringForm(auto_id="bring_%s"),
        "paper_form": PaperForm(auto_id="paper_%s"),
        "step_form": TaskForm(auto_id="step_%s"),
        "message_form": MessageForm(auto_id="message_%s"),
    }
    return render(request, "desk/pages/case.html", context)


def _settled(acting: Acting, opened: OpenCase, now: datetime) -> OpenCase:
    """The case as it is once what ended has ended and what its student put there is taken in.

    It gets new keys, if a share of it has ended since somebody last looked. Reading never waits
    for that: what cannot be done now is done by whoever opens it next. (RECD-4)
    """
    for is_to_do, do in _LEFT:
        if is_to_do(acting, opened):
            with suppress(Refused, NotVisible, DoesNotOpen, DatabaseError):
                do(acting, opened, at=now)
            opened = case_for(acting, opened.ref)
    return opened
