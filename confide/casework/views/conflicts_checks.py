"""Asking colleagues whether one of them should rather not take a matter. (ELIG-3, CONF-3)"""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from confide.casework import actions, queries
from confide.casework.actions import About
from confide.casework.forms import AskColleaguesForm
from confide.casework.queries import OpenCase
from confide.casework.views.typed import typed_in
from confide.ledger.record import Refused
from confide.policy.conflicts import MOST_A_DAY
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def checks(request: OfficersRequest) -> HttpResponse:
    """What one asked and what came back, and how many questions everybody asked."""
    acting = request.acting
    now = clock.now()
    context = {
        "askings": queries.my_askings(acting, on=timezone.localtime(now).date()),
        "asked": queries.asked_lately(acting, at=now),
        "most": MOST_A_DAY,
    }
    return render(request, "casework/pages/conflict_checks.html", context)


@audience("caseworker")
def new_check(request: OfficersRequest) -> HttpResponse:
    """Ask before there is a case."""
    return _ask(request, None)


@audience("caseworker")
def case_check(request: OfficersRequest, ref: str) -> HttpResponse:
    """Ask about a case, filled in with whom it names."""
    return _ask(request, actions.read(request.acting, ref, at=clock.now()))


@audience("caseworker")
def ending(request: OfficersRequest, asking_id: str) -> HttpResponse:
    """End one's own question."""
    if request.method == "POST":
        actions.end_asking(request.acting, asking_id, at=clock.now())
        tell(request, "conflict-check-ended")
    return redirect("/conflict-checks/")


def _ask(request: OfficersRequest, opened: OpenCase | None) -> HttpResponse:
    acting = request.acting
    on, scheme = timezone.localtime(clock.now()).date(), _scheme(opened)
    people = queries.colleagues(acting, on=on, scheme=scheme)
    named = [(each.pseudonym, each.name) for each in people]
    form = AskColleaguesForm(typed_in(request), initial=_initial(opened), colleagues=named)
    if request.method == "POST" and form.is_valid() and _asked(acting, form, opened):
        tell(request, "conflict-check-asked")
        return redirect("/conflict-checks/")
    context = {"case": opened, "form": form, "colleagues": people, "most": MOST_A_DAY}
    return render(request, "casework/pages/conflict_check.html", context)


def _scheme(opened: OpenCase | None) -> str:
    return queries.scheme_of(opened.file) if opened else ""


def _asked(acting: Acting, form: AskColleaguesForm, opened: OpenCase | None) -> bool:
    """Ask; where the policy says no, the form says so and keeps every word."""
    typed, now = form.cleaned_data, clock.now()
    words = {name: typed[name] for name in ("student", "others", "college", "course")}
    on, scheme = timezone.localtime(now).date(), _scheme(opened)
    people = queries.colleagues(acting, on=on, scheme=scheme)
    to = [each for each in people if each.pseudonym in typed["to"]]
    sheet = typed["form_id"]
    try:
        actions.ask_colleagues(acting, About(**words), to, case=opened, form=sheet, at=now)
    except actions.AlreadyAsked:
        return True
    except Refused as refused:
        said = refused.decision.why(gettext), refused.decision.what_instead(gettext)
        form.add_error(None, ValidationError(" ".join(said)))
        return False
    return True


def _initial(opened: OpenCase | None) -> dict[str, str]:
    sheet = {"form_id": random_id()}
    if opened is None:
        return sheet
    others = "\n".join(queries.named_in(opened))
    college = queries.college_in(opened)
    return {**sheet, "student": opened.file.student, "others": others, "college": college}
