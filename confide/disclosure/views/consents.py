"""What the student agreed to: recording it, looking at it, taking it back. (CONF-4)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from confide.casework.actions import read
from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.forms import WRITTEN, ConsentForm, WithdrawForm
from confide.disclosure.views.typed import agreed_in, carried, typed_in
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that the student ever agreed to; posting adds to it."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)  # type: ignore[attr-defined]
    if request.method == "POST":
        return _record(request, opened)
    consents = queries.consents_of(opened)
    context = {"case": opened, "consents": consents, "today": timezone.localtime(now).date()}
    return render(request, "disclosure/pages/consents.html", context)


@audience("caseworker")
def new_consent(request: HttpRequest, ref: str) -> HttpResponse:
    """The form for a consent, filled in with what was asked of the gate if it comes from there."""
    opened = read(request.acting, ref, at=clock.now())  # type: ignore[attr-defined]
    initial = {"form_id": random_id(), **typed_in(request.POST)}
    way = request.POST.get("turn", WRITTEN)
    form = ConsentForm(initial=initial, items=queries.items_of(opened), way=way)
    return render(request, "disclosure/pages/new_consent.html", {"form": form, "case": opened})


@audience("caseworker")
@require_GET
def consent(request: HttpRequest, ref: str, consent_id: str) -> HttpResponse:
    """One consent, with what can be done with it."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)  # type: ignore[attr-defined]
    entry = queries.one_consent(opened, consent_id)
    context = {
        "case": opened,
        "entry": entry,
        "form": WithdrawForm(),
        "carried": carried(queries.asked_in(entry.card)),
        "today": timezone.localtime(now).date(),
    }
    return render(request, "disclosure/pages/consent.html", context)


@audience("caseworker")
@require_POST
def withdrawal(request: HttpRequest, ref: str, consent_id: str) -> HttpResponse:
    """Take a consent back."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)  # type: ignore[attr-defined]
    form = WithdrawForm(request.POST)
    if form.is_valid():
        actions.withdraw_consent(request.acting, opened, consent_id, **form.cleaned_data, at=now)  # type: ignore[attr-defined]
        tell(request, "consent-withdrawn")
        return redirect(f"/cases/{ref}/consents/{consent_id}/")
    entry, on = queries.one_consent(opened, consent_id), timezone.localtime(now).date()
    context = {"case": opened, "entry": entry, "form": form, "today": on}
    context["carried"] = carried(queries.asked_in(entry.card))
    return render(request, "disclosure/pages/consent.html", context)


def _record(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    way = request.POST.get("way", WRITTEN)
    form = ConsentForm(request.POST, items=queries.items_of(opened), way=way)
    if not form.is_valid():
        return render(request, "disclosure/pages/new_consent.html", {"form": form, "case": opened})
    form_id = form.cleaned_data["form_id"]
    try:
        acting, now = request.acting, clock.now()  # type: ignore[attr-defined]
        actions.give_consent(acting, opened, agreed_in(form), form=form_id, at=now)
        tell(request, "consent-recorded")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{opened.ref}/consents/{form_id}/")
