"""Stepping aside, and one's own list of conflicts. (ELIG-3)"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from confide.casework import actions, queries
from confide.casework.forms import DeclareForm, StepAsideForm
from confide.casework.forms.conflicts import NOBODY
from confide.casework.queries import OpenCase
from confide.casework.views.typed import typed_in
from confide.policy import conflicts
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting, by_pseudonym
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def conflict(request: OfficersRequest, ref: str) -> HttpResponse:
    """Why one may not be the right person, as far as one's own records tell; and stepping aside."""
    acting = request.acting
    now = clock.now()
    opened = actions.read(acting, ref, at=now)
    form = StepAsideForm(typed_in(request), **_offered(acting, opened))
    if request.method == "POST" and form.is_valid():
        _step_aside(acting, opened, form)
        tell(request, "stepped-aside")
        return redirect("/desk/")
    context = {
        "case": opened,
        "form": form,
        "partial": queries.partial(acting, opened),
        "misfit": queries.needs_another(acting, opened),
        "signposts": settings.POLICY.signposts,
    }
    return render(request, "casework/pages/conflict.html", context)


@audience("caseworker")
def my_conflicts(request: OfficersRequest) -> HttpResponse:
    """One's own list, and adding to it."""
    acting = request.acting
    form = DeclareForm(typed_in(request), initial={"form_id": random_id()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        kept = {"kind": typed["kind"], "words": typed["words"], "form": typed["form_id"]}
        actions.declare_conflict(acting, **kept, at=clock.now())
        tell(request, "conflict-kept")
        return redirect("/conflicts/")
    context = {"form": form, "conflicts": queries.my_conflicts(acting)}
    return render(request, "casework/pages/conflicts.html", context)


@audience("caseworker")
def removal(request: OfficersRequest, conflict_id: str) -> HttpResponse:
    """Take an entry off one's own list."""
    # Whoever pressed the button when the desk had locked by itself comes here by GET afterwards.
    if request.method == "POST":
        actions.take_back_conflict(request.acting, conflict_id, at=clock.now())
        tell(request, "conflict-dropped")
    return redirect("/conflicts/")


def _offered(acting: Acting, opened: OpenCase) -> dict[str, Any]:
    """Whom the student is offered, what is known of each, and whether nobody would be left."""
    on = timezone.localtime(clock.now()).date()
    stays = queries.who_stays(acting, opened, on=on)
    answers = queries.answers_about(acting, opened.ref, on=on)
    hints = {to: gettext(conflicts.ANSWERS[answer]) for to, answer in answers.items()}
    hints |= {each.pseudonym: gettext("Sits at this case already") for each in stays}
    if stays:
        hints[NOBODY] = gettext("{name} keeps the case.").format(name=stays[0].name)
    could = queries.who_could_take(acting, opened, on=on)
    return {
        "offered": [(each.pseudonym, each.name) for each in could],
        "hints": hints,
        "must_end": not stays and opened.row.destroy_on is None,
        "lent": queries.standing(acting, opened.ref).lent,
    }


def _step_aside(acting: Acting, opened: OpenCase, form: StepAsideForm) -> None:
    typed, now = form.cleaned_data, clock.now()
    if typed["kind"]:
        words = (typed["words"],)
        actions.declare_conflict(acting, kind=typed["kind"], words=words, form=random_id(), at=now)
    if form.ends_the_case:
        actions.resolve(acting, opened, outcome=typed["outcome"], at=now)
        opened = queries.case_for(acting, opened.ref)
    chosen = typed.get("to", NOBODY)
    to = None if chosen == NOBODY else by_pseudonym(chosen)
    said = typed.get("student_said", "")
    actions.step_aside(acting, opened, to, student_said=said, at=now)
