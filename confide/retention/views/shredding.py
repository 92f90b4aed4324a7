"""Ticking papers off: one by one before their record goes, together afterwards. (RECD-5)"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from confide.casework.actions import read, tick_off_paper
from confide.retention import actions, queries
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def shredding(request: OfficersRequest, ref: str) -> HttpResponse:
    """The papers of a case, and where each is; then that one of them is shredded."""
    opened = read(request.acting, ref, at=clock.now())
    if request.method == "POST":
        tick_off_paper(request.acting, opened, request.POST.get("paper", ""), at=clock.now())
        tell(request, "paper-shredded")
        return redirect(f"/cases/{ref}/shredding/")
    context = {"case": opened, "papers": queries.papers_in(opened)}
    return render(request, "retention/pages/shredding.html", context)


@audience("caseworker")
@require_POST
def confirmed(request: OfficersRequest, number: str) -> HttpResponse:
    """That what was left of a record's papers is shredded."""
    certified = queries.certificate(number)
    actions.confirm_papers(request.acting, certified, at=clock.now())
    tell(request, "papers-shredded")
    return redirect(f"/certificates/{number}/")
