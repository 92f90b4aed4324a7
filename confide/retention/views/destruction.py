"""Asking for a case to be destroyed: what will happen, then once more, then it is done."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from confide.casework.actions import read
from confide.casework.queries import OpenCase
from confide.retention import actions, queries
from confide.retention.forms import RequestForm
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def destruction(request: OfficersRequest, ref: str) -> HttpResponse:
    """Take a student's request to have their records destroyed, in two looks."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    form = RequestForm(request.POST or None, initial=queries.asked_with_return(opened))
    context = {**_context(opened), "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "retention/pages/destruction.html", context)
    if not form.cleaned_data["sure"]:
        return render(request, "retention/pages/sure.html", context)
    asked = actions.Asked(
        how_asked=form.cleaned_data["how_asked"],
        how_identified=form.cleaned_data["how_identified"],
    )
    acting = request.acting
    number = actions.request_by_student(acting, opened, asked, at=now)
    context["waits"] = ref in queries.waiting_of(acting.pseudonym, on=queries.local_day(now))
    return _done(request, number, context)


@audience("caseworker")
@require_POST
def by_hand(request: OfficersRequest, ref: str) -> HttpResponse:
    """Take the first or the second step of destroying a case by hand."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    if request.POST.get("step") != "second":
        actions.propose(request.acting, opened, at=now)
        return redirect(f"/cases/{ref}/destruction/")
    if not request.POST.get("sure"):
        return render(request, "retention/pages/sure_by_hand.html", _context(opened))
    number = actions.order_by_hand(request.acting, opened, at=now)
    if number is None:
        tell(request, "second-needed")
        return redirect(f"/cases/{ref}/destruction/")
    return _done(request, number, {})


def _context(opened: OpenCase) -> dict[str, Any]:
    on = queries.local_day(clock.now())
    horizon = settings.POLICY.records.destruction_horizon_days
    outlook = queries.outlook(opened, on=on, horizon_days=horizon)
    return {"case": opened, "outlook": outlook, "today": on, "horizon_days": horizon}


def _done(request: HttpRequest, number: str | None, context: dict[str, Any]) -> HttpResponse:
    if number is None:
        return render(request, "retention/pages/asked.html", context)
    tell(request, "case-destroyed")
    return redirect(f"/certificates/{number}/")
