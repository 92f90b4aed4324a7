"""The steward's pages: officers and their terms, and the ledger. No page of theirs has a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from confide.ledger import checkpoint, verify
from confide.team import actions
from confide.team.actions.terms import Appointment
from confide.team.forms import Appoint, EndTerm
from confide.team.middleware import OfficersRequest
from confide.team.queries import checkpoints, one_term, roster, schemes_served, signatures
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell


@audience("steward")
def officers(request: HttpRequest) -> HttpResponse:
    """Who holds which office, since when and until when, and who signed the undertaking."""
    on = timezone.localtime(clock.now()).date()
    context = {
        "people": roster(on=on),
        "schemes": schemes_served(on=on),
        "signed": signatures(on=on),
        "today": on,
    }
    return render(request, "team/pages/officers.html", context)


@audience("steward")
def appoint(request: OfficersRequest) -> HttpResponse:
    """Appoint somebody; a newcomer's invitation is shown once."""
    form = Appoint(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "team/pages/appoint.html", {"form": form})
    new = Appointment(**form.cleaned_data)
    invitation = actions.appoint(request.acting, new, at=clock.now())
    if not invitation:
        tell(request, "officer-appointed")
        return redirect("/officers/")
    return render(request, "team/pages/invitation.html", {"new": new, "invitation": invitation})


@audience("steward")
def end_term(request: OfficersRequest, term_id: str) -> HttpResponse:
    """Bring the last day of a term forward."""
    term = one_term(term_id)
    if term is None:
        raise Http404
    form = EndTerm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        actions.end_term(request.acting, term_id, last_day=last_day, at=clock.now())
        tell(request, "term-ended")
        return redirect("/officers/")
    return render(request, "team/pages/end_term.html", {"form": form, "term": term})


@audience("steward")
def ledger(request: HttpRequest) -> HttpResponse:
    """What the ledger holds, its checkpoints, and on request whether every entry is in place."""
    finding = verify.verify() if request.method == "POST" else None
    context = {"checkpoints": checkpoints(), "finding": finding, "key": checkpoint.public_key()}
    return render(request, "team/pages/ledger.html", context)
