"""Resolving a case, taking it up again, and searching."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.casework import actions
from confide.casework.forms import ReopenForm, ResolveForm, SearchForm
from confide.casework.views.typed import coded_in, ending_of, typed_in
from confide.policy import retention
from confide.team.middleware import OfficersRequest
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("caseworker")
def closure(request: OfficersRequest, ref: str) -> HttpResponse:
    """Resolve a case, having read what will happen to its records and when."""
    now = clock.now()
    opened = actions.read(request.acting, ref, at=now)
    if opened.row.destroy_on is not None:
        return _as_it_is(request, ref, "case-resolved-before")
    form = ResolveForm(typed_in(request), initial=coded_in(opened.file))
    if request.method == "POST" and form.is_valid():
        actions.resolve(request.acting, opened, **ending_of(form), at=now)
        tell(request, "case-resolved")
        return redirect(f"/cases/{ref}/")
    ends_on = retention.last_night(timezone.localtime(now), settings.POLICY.records.keep_months)
    context = {"form": form, "case": opened, "ends_on": ends_on}
    return render(request, "casework/pages/resolve.html", context)


@audience("caseworker")
def reopening(request: OfficersRequest, ref: str) -> HttpResponse:
    """Take a resolved case up again."""
    opened = actions.read(request.acting, ref, at=clock.now())
    if opened.row.destroy_on is None:
        return _as_it_is(request, ref, "case-open-before")
    form = ReopenForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        actions.reopen(request.acting, opened, why=form.cleaned_data["why"], at=clock.now())
        tell(request, "case-reopened")
        return redirect(f"/cases/{ref}/")
    return render(request, "casework/pages/reopen.html", {"form": form, "case": opened})


@audience("caseworker")
def search(request: OfficersRequest) -> HttpResponse:
    """Search in one's own cases. The words travel in the form, never in the address."""
    form = SearchForm(typed_in(request))
    found = None
    if request.method == "POST" and form.is_valid():
        found = actions.look_for(request.acting, form.cleaned_data["words"], at=clock.now())
    return render(request, "casework/pages/search.html", {"form": form, "found": found})


def _as_it_is(request: OfficersRequest, ref: str, notice: str) -> HttpResponse:
    """To the case, for whoever comes from a page that is out of date or pressed twice."""
    tell(request, notice)
    return redirect(f"/cases/{ref}/")
