"""Handing a case over, and deciding about each open case before leaving office. (CONF-5, HOUR-3)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from confide.casework import actions, queries
from confide.casework.forms import HandOverForm, LeavingForm
from confide.casework.queries import GivenNewKeys, NotVisible, standing
from confide.casework.views.typed import typed_in
from confide.ledger.record import Refused, note_refusal
from confide.policy import access
from confide.policy.decision import Decision
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.vault.primitives import DoesNotOpen
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell

_PAGE: Final = 25
_ASK_WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticked case: handed over, refused for a reason, or left as it was."""

    ref: str
    student: str
    done: bool = False
    refusal: Decision | None = None


@audience("caseworker")
def hand_over(request: OfficersRequest, ref: str) -> HttpResponse:
    """To whom, how the student knows, and what happens."""
    acting = request.acting
    opened = actions.read(acting, ref, at=clock.now())
    takers = queries.takers(acting, opened, on=acting.on)
    form = HandOverForm(typed_in(request), takers=takers)
    if request.method == "POST" and form.is_valid():
        to, knows = form.takers[form.cleaned_data["to"]], form.cleaned_data["student_knows"]
        actions.hand_over(acting, opened, to.officer, student_knows=knows, at=clock.now())
        tell(request, "case-handed-over")
        return redirect("/desk/")
    context = {
        "case": opened,
        "form": form,
        "others": [each for each in takers if not each.decision],
        "decision": access.may_decide(standing(acting, ref)),
    }
    return render(request, "casework/pages/hand_over.html", context)


@audience("caseworker")
def leaving(request: OfficersRequest) -> HttpResponse:
    """Each open case of somebody who leaves office, decided; posting hands over what is ticked."""
    acting = request.acting
    before = queries.leaving(acting, queries.my_cases(acting))
    form = LeavingForm(typed_in(request), acting=acting, cases=before.cases)
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = list(_hand_over_each(acting, form))
        form = LeavingForm(acting=acting, cases=())
    return _list(request, form, outcomes)


@audience("caseworker")
def question(request: OfficersRequest) -> HttpResponse:
    """Make it the next step of one case to ask the student who is to look after them."""
    acting = request.acting
    if request.method != "POST":
        return redirect("/leaving/")
    opened = actions.read(acting, request.POST.get("case", ""), at=clock.now())
    found = queries.leaving(acting, [opened])
    if not any(each.asked for each in found.cases):
        due_on = acting.on + _ASK_WITHIN
        due_on = min(due_on, found.last_day or due_on)
        step = gettext("Ask who should look after this from now on: I leave office")
        actions.add_task(acting, opened, step, due_on=due_on, asks_who_next=True, at=clock.now())
        tell(request, "question-noted")
    return redirect(f"/leaving/{_at_page(request)}")


def _list(request: OfficersRequest, form: LeavingForm, outcomes: list[Outcome]) -> HttpResponse:
    acting = request.acting
    now = queries.leaving(acting, queries.my_cases(acting))
    pages = range(1, max(1, -(-len(now.cases) // _PAGE)) + 1)
    page = min(_page(request), len(pages))
    context: dict[str, Any] = {
        "leaving": now,
        "form": form,
        "outcomes": outcomes,
        "left_over": [each for each in outcomes if not each.done],
        "done": sum(each.done for each in outcomes),
        "shown": now.cases[(page - 1) * _PAGE : page * _PAGE],
        "page": page,
        "pages": pages,
        "decided": now.own - now.undecided,
    }
    return render(request, "casework/pages/term_end.html", context)


def _hand_over_each(acting: Acting, form: LeavingForm) -> Iterable[Outcome]:
    """One after the other, each with its own transaction and entry: what is done stays done."""
    to, knows = form.people[form.cleaned_data["to"]], form.cleaned_data["student_knows"]
    for ref in dict.fromkeys(form.cleaned_data["cases"]):
        student = ""
        try:
            opened = actions.read(acting, ref, at=clock.now())
            student = opened.file.student
            actions.hand_over(acting, opened, to, student_knows=knows, at=clock.now())
            yield Outcome(ref, student, done=True)
        except Refused as refused:
            note_refusal(refused)
            yield Outcome(ref, student, refusal=refused.decision)
        except (GivenNewKeys, NotVisible, DoesNotOpen, DatabaseError):
            # Changed by somebody else this moment, or not to be written now. It is as it was.
            yield Outcome(ref, student)


def _page(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return max(int(typed), 1) if typed.isdecimal() and len(typed) < 6 else 1


def _at_page(request: HttpRequest) -> str:
    page = _page(request)
    return f"?page={page}" if page > 1 else ""
