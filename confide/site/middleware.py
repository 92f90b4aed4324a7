"""Where a refusal arrives: it is noted once everything was undone, and its reason is shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from confide.ledger.record import Refused, note_refusal
from confide.web.errors import refused


class Refusals:
    """Turns the policy's no into a ledger entry and a page that says what can be done instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is not for here."""
        if not isinstance(exception, Refused):
            return None
        note_refusal(exception)
        return refused(request, exception.decision)
