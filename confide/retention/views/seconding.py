"""A second caseworker's look at what a colleague asked to have destroyed. (RECD-5)"""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from confide.casework.queries import NotVisible
from confide.retention import actions, queries
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def seconding(request: OfficersRequest, officer_id: str) -> HttpResponse:
    """How many records a colleague wants destroyed before their day; then one word for them."""
    now, acting = clock.now(), request.acting
    waiting = queries.braked(acting, on=queries.local_day(now))
    found = next((each for each in waiting if each.officer.id == officer_id), None)
    if found is None:
        raise NotVisible
    if request.method == "POST":
        actions.second(acting, found.officer, at=now)
        tell(request, "destructions-seconded")
        return redirect("/desk/")
    return render(request, "retention/pages/seconding.html", {"found": found})
