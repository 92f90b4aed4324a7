"""Sharing a case, taking it back, giving it up. (RECD-4)"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from confide.casework.actions import read
from confide.casework.queries import OpenCase, standing
from confide.disclosure import actions, queries
from confide.disclosure.actions import Sharing
from confide.disclosure.forms import ShareForm
from confide.policy import access
from confide.team.middleware import OfficersRequest
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def register(request: OfficersRequest, ref: str) -> HttpResponse:
    """With whom the case is shared, and was; posting shares it."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    if request.method == "POST":
        return _share(request, opened)
    context = {
        "case": opened,
        "shares": queries.shares_shown(opened, to=acting.pseudonym),
        "sights": queries.who_can_see(opened, on=acting.on),
        "may_decide": access.may_decide(standing(acting, ref)),
    }
    return render(request, "disclosure/pages/shares.html", context)


@audience("caseworker")
def new_share(request: OfficersRequest, ref: str) -> HttpResponse:
    """With whom, for which of the two reasons, why, until when."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    candidates = queries.candidates(acting, opened, on=acting.on)
    form = ShareForm(candidates=candidates, initial={"form_id": random_id()})
    return _form(request, opened, form, candidates)


@audience("caseworker")
def end(request: OfficersRequest, ref: str, share_id: str) -> HttpResponse:
    """Take it back or, if it was shared with oneself, give it up."""
    acting = request.acting
    opened = read(acting, ref, at=clock.now())
    card = queries.one_share(opened, share_id).card
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method != "POST" or card.ended_at is not None:
        tell(request, "nothing-changed")
        return redirect(f"/cases/{ref}/shares/")
    if card.officer == acting.pseudonym:
        actions.give_up(acting, opened, share_id, at=clock.now())
        tell(request, "share-given-up")
        return redirect("/desk/")
    actions.take_back(acting, opened, share_id, at=clock.now())
    tell(request, "share-taken-back")
    return redirect(f"/cases/{ref}/shares/")


def _share(request: OfficersRequest, opened: OpenCase) -> HttpResponse:
    acting = request.acting
    candidates = queries.candidates(acting, opened, on=acting.on)
    form = ShareForm(request.POST, candidates=candidates)
    if not form.is_valid():
        if queries.was_shared(opened, form.cleaned_data.get("form_id", "")):
            tell(request, "nothing-changed")
            return redirect(f"/cases/{opened.ref}/shares/")
        return _form(request, opened, form, candidates)
    typed = form.cleaned_data
    said = Sharing(reason=typed["reason"], why=typed["why"], until_on=typed["until_on"])
    actions.share(acting, opened, form.whom.officer, said, form=typed["form_id"], at=clock.now())
    tell(request, "case-shared")
    return redirect(f"/cases/{opened.ref}/shares/")


def _form(
    request: OfficersRequest, opened: OpenCase, form: ShareForm, candidates: list[Any]
) -> HttpResponse:
    acting = request.acting
    context = {
        "case": opened,
        "form": form,
        "others": [each for each in candidates if each.refusal is not None],
        "decision": access.may_decide(standing(acting, opened.ref)),
    }
    return render(request, "disclosure/pages/new_share.html", context)
