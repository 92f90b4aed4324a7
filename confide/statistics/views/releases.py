"""Releases: closing a quarter, choosing tables, checking, proposing, publishing."""

from collections.abc import Iterator
from functools import partial

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from confide.policy.periods import is_quarter
from confide.statistics import actions, queries
from confide.statistics.forms import ProposalForm, ReleaseForm
from confide.statistics.queries import Found, OpenProposal, TooFine, Wanted
from confide.team.middleware import OfficersRequest
from confide.team.queries import Acting
from confide.web import clock
from confide.web.audience import audience
from confide.web.notices import tell
from confide.web.streaming import Piece, streamed

LIST = "/figures/releases/"


@audience("caseworker")
@require_safe
def listed(request: OfficersRequest) -> HttpResponse:
    """What was published, what is on its way, and the quarter that can be closed next."""
    acting = request.acting
    closing = queries.next_to_close(acting, at=clock.now())
    context = {
        "closing": closing,
        "closing_words": queries.months_in_words([closing.quarter]),
        "closed": [queries.months_in_words([each]) for each in queries.closed_quarters()],
        "proposals": queries.proposals(acting),
        "published": queries.published(),
    }
    return render(request, "statistics/pages/releases.html", context)


@audience("caseworker")
@require_POST
def closure(request: OfficersRequest, quarter: str) -> HttpResponse:
    """Turn a quarter's rows into counts."""
    if not is_quarter(quarter):
        raise Http404
    actions.close_quarter(request.acting, quarter, at=clock.now())
    tell(request, "quarter-closed")
    return redirect(LIST)


@audience("caseworker")
def new(request: OfficersRequest) -> HttpResponse:
    """Choose tables for a release."""
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = _asked(form.cleaned_data["tables"])
        try:
            draft = actions.draft_release(
                request.acting,
                form.cleaned_data["title"],
                asked,
                at=clock.now(),
            )
            return redirect(f"{LIST}{draft}/")
        except TooFine as fine:
            form.add_error("tables", str(fine))
    return render(request, "statistics/pages/new_release.html", {"form": form})


@audience("caseworker")
@require_safe
def proposal(request: OfficersRequest, proposal_id: str) -> HttpResponse:
    """A release in the making, as it would be published, with what was found."""
    acting = request.acting
    shown = queries.one_proposal(acting, proposal_id)
    context = {"proposal": shown, "form": ProposalForm(initial=dict(shown.card.commentary))}
    return render(request, "statistics/pages/proposal.html", context)


@audience("caseworker")
@require_POST
def check(request: OfficersRequest, proposal_id: str) -> HttpResponseBase:
    """Check it together with every earlier release, on a page that says how far it is."""
    acting = request.acting
    shown = queries.one_proposal(acting, proposal_id)
    actions.begin_check(acting, proposal_id, at=clock.now())
    work = partial(_told, acting, shown, blanking="as-is" not in request.POST)
    return streamed(request, "statistics/pages/checking.html", {"proposal": shown}, work)


def _told(acting: Acting, shown: OpenProposal, *, blanking: bool) -> Iterator[Piece]:
    """The check, or why there is none: its page is on its way, and ends with words."""
    try:
        yield from _checked(acting, shown, blanking=blanking)
    except TooFine as fine:
        why, gone = str(fine), False
    except ObjectDoesNotExist:
        why, gone = gettext("A colleague dropped this release while it was being checked."), True
    else:
        return
    words = {"why": why, "gone": gone, "proposal": shown}
    yield render_to_string("statistics/pages/parts/not_checked.html", words)


def _checked(acting: Acting, shown: OpenProposal, *, blanking: bool) -> Iterator[Piece]:
    counts = queries.counts_of(queries.keys_of(acting))
    if len(shown.wanted) < len(shown.card.wanted):
        raise TooFine(gettext("One of its tables is not set any more."))
    # The number first: what is published in between is looked at, and asks for another check.
    after, before = queries.newest_number(), queries.earlier()
    tables = tuple(queries.table_of(each, counts, before) for each in shown.wanted)
    running = queries.Check(
        before, queries.as_release(gettext("This release"), tables), blanking=blanking
    )
    for step in running.steps():
        if isinstance(step, Found):
            actions.keep_check(acting, shown.id, shown.wanted, step, after=after, at=clock.now())
        else:
            yield step.done, step.of
            if queries.is_stopped(shown.id):
                running.stop()
    yield render_to_string("statistics/pages/parts/checked.html", {"proposal": shown})


@audience("caseworker")
@require_POST
def stop(request: OfficersRequest, proposal_id: str) -> HttpResponse:
    """End a check that runs."""
    actions.stop_check(request.acting, proposal_id, at=clock.now())
    tell(request, "check-stopped")
    return redirect(f"{LIST}{proposal_id}/")


@audience("caseworker")
@require_POST
def propose(request: OfficersRequest, proposal_id: str) -> HttpResponse:
    """Put it before a second officer."""
    acting = request.acting
    form = ProposalForm(request.POST)
    if form.is_valid():
        actions.propose(acting, proposal_id, commentary=form.remarks, at=clock.now())
        tell(request, "release-proposed")
        return redirect(f"{LIST}{proposal_id}/")
    shown = queries.one_proposal(acting, proposal_id)
    return render(request, "statistics/pages/proposal.html", {"proposal": shown, "form": form})


@audience("caseworker")
@require_POST
def publish(request: OfficersRequest, proposal_id: str) -> HttpResponse:
    """Publish what a colleague proposed."""
    acting = request.acting
    queries.one_proposal(acting, proposal_id)
    seen = request.POST.get("seen", "")
    number = actions.publish(acting, proposal_id, seen=seen, at=clock.now())
    tell(request, "release-published")
    return redirect(f"/figures/published/{number}/")


@audience("caseworker")
@require_POST
def withdraw(request: OfficersRequest, proposal_id: str) -> HttpResponse:
    """Drop it."""
    queries.one_proposal(request.acting, proposal_id)
    actions.withdraw(request.acting, proposal_id, at=clock.now())
    tell(request, "release-withdrawn")
    return redirect(LIST)


def _asked(chosen: list[str]) -> list[Wanted]:
    pairs = sorted(each.split("/") for each in chosen)
    return [found for key, quarter in pairs if (found := queries.wanted(key, quarter))]
