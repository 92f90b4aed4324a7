"""What the student agreed to: recording it, looking at it, taking it back. (CONF-4)"""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from confide.casework.actions import read
from confide.casework.queries import OpenCase, way_in_of
from confide.disclosure import actions, queries
from confide.disclosure.forms import (
    WRITTEN,
    AuthorityForm,
    ConsentForm,
    HowAgreed,
    MayContactForm,
    WithdrawForm,
)
from confide.disclosure.views.consents_shown import one_page
from confide.disclosure.views.typed import typed_again, typed_in
from confide.policy.consent import AUTHORITY, CONTACT, TELL
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell

_FORMS: Final[Mapping[str, type[Any]]] = {
    TELL: ConsentForm,
    CONTACT: MayContactForm,
    AUTHORITY: AuthorityForm,
}


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficersRequest, ref: str) -> HttpResponse:
    """Everything that the student ever agreed to; posting adds to it."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    if request.method == "POST":
        return _record(request, opened)
    consents = queries.consents_of(opened)
    context = {
        "case": opened,
        "consents": consents,
        "ended_with_case": queries.ended_with_case(opened, consents),
        "today": timezone.localtime(now).date(),
    }
    return render(request, "disclosure/pages/consents.html", context)


@audience("caseworker")
def new_consent(request: OfficersRequest, ref: str, kind: str = TELL) -> HttpResponse:
    """The form for a consent, filled in with what was asked of the gate if it comes from there."""
    opened = read(request.acting, ref, at=clock.now())
    initial = {"form_id": random_id(), **typed_in(request.POST)}
    way = request.POST.get("turn", WRITTEN)
    return _form(request, opened, _FORMS[kind](initial=initial, case=opened, way=way))


@audience("caseworker")
@require_GET
def renewal(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """The form for a consent that follows this one: filled in, but for how they agreed."""
    opened = read(request.acting, ref, at=clock.now())
    whole = queries.whole_consent(opened, consent_id, on=request.acting.on)
    if not whole.may_renew:
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    entry = whole.entry
    initial = {"form_id": random_id(), "follows": entry.id, **typed_again(entry.card)}
    form = _FORMS[entry.card.kind](initial=initial, case=opened, way=WRITTEN)
    return _form(request, opened, form)


@audience("caseworker")
def proposals(request: OfficersRequest, ref: str) -> HttpResponse:
    """Put what was typed to the student, to be printed and signed before it counts."""
    opened = read(request.acting, ref, at=clock.now())
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method != "POST":
        return redirect(f"/cases/{ref}/consents/new/")
    form = _typed(request, opened, paper=True)
    if not form.is_valid():
        return _form(request, opened, form)
    form_id, acting = form.cleaned_data["form_id"], request.acting
    try:
        actions.propose_consent(acting, opened, form.agreed, form=form_id, at=clock.now())
        tell(request, "consent-proposed")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{ref}/consents/{form_id}/")


@audience("caseworker")
@require_GET
def consent(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """One consent, with what can be done with it."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    context = one_page(opened, consent_id, WithdrawForm(), at=now)
    return render(request, "disclosure/pages/consent.html", context)


@audience("caseworker")
def withdrawal(request: OfficersRequest, ref: str, consent_id: str) -> HttpResponse:
    """Take a consent back."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)
    if request.method != "POST":
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    form = WithdrawForm(request.POST)
    if form.is_valid():
        actions.withdraw_consent(request.acting, opened, consent_id, **form.cleaned_data, at=now)
        tell(request, "consent-withdrawn")
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    context = one_page(opened, consent_id, form, at=now)
    return render(request, "disclosure/pages/consent.html", context)


def _typed(request: HttpRequest, opened: OpenCase, *, paper: bool = False) -> HowAgreed:
    kind, way = request.POST.get("kind", TELL), request.POST.get("way", WRITTEN)
    if kind not in _FORMS:
        raise BadRequest
    form: HowAgreed = _FORMS[kind](request.POST, case=opened, way=way, paper=paper)
    return form


def _form(request: HttpRequest, opened: OpenCase, form: HowAgreed) -> HttpResponse:
    context = {"form": form, "case": opened, "way_in": way_in_of(opened)}
    return render(request, "disclosure/pages/new_consent.html", context)


def _record(request: OfficersRequest, opened: OpenCase) -> HttpResponse:
    form = _typed(request, opened)
    if not form.is_valid():
        return _form(request, opened, form)
    form_id, follows = form.cleaned_data["form_id"], form.cleaned_data["follows"]
    acting, at = request.acting, clock.now()
    try:
        if follows:
            actions.renew_consent(acting, opened, follows, form.agreed, form=form_id, at=at)
        else:
            actions.give_consent(acting, opened, form.agreed, form=form_id, at=at)
        tell(request, "consent-recorded")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{opened.ref}/consents/{form_id}/")
