"""Keeping a record past its day, and ending that. (RECD-5)"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from confide.casework.actions import read
from confide.casework.queries import OpenCase, standing
from confide.disclosure.actions import AlreadyRecorded
from confide.policy import access
from confide.retention import actions, queries
from confide.retention.forms import EndHoldForm, HoldForm
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def holds(request: OfficersRequest, ref: str) -> HttpResponse:
    """What keeps a record past its day; keep it, or look at that again."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    form = _form(acting, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, opened, form, EndHoldForm())
    typed = form.cleaned_data
    day, sheet = typed["keep_until"], typed["form_id"]
    try:
        actions.hold(acting, opened, typed["why"], keep_until=day, form=sheet, at=now)
        tell(request, "hold-set")
    except AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{ref}/holds/")


@audience("caseworker")
@require_POST
def ending(request: OfficersRequest, ref: str, hold_id: str) -> HttpResponse:
    """End a hold before its day."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    form = EndHoldForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, _form(acting, None), form, which=hold_id)
    actions.end_hold(acting, opened, hold_id, form.cleaned_data["why_ended"], at=now)
    tell(request, "hold-ended")
    return redirect(f"/cases/{ref}/holds/")


def _form(acting: Acting, typed: object) -> HoldForm:
    on = timezone.localtime(clock.now()).date()
    return HoldForm(typed, on=on, owner=acting.pseudonym, initial={"form_id": random_id()})


def _page(
    request: OfficersRequest, opened: OpenCase, form: HoldForm, end: EndHoldForm, *, which: str = ""
) -> HttpResponse:
    on = timezone.localtime(clock.now()).date()
    context = {
        "case": opened,
        "holds": [
            (each, end if each.id == which else EndHoldForm(auto_id=f"end_{number}_%s"))
            for number, each in enumerate(queries.holds_of(opened, on=on))
        ],
        "held": queries.is_held_now(opened, on=on),
        "may_decide": access.may_decide(standing(request.acting, opened.ref)),
        "hold_form": form,
        "form": form if form.errors else end,
        "ending": which,
    }
    return render(request, "retention/pages/holds.html", context)
