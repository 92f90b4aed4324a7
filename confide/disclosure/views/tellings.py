"""The gate, the preview, the telling, and the register of what was told. (CONF-1)"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from confide.casework.actions import read
from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import ToTell
from confide.disclosure.forms import AskForm, HandOverForm
from confide.disclosure.views.typed import carried, typed_in
from confide.policy.decision import Decision
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment
from confide.web.notices import tell


@audience("caseworker")
def new_telling(request: HttpRequest, ref: str) -> HttpResponse:
    """The gate; what may be told is shown as its reader will see it."""
    opened = read(request.acting, ref, at=clock.now())  # type: ignore[attr-defined]
    items = queries.items_of(opened)
    if "look" in request.POST:
        form = AskForm(request.POST, items=items)
        if form.is_valid():
            return _look(request, opened, form)
        return _gate(request, opened, form)
    return _gate(request, opened, AskForm(initial=typed_in(request.POST), items=items))


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, ref: str) -> HttpResponse:
    """What was told to whom; posting adds to it."""
    opened = read(request.acting, ref, at=clock.now())  # type: ignore[attr-defined]
    if request.method == "POST":
        return _tell(request, opened)
    context = {"case": opened, "tellings": queries.tellings_of(opened)}
    return render(request, "disclosure/pages/tellings.html", context)


@audience("caseworker")
@require_GET
def telling(request: HttpRequest, ref: str, telling_id: str) -> HttpResponse:
    """One telling, and its extract while it may still be told."""
    now = clock.now()
    opened = read(request.acting, ref, at=now)  # type: ignore[attr-defined]
    entry = queries.one_telling(opened, telling_id)
    context = {
        "case": opened,
        "entry": entry,
        "consent": queries.one_consent(opened, entry.card.consent),
        "attached": queries.attached_to(opened, entry.card),
        "gate": queries.gate(
            opened, queries.asked_in(entry.card), on=timezone.localtime(now).date()
        ),
    }
    return render(request, "disclosure/pages/telling.html", context)


@audience("caseworker")
@require_GET
def released(request: HttpRequest, ref: str, telling_id: str, part: str) -> HttpResponse:
    """The extract, or a document that goes with it, as a file to keep."""
    now = clock.now()
    acting = request.acting  # type: ignore[attr-defined]
    opened = read(acting, ref, at=now)
    fetched = actions.fetch(acting, opened, telling_id, part, at=now)
    return attachment(b"".join(fetched.content), name=fetched.name)


def _gate(
    request: HttpRequest, opened: OpenCase, form: AskForm, refusal: Decision | None = None
) -> HttpResponse:
    on = timezone.localtime(clock.now()).date()
    context: dict[str, Any] = {
        "case": opened,
        "form": form,
        "refusal": refusal,
        "carried": carried(form.ask) if refusal is not None else [],
        "live": [
            (entry, carried(queries.asked_in(entry.card)))
            for entry in queries.live_consents(opened, on=on)
        ],
        "emergency": settings.POLICY.emergency,
    }
    return render(request, "disclosure/pages/new_telling.html", context)


def _look(
    request: HttpRequest, opened: OpenCase, form: AskForm, handing: HandOverForm | None = None
) -> HttpResponse:
    ask, on = form.ask, timezone.localtime(clock.now()).date()
    answer = queries.gate(opened, ask, on=on)
    if answer.consent is None or not answer.decision:
        return _gate(request, opened, form, answer.decision)
    extract = queries.compose(request.acting, opened, ask, answer.consent.card)  # type: ignore[attr-defined]
    context = {
        "case": opened,
        "extract": extract,
        "said_in_words": queries.printed(extract).said_in_words,
        "consent": answer.consent,
        "decision": answer.decision,
        "carried": carried(ask),
        "form": handing or HandOverForm(initial={"form_id": random_id()}),
    }
    return render(request, "disclosure/pages/preview.html", context)


def _tell(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    form = AskForm(request.POST, items=queries.items_of(opened))
    handing = HandOverForm(request.POST)
    if not form.is_valid():
        return _gate(request, opened, form)
    if not handing.is_valid():
        return _look(request, opened, form, handing)
    typed = handing.cleaned_data
    to_tell = ToTell(ask=form.ask, how=typed["how"], form=typed["form_id"])
    try:
        actions.tell(request.acting, opened, to_tell, at=clock.now())  # type: ignore[attr-defined]
        tell(request, "telling-recorded")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    except actions.NotAsDecided:
        return _look(request, opened, form)
    return redirect(f"/cases/{opened.ref}/tellings/{typed['form_id']}/")
