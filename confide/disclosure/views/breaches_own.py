"""One’s own breach record at its own address, which stays when the case goes elsewhere. (BRCH-5)

Whoever sits at the case does what is to be done among the case’s pages, where there is more.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from confide.disclosure import actions
from confide.disclosure.forms import LEAVE, OwnBreachForm
from confide.disclosure.queries import OpenBreach
from confide.disclosure.views import breaches_typed as sheets
from confide.policy import breach as policy
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience


def page(found: OpenBreach, request: OfficersRequest, form: Any = None) -> HttpResponse:
    """The record, and what is still to be done about it."""
    sheet = {"form_id": random_id()}
    begun = OwnBreachForm(initial=sheets.initial_of(found), record=found.id)
    context = {
        **sheets.shown(request.acting, found),
        "correction": sheets.a_correction(initial=sheet),
        "told": sheets.a_telling(initial=sheet),
        "sheet": begun,
        **sheets.sent_back(form),
    }
    return render(request, "disclosure/pages/breach_own.html", context)


@audience("caseworker")
@require_POST
def corrections(request: OfficersRequest, breach_id: str) -> HttpResponse:
    """Add a correction."""
    found, form = _found(request, breach_id), sheets.a_correction(request.POST)
    if not form.is_valid():
        return page(found, request, form)
    with sheets.said_once("breach-added", request):
        actions.correct(request.acting, found, sheets.added_in(form), at=clock.now())
    return redirect(f"/breaches/{breach_id}/")


@audience("caseworker")
@require_POST
def colleague(request: OfficersRequest, breach_id: str) -> HttpResponse:
    """Record that a colleague was told after all."""
    found, form = _found(request, breach_id), sheets.a_telling(request.POST)
    if not form.is_valid():
        return page(found, request, form)
    with sheets.said_once("breach-colleague-told", request):
        actions.tell_a_colleague(request.acting, found, sheets.added_in(form), at=clock.now())
    return redirect(f"/breaches/{breach_id}/")


@audience("caseworker")
@require_POST
def completion(request: OfficersRequest, breach_id: str) -> HttpResponse:
    """Complete it: confidence was broken, or it was not."""
    found, do = _found(request, breach_id), sheets.pressed(request.POST)
    asked = bool(found.card.asked)
    form = OwnBreachForm(request.POST, do=do, record=found.id, others_asked=asked)
    if not form.is_valid():
        return page(found, request, form)
    state = policy.LEFT if do == LEAVE else policy.BROKEN
    with sheets.said_once("breach-recorded", request):
        typed = sheets.typed_on(form)
        actions.complete_from_outside(request.acting, found, typed, state=state, at=clock.now())
    return redirect(f"/breaches/{breach_id}/")


def _found(request: OfficersRequest, breach_id: str) -> OpenBreach:
    return actions.read_breach(request.acting, breach_id, at=clock.now())
