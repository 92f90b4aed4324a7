"""Large requests wait for each other, so that no number of them fills the memory. (P9)

Reading a form takes up to a hundred times its size for a moment, and a stranger may send one as
large as the words that an officer had typed when the desk locked. One at a time is bounded;
everything small, as a page, a sign-in or a record in an emergency, passes beside it.

Nobody's turn lasts as long as their line is slow: a request takes its turn once its last byte is
here. Until then it holds its own bytes, no more than a form may have, and nobody up.
"""

from collections.abc import Callable
from threading import Lock
from typing import Final

from django.http import HttpRequest, HttpResponse

LARGE: Final = 256 * 1024


class OneLargeAtATime:
    """Middleware that lets no more than one large request be worked on in one process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turn = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, after the large ones before it have theirs."""
        if _size(request) <= LARGE:
            return self.get_response(request)
        _wait_for_the_last_byte(request)
        with self.turn:
            return self.get_response(request)


def _wait_for_the_last_byte(request: HttpRequest) -> None:
    if request.content_type == "multipart/form-data":
        # Files go to their handlers while they arrive; so who is acting has been asked before.
        request.POST  # noqa: B018 (it is read by being looked at)
    elif request.method == "POST":
        request.body  # noqa: B018


def _size(request: HttpRequest) -> int:
    # Django reads as many bytes as this says and no more, so that it cannot be understated.
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
