"""The gate, the preview, the telling, and the register of what was told. (CONF-1)"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from confide.casework.actions import read
from confide.casework.queries import OpenCase, standing, way_in_of
from confide.disclosure import actions, queries
from confide.disclosure.actions import ToTell
from confide.disclosure.forms import OUT, AskForm, HandOverForm, ShapeForm
from confide.disclosure.queries import Ask, Gate, Preview, Shape
from confide.disclosure.views.typed import carried, typed_in
from confide.policy import access
from confide.policy.decision import Decision
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import attachment
from confide.web.notices import tell


@audience("caseworker")
def new_telling(request: OfficersRequest, ref: str) -> HttpResponse:
    """The gate; what may be told is shown as its reader will see it."""
    opened = read(request.acting, ref, at=clock.now())
    items = queries.items_of(opened)
    if "look" in request.POST:
        form = AskForm(request.POST, items=items)
        if form.is_valid():
            return _look(request, opened, form)
        return _gate(request, opened, form)
    return _gate(request, opened, AskForm(initial=typed_in(request.POST), items=items))


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: OfficersRequest, ref: str) -> HttpResponse:
    """What was told to whom; posting adds to it."""
    opened = read(request.acting, ref, at=clock.now())
    if request.method == "POST":
        return _tell(request, opened)
    context = {"case": opened, "tellings": queries.tellings_of(opened)}
    return render(request, "disclosure/pages/tellings.html", context)


@audience("caseworker")
@require_GET
def released(request: OfficersRequest, ref: str, telling_id: str, part: str) -> HttpResponse:
    """A copy of the extract, or a document that goes with it, as a file to keep."""
    now = clock.now()
    acting = request.acting
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
        "weighing": queries.weighing(opened, form.ask, on=on) if refusal is not None else None,
        "live": [
            (entry, carried(queries.asked_in(entry.card)))
            for entry in queries.live_consents(opened, on=on)
        ],
        "emergency": settings.POLICY.emergency,
        "way_in": way_in_of(opened),
        "sheet": random_id(),
    }
    return render(request, "disclosure/pages/new_telling.html", context)


def _look(
    request: OfficersRequest, opened: OpenCase, form: AskForm, handing: HandOverForm | None = None
) -> HttpResponse:
    ask, shaping = _left_in(request, form.ask), _shaping(request, opened, form.ask)
    answer = _answered(request, opened, ask)
    if answer.consent is None or not answer.decision:
        return _gate(request, opened, form, answer.decision)
    seen = _seen(request, opened, ask, answer, shaping)
    context = {
        "case": opened,
        "look": seen,
        "consent": answer.consent,
        "decision": answer.decision,
        "carried": carried(ask),
        "shaping": _offered(opened, ask, shaping, seen),
        "form": handing
        or HandOverForm(initial={"form_id": random_id(), "how": request.POST.get("how", "")}),
    }
    return render(request, "disclosure/pages/preview.html", context)


def _answered(request: OfficersRequest, opened: OpenCase, ask: Ask) -> Gate:
    """What the gate says to whoever may decide; to a colleague, that it is not theirs to tell."""
    answer = queries.gate(opened, ask, on=timezone.localtime(clock.now()).date())
    deciding = access.may_decide(standing(request.acting, opened.ref))
    return answer if deciding else Gate(deciding, answer.consent)


def _tell(request: OfficersRequest, opened: OpenCase) -> HttpResponse:
    form = AskForm(request.POST, items=queries.items_of(opened))
    if not form.is_valid():
        return _gate(request, opened, form)
    handing, to_tell = HandOverForm(request.POST), _decided(request, opened, form)
    if not handing.is_valid() or to_tell is None:
        return _look(request, opened, form, handing)
    typed = handing.cleaned_data
    to_tell = replace(to_tell, how=typed["how"], form=typed["form_id"])
    try:
        actions.tell(request.acting, opened, to_tell, at=clock.now())
        tell(request, "telling-recorded")
    except actions.AlreadyRecorded:
        tell(request, "nothing-changed")
    except actions.NotAsDecided:
        return _look(request, opened, form)
    return redirect(f"/cases/{opened.ref}/tellings/{typed['form_id']}/")


def _decided(request: OfficersRequest, opened: OpenCase, form: AskForm) -> ToTell | None:
    """What is to be told, if it is what was shown: what was ticked since is looked at first."""
    ask, shaping = _left_in(request, form.ask), _shaping(request, opened, form.ask)
    answer = queries.gate(opened, ask, on=timezone.localtime(clock.now()).date())
    if not shaping.is_valid() or answer.consent is None:
        # A refusal is the action's to give, so that it is noted.
        return None if answer.decision or not shaping.is_valid() else ToTell(ask=ask, how="")
    seen = _seen(request, opened, ask, answer, shaping)
    as_shown = seen.seen == shaping.cleaned_data["seen"]
    return ToTell(ask=ask, how="", shape=seen.shape) if as_shown else None


def _left_in(request: HttpRequest, ask: Ask) -> Ask:
    """The question without the documents that are to be left out."""
    items = (key for key in ask.items if request.POST.get(f"give-{key}") != OUT)
    return replace(ask, items=tuple(items))


def _shaping(request: HttpRequest, opened: OpenCase, ask: Ask) -> ShapeForm:
    left = _left_in(request, ask)
    named = queries.named_in(opened, left)
    files = [key for key, _name in queries.files_in(opened, left.items)]
    typed = request.POST if "seen" in request.POST else None
    return ShapeForm(typed, named=named, files=files)


def _seen(
    request: OfficersRequest, opened: OpenCase, ask: Ask, answer: Gate, shaping: ShapeForm
) -> Preview:
    if shaping.is_bound:
        shaping.is_valid()
    labels = shaping.labels or dict(queries.named_in(opened, ask))
    shape = Shape(labels=labels, files=shaping.ways, signed=shaping.signature)
    assert answer.consent is not None  # noqa: S101 (for the types)
    consent = answer.consent.card
    acting = request.acting
    return queries.preview(acting, opened, ask, consent, shape, shaping.phrases)


def _offered(opened: OpenCase, ask: Ask, shaping: ShapeForm, seen: Preview) -> ShapeForm:
    """The questions as they stand on the page, with what was found beside them."""
    shaping.offer(seen.found)
    shaping.explain(queries.looked_at(opened, ask.items))
    shaping.show_as(seen.seen)
    return shaping
