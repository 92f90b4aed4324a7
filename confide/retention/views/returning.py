"""Giving a record back: asked for, looked through, made, fetched, handed over. (RECD-6)"""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from confide.casework.actions import read
from confide.casework.queries import OpenCase
from confide.disclosure.actions import AlreadyRecorded
from confide.retention import actions, queries
from confide.retention.forms import HandedOverForm, JudgeForm, ReturnForm
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.headers import sent_while_made
from confide.web.notices import tell


@audience("caseworker")
@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: OfficersRequest, ref: str) -> HttpResponse:
    """Ask for it, look it through, and make it."""
    opened = read(request.acting, ref, at=clock.now())
    form = ReturnForm(request.POST or None, initial={"form_id": random_id()})
    if request.method != "POST" or not form.is_valid():
        context = {"case": opened, "form": form, "returns": queries.returns_of(opened)}
        return render(request, "retention/pages/return.html", context)
    if queries.was_returned(opened, form.cleaned_data["form_id"]):
        tell(request, "nothing-changed")
        return redirect(f"/cases/{ref}/return/{form.cleaned_data['form_id']}/")
    return _judge(request, opened, form)


@audience("caseworker")
@require_GET
def returned(request: OfficersRequest, ref: str, return_id: str) -> HttpResponse:
    """One return: its words, its files, and what is still to be noted."""
    opened = read(request.acting, ref, at=clock.now())
    return _returned(request, opened, return_id)


@audience("caseworker")
@require_POST
def handed_over(request: OfficersRequest, ref: str, return_id: str) -> HttpResponse:
    """Note that the student has it, and what they wish now."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    form = _handing(opened, return_id, request.POST)
    if not form.is_valid():
        return _returned(request, opened, return_id, form)
    day, wish = form.cleaned_data["day"], form.cleaned_data["wish"]
    actions.note_return(acting, opened, return_id, handed_on=day, wish=wish, at=now)
    tell(request, "return-handed-over")
    then = "destruction/" if wish == "destroy" else f"return/{return_id}/"
    return redirect(f"/cases/{ref}/{then}")


@audience("caseworker")
@require_GET
def released(request: OfficersRequest, ref: str, return_id: str, part: str) -> HttpResponseBase:
    """The archive, or the record alone, as a file to keep."""
    now, acting = clock.now(), request.acting
    opened = read(acting, ref, at=now)
    try:
        given = actions.fetch_return(acting, opened, return_id, part, at=now)
    except actions.NotAsJudged:
        return _returned(request, opened, return_id, changed=True)
    return sent_while_made(given.content, name=given.name)


def _judge(request: OfficersRequest, opened: OpenCase, form: ReturnForm) -> HttpResponse:
    acting = request.acting
    whole, known = queries.whole_record(opened), queries.known_in(acting, opened)
    found = queries.others_in_record(whole, known)
    judging = JudgeForm(request.POST if "seen" in request.POST else None, whole=whole, found=found)
    changed = judging.is_bound and judging.data["seen"] != whole.digest.hex()
    if judging.is_bound and judging.is_valid() and not changed:
        return _made(request, opened, form, judging)
    if changed:
        judging = JudgeForm(whole=whole, found=found)
    context = {
        "case": opened,
        "form": form,
        "judging": judging,
        "found": found,
        "changed": changed,
        "whole": whole,
        "chapters": queries.shown_with_marks(whole, known),
    }
    return render(request, "retention/pages/return_judged.html", context)


def _made(
    request: OfficersRequest, opened: OpenCase, form: ReturnForm, judging: JudgeForm
) -> HttpResponse:
    typed = form.cleaned_data
    giving = actions.Giving(
        how_asked=typed["how_asked"],
        how_identified=typed["how_identified"],
        way=typed["way"],
        seen=judging.was_seen,
        phrases=judging.phrases,
        left_out=judging.left_out,
    )
    acting, sheet = request.acting, typed["form_id"]
    try:
        actions.return_record(acting, opened, giving, form=sheet, at=clock.now())
        tell(request, "case-returned")
    except AlreadyRecorded:
        tell(request, "nothing-changed")
    return redirect(f"/cases/{opened.ref}/return/{sheet}/")


def _returned(
    request: OfficersRequest,
    opened: OpenCase,
    return_id: str,
    form: HandedOverForm | None = None,
    *,
    changed: bool = False,
) -> HttpResponse:
    entry, acting = queries.one_return(opened, return_id), request.acting
    on = timezone.localtime(clock.now()).date()
    whole = queries.whole_record(opened)
    context: dict[str, Any] = {
        "case": opened,
        "entry": entry,
        "may": queries.may_fetch(acting, opened, entry.card, on=on),
        "form": form or _handing(opened, return_id),
        "changed": changed,
        "documents": [d for d in whole.documents if d.key in entry.card.given],
    }
    return render(request, "retention/pages/return_made.html", context)


def _handing(opened: OpenCase, return_id: str, typed: Any = None) -> HandedOverForm:
    made_at = queries.one_return(opened, return_id).card.made_at
    on, made_on = timezone.localtime(clock.now()).date(), timezone.localtime(made_at).date()
    return HandedOverForm(typed, made_on=made_on, on=on)
