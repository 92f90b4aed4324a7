"""Somebody asks about a student: the words to say, and one press that counts it. (CONF-3)"""

from contextlib import suppress

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from confide.disclosure import actions, queries
from confide.disclosure.forms import CountForm
from confide.policy.enquiries import ASKERS
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def enquiries(request: OfficersRequest) -> HttpResponse:
    """What to say to whom, and how often somebody asked. There is nothing to search."""
    now = clock.now()
    if request.method == "POST":
        form = CountForm(request.POST)
        if not form.is_valid():
            raise BadRequest
        with suppress(actions.JustCounted):
            actions.count_enquiry(request.acting, form.cleaned_data["asked_by"], at=now)
        tell(request, "enquiry-counted")
        return redirect("/enquiries/")
    tally = queries.tally(request.acting, on=timezone.localtime(now).date())
    context = {"askers": list(ASKERS.values()), "tally": tally}
    return render(request, "disclosure/pages/enquiries.html", context)
