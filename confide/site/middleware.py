"""Where a refusal arrives: it is noted once everything was undone, and its reason is shown.

So does what was sent to a case that was given new keys in that moment, because somebody left it:
the words go back to whoever typed them, to be sent again. (RECD-4) And so does whoever asks for
figures before a colleague passed the team's key on to them. (STAT-1)
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confide.casework.queries import GivenNewKeys, NotVisible, case_for
from confide.ledger.record import Refused, note_refusal
from confide.statistics.queries import NoTeamKey, may_see
from confide.vault.models import Moved
from confide.vault.primitives import DoesNotOpen
from confide.web.errors import given_new_keys, not_found, refused


class Refusals:
    """Turns the policy's no into a ledger entry and a page that says what can be done instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is not for here."""
        if isinstance(exception, GivenNewKeys | Moved):
            return _send_again(request)
        if isinstance(exception, NoTeamKey):
            return _without_team_key(request)
        if not isinstance(exception, Refused):
            return None
        note_refusal(exception)
        return refused(request, exception.decision, case=_open_case(request))


def _without_team_key(request: HttpRequest) -> HttpResponse:
    """What the figures wait for; whatever was sent was not done."""
    status = 200 if request.method in ("GET", "HEAD") else 403
    may = may_see(request.acting)  # type: ignore[attr-defined]
    return render(request, "statistics/pages/no_figures.html", {"may": may}, status=status)


def _send_again(request: HttpRequest) -> HttpResponse:
    """The words back, for somebody who can open the case still; to others there is none."""
    if not _open_case(request):
        return not_found(request)
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return given_new_keys(request, fields)


def _open_case(request: HttpRequest) -> str:
    """The case that the address is about, if whoever asks can open it still."""
    match = request.resolver_match
    ref = str(match.kwargs.get("ref", "")) if match else ""
    try:
        return case_for(request.acting, ref).ref if ref else ""  # type: ignore[attr-defined]
    except (NotVisible, DoesNotOpen):
        return ""
