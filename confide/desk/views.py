"""My desk, and the case. (RECD-1)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework import actions
from confide.casework.forms import BringForm, ContactForm, PaperForm, TaskForm
from confide.desk import queries
from confide.disclosure.queries import breaches_of
from confide.web import clock
from confide.web.audience import audience


@audience("caseworker")
def desk(request: HttpRequest) -> HttpResponse:
    """What needs me today, and my cases."""
    acting = request.acting  # type: ignore[attr-defined]
    if not acting.undertaking_signed:
        return redirect("/undertaking/")
    page = request.GET.get("page", "1")
    on = timezone.localtime(clock.now()).date()
    actions.answer_what_waits(acting, at=clock.now())
    mine = queries.my_desk(
        acting, on=on, page=int(page) if page.isdecimal() and len(page) < 6 else 1
    )
    return render(request, "desk/pages/desk.html", {"desk": mine, "today": on})


@audience("caseworker")
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """A case: who can see it, how to reach the student, everything that happened."""
    now = clock.now()
    opened = actions.read(request.acting, ref, at=now)  # type: ignore[attr-defined]
    on = timezone.localtime(now).date()
    breaches = breaches_of(request.acting, opened)  # type: ignore[attr-defined]
    context = {
        "whole": queries.whole_case(opened, on=on, breaches=breaches),
        "case": opened,
        "today": on,
        **queries.doubts(request.acting, opened),  # type: ignore[attr-defined]
        "contact_form": ContactForm(auto_id="contact_%s"),
        "bring_form": BringForm(auto_id="bring_%s"),
        "paper_form": PaperForm(auto_id="paper_%s"),
        "step_form": TaskForm(auto_id="step_%s"),
    }
    return render(request, "desk/pages/case.html", context)
