"""Breaking confidence: the one page, the register, and what colleagues answer. (BRCH-1 to BRCH-5)

Nothing is caught here that a broken disk or database raises: `disclosure.middleware` answers it
with the numbers to ring, and with every word that was typed.
"""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from confide.casework.actions import read
from confide.casework.queries import OpenCase, my_cases
from confide.disclosure import actions, queries
from confide.disclosure.forms import (
    ASK,
    KEEP,
    LEAVE,
    AdviceForm,
    BreachForm,
    CorrectionForm,
    OnceForm,
    ToldForm,
)
from confide.disclosure.queries import OpenBreach
from confide.disclosure.views import breaches_own as own
from confide.disclosure.views import breaches_typed as sheets
from confide.team.middleware import OfficersRequest
from confide.team.queries import names
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell

_DO: Final = {
    ASK: actions.ask_the_others,
    LEAVE: actions.decide_against,
    KEEP: actions.keep_for_later,
}
_DONE: Final = {ASK: "breach-asked", LEAVE: "breach-left", KEEP: "breach-kept"}


@audience("caseworker")
@require_GET
def danger(request: OfficersRequest) -> HttpResponse:
    """Somebody is in danger: the numbers, and which case it is."""
    cases = my_cases(request.acting)
    context = {"cases": cases, "emergency": settings.POLICY.emergency}
    return render(request, "disclosure/pages/danger.html", context)


@audience("caseworker")
def new_breach(request: OfficersRequest, ref: str) -> HttpResponse:
    """The one page."""
    opened = read(request.acting, ref, at=clock.now())
    if request.method == "POST":
        return _sent(request, opened, None)
    return _page(request, opened, sheets.blank(request.acting, opened))


@audience("caseworker")
@require_GET
def register(request: OfficersRequest, ref: str) -> HttpResponse:
    """Every record about this case that was given to whoever looks."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    found = queries.breaches_of(acting, opened)
    context = {"case": opened, "breaches": found, "names": names(each.card.by for each in found)}
    return render(request, "disclosure/pages/breaches.html", context)


@audience("caseworker")
def breach(request: OfficersRequest, ref: str, breach_id: str) -> HttpResponse:
    """One record: while it is begun, its page to go on with; afterwards, as it was completed."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    found = queries.one_breach(acting, opened, breach_id)
    if request.method == "POST":
        return _sent(request, opened, found)
    if found.is_begun and found.card.by == acting.pseudonym:
        return _page(request, opened, sheets.begun(acting, opened, found), found)
    return _record(request, opened, found)


@audience("caseworker")
@require_POST
def corrections(request: OfficersRequest, ref: str, breach_id: str) -> HttpResponse:
    """Add a correction to one's own complete record."""
    opened, found = _found(request, ref, breach_id)
    form = sheets.a_correction(request.POST)
    if not form.is_valid():
        return _record(request, opened, found, form)
    with sheets.said_once("breach-added", request):
        actions.correct(request.acting, found, sheets.added_in(form), at=clock.now())
    return redirect(f"/cases/{ref}/breaches/{breach_id}/")


@audience("caseworker")
@require_POST
def told(request: OfficersRequest, ref: str, breach_id: str) -> HttpResponse:
    """Record that a colleague was told after all."""
    opened, found = _found(request, ref, breach_id)
    form = sheets.a_telling(request.POST)
    if not form.is_valid():
        return _record(request, opened, found, form)
    with sheets.said_once("breach-colleague-told", request):
        actions.tell_a_colleague(request.acting, found, sheets.added_in(form), at=clock.now())
    return redirect(f"/cases/{ref}/breaches/{breach_id}/")


@audience("caseworker")
@require_POST
def others(request: OfficersRequest, ref: str, breach_id: str) -> HttpResponse:
    """Put one's own complete record to the desks of the others."""
    opened, found = _found(request, ref, breach_id)
    form = OnceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    with sheets.said_once("breach-colleague-told", request):
        added = sheets.added_in(form)
        actions.tell_the_others(request.acting, opened, found, added, at=clock.now())
    return redirect(f"/cases/{ref}/breaches/{breach_id}/")


@audience("caseworker")
def asked(request: OfficersRequest, breach_id: str) -> HttpResponse:
    """What a colleague asks advice on; posting answers."""
    acting, now = request.acting, clock.now()
    found = actions.read_breach(acting, breach_id, at=now)
    if found.card.by == acting.pseudonym:
        return own.page(found, request)
    form = AdviceForm(request.POST or None, initial={"form_id": random_id()})
    if request.method == "POST" and form.is_valid():
        with sheets.said_once("breach-advised", request):
            actions.advise(acting, found, sheets.added_in(form), at=now)
        return redirect(f"/breaches/{breach_id}/")
    context = {"form": form, **sheets.shown(acting, found)}
    return render(request, "disclosure/pages/breach_asked.html", context)


def _found(request: OfficersRequest, ref: str, breach_id: str) -> tuple[OpenCase, OpenBreach]:
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    return opened, queries.one_breach(acting, opened, breach_id)


def _sent(request: OfficersRequest, opened: OpenCase, found: OpenBreach | None) -> HttpResponse:
    acting = request.acting
    form = sheets.sent(request.POST, acting, opened, found)
    if not form.is_valid():
        return _page(request, opened, form, found)
    act = _DO.get(form.do, actions.break_confidence)
    try:
        breach_id = act(acting, opened, sheets.typed_on(form), at=clock.now())
        if form.unread:
            form.errors.update(form.unread)
            return _page(request, opened, form, queries.one_breach(acting, opened, breach_id))
        tell(request, _DONE.get(form.do, "breach-recorded"))
    except actions.AlreadyRecorded:
        before = queries.breach_typed_on(acting, opened, form.cleaned_data["form_id"])
        breach_id = before.id if before else ""
        tell(request, "nothing-changed")
    return redirect(f"/cases/{opened.ref}/breaches/{breach_id}/")


def _page(
    request: OfficersRequest, opened: OpenCase, form: BreachForm, found: OpenBreach | None = None
) -> HttpResponse:
    acting = request.acting
    on = timezone.localtime(clock.now()).date()
    context: dict[str, Any] = {
        "case": opened,
        "form": form,
        "emergency": settings.POLICY.emergency,
        "others": queries.whom_to_ask(acting, opened, on=on),
        **(sheets.shown(acting, found) if found else {}),
    }
    return render(request, "disclosure/pages/new_breach.html", context)


def _record(
    request: OfficersRequest,
    opened: OpenCase,
    found: OpenBreach,
    form: ToldForm | CorrectionForm | None = None,
) -> HttpResponse:
    acting = request.acting
    sheet = {"form_id": random_id()}
    context = {
        "case": opened,
        **sheets.shown(acting, found),
        "attached": queries.attached_to(opened, found.card),
        "correction": sheets.a_correction(initial=sheet),
        "told": sheets.a_telling(initial=sheet),
        **sheets.sent_back(form),
    }
    return render(request, "disclosure/pages/breach.html", context)
