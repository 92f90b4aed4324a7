"""Opening a case, and setting its file right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from confide.casework import actions
from confide.casework.forms import FileForm, OpenCaseForm
from confide.casework.queries import remit_of
from confide.casework.views.typed import first_of, initial_of, opening_of, typed_in
from confide.policy.eligibility import asks_whether_woman
from confide.team.queries import Acting
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case on one page."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not acting.undertaking_signed:
        return redirect("/undertaking/")
    asks = asks_whether_woman(remit_of(acting.post))
    form = OpenCaseForm(typed_in(request), asks_whether_woman=asks)
    if request.method == "POST" and form.is_valid():
        ref = actions.open_case(acting, opening_of(form), first=first_of(form), at=clock.now())
        tell(request, "case-opened")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/new_case.html", {"form": form})


@audience("caseworker")
def case_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Set right who the student is, how to reach them, or what it is about."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    opened = actions.read(acting, ref, at=clock.now())
    asks = asks_whether_woman(remit_of(acting.post))
    now = initial_of(opened.file)
    form = FileForm(typed_in(request), initial=now, asks_whether_woman=asks)
    if request.method == "POST" and form.is_valid():
        actions.change_file(acting, opened, opening_of(form), at=clock.now())
        tell(request, "case-changed")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/case_file.html", {"form": form, "case": opened})
