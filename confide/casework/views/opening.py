"""Opening a case, and setting its file right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from confide.casework import actions
from confide.casework.forms import FileForm, OpenCaseForm
from confide.casework.queries import remit_of
from confide.casework.views.typed import initial_of, opening_of, said_of
from confide.policy.eligibility import asks_whether_woman
from confide.team.queries import Acting
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case on one page."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    asks = asks_whether_woman(remit_of(acting.officer))
    form = OpenCaseForm(request.POST or None, asks_whether_woman=asks)
    if request.method == "POST" and form.is_valid():
        first = said_of(form) if form.cleaned_data["said"] else None
        ref = actions.open_case(acting, opening_of(form), first=first, at=clock.now())
        tell(request, "case-opened")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/new_case.html", {"form": form})


@audience("caseworker")
def case_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Set right who the student is, how to reach them, or what it is about."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    opened = actions.read(acting, ref, at=clock.now())
    asks = asks_whether_woman(remit_of(acting.officer))
    now = initial_of(opened.file)
    form = FileForm(request.POST or None, initial=now, asks_whether_woman=asks)
    if request.method == "POST" and form.is_valid():
        actions.change_file(acting, opened, opening_of(form), at=clock.now())
        tell(request, "case-changed")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/case_file.html", {"form": form, "case": opened})
