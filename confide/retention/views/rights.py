"""What a student asks about their record: seen, corrected, restricted, objected to. (RECD-3)"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from confide.casework.actions import read
from confide.casework.queries import (
    OpenCase,
    contacts_of,
    documents_of,
    is_restricted,
    standing,
)
from confide.disclosure.actions import AlreadyRecorded
from confide.disclosure.queries.items import heading_of
from confide.policy import access as policy
from confide.retention import actions, queries
from confide.retention.forms import (
    AccessForm,
    CorrectionForm,
    ObjectionForm,
    RestrictionForm,
    WhyForm,
)
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell

Do = Callable[[Acting, OpenCase, dict[str, Any], datetime], object]


@audience("caseworker")
@require_GET
def rights(request: OfficersRequest, ref: str) -> HttpResponse:
    """What the student asked about their record, and what they may ask."""
    opened = read(request.acting, ref, at=clock.now())
    return _page(request, opened, {})


@audience("caseworker")
@require_POST
def access(request: OfficersRequest, ref: str) -> HttpResponse:
    """Note that the student asks what is held about them."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        words, day, sheet = typed["how_asked"], typed["asked_on"], typed["form_id"]
        actions.ask_for_access(acting, opened, words, asked_on=day, form=sheet, at=at)

    return _noted(request, ref, "access_form", do, "access-noted")


@audience("caseworker")
@require_POST
def extension(request: OfficersRequest, ref: str, wish_id: str) -> HttpResponse:
    """Take two more months for an answer."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.extend_access(acting, opened, wish_id, typed["why"], at=at)

    return _noted(request, ref, "longer_form", do, "access-extended")


@audience("caseworker")
@require_POST
def refusal(request: OfficersRequest, ref: str, wish_id: str) -> HttpResponse:
    """Note that the request is refused, and why."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.refuse_access(acting, opened, wish_id, typed["why"], at=at)

    return _noted(request, ref, "refusal_form", do, "access-refused")


@audience("caseworker")
@require_POST
def corrections(request: OfficersRequest, ref: str) -> HttpResponse:
    """Add what the student says is right."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.correct(acting, opened, typed["about"], typed["words"], at=at)

    return _noted(request, ref, "correction_form", do, "correction-added")


@audience("caseworker")
@require_POST
def restriction(request: OfficersRequest, ref: str) -> HttpResponse:
    """Have nothing told from the record for now."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.restrict(acting, opened, typed["why"], form=typed["form_id"], at=at)

    return _noted(request, ref, "restriction_form", do, "record-restricted")


@audience("caseworker")
@require_POST
def lifting(request: OfficersRequest, ref: str) -> HttpResponse:
    """End the restriction."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.lift(acting, opened, typed["why"], at=at)

    return _noted(request, ref, "lifting_form", do, "restriction-lifted")


@audience("caseworker")
@require_POST
def objections(request: OfficersRequest, ref: str) -> HttpResponse:
    """Note what the student objects to."""

    def do(acting: Acting, opened: OpenCase, typed: dict[str, Any], at: datetime) -> None:
        actions.object_to(acting, opened, typed["words"], form=typed["form_id"], at=at)

    return _noted(request, ref, "objection_form", do, "objection-noted")


def _noted(request: OfficersRequest, ref: str, name: str, do: Do, notice: str) -> HttpResponse:
    acting = request.acting
    # The case first: whoever does not sit at it gets no answer to what they typed.
    opened = read(acting, ref, at=clock.now())
    form = _forms(opened, request.POST)[name]
    if not form.is_valid():
        return _page(request, opened, {name: form})
    try:
        do(acting, opened, form.cleaned_data, clock.now())
        tell(request, notice)
    except AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{ref}/rights/")


def _forms(opened: OpenCase, typed: Any = None) -> dict[str, forms.Form]:
    on, sheet = timezone.localtime(clock.now()).date(), {"form_id": random_id()}
    entries = [
        (opened.ref, gettext("Who they are, how to reach them, what it is about")),
        *((e.id, heading_of(e.card)) for e in contacts_of(opened) if not e.card.corrects),
        *((e.id, e.card.name) for e in documents_of(opened)),
    ]
    return {
        "access_form": AccessForm(typed, on=on, initial=sheet, auto_id="access_%s"),
        "correction_form": CorrectionForm(
            typed, entries=entries, initial=sheet, auto_id="correction_%s"
        ),
        "restriction_form": RestrictionForm(typed, initial=sheet, auto_id="restriction_%s"),
        "objection_form": ObjectionForm(typed, initial=sheet, auto_id="objection_%s"),
        "longer_form": WhyForm(typed, auto_id="longer_%s"),
        "refusal_form": WhyForm(typed, auto_id="refusal_%s"),
        "lifting_form": WhyForm(typed, auto_id="lifting_%s"),
    }


def _page(request: OfficersRequest, opened: OpenCase, bound: dict[str, forms.Form]) -> HttpResponse:
    wishes = queries.wishes_of(opened)
    waiting = queries.access_waiting([opened], on=timezone.localtime(clock.now()).date())
    context = {
        "case": opened,
        "waiting": waiting,
        "wishes": wishes,
        "corrections": [e for e in contacts_of(opened) if e.card.corrects],
        "restricted": is_restricted(opened),
        "restriction": queries.restriction_of(wishes),
        "form": next(iter(bound.values()), None),
        "may_decide": policy.may_decide(standing(request.acting, opened.ref)),
        **_forms(opened),
        **bound,
    }
    return render(request, "retention/pages/rights.html", context)
