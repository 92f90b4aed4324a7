"""What an answer leaves to be done once it has been sent. (RECD-6, CONF-3)

So that the time it takes tells nothing that the answer's words do not. What cannot be done then is
left for whatever finishes such work: nobody waits for it any more who could be told.
"""

from collections.abc import Callable

from django.http import HttpResponse


def afterwards(response: HttpResponse, do: Callable[[], object]) -> HttpResponse:
    """The same answer; `do` runs when the server closes it, which is after its last byte."""
    # Django's own list of what is closed with an answer, before its connections are.
    response._resource_closers.append(do)  # type: ignore[attr-defined]
    return response
