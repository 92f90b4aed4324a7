"""Nothing is changed on another site's word. (RECD-2)

A form is taken only from this site's own pages. The browser itself says where a request comes from
(`Sec-Fetch-Site`); only where it does not is `Origin` compared with our own host, and where neither
is there, the answer is no. There is no token in the forms, so that two visitors' pages are the same
bytes. See docs/decisions/0003-no-csrf-tokens.md.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from confide.web.errors import from_elsewhere

HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# "none" is the person's own doing (a reload, a restored tab); no page can bring it about.
OWN: Final = frozenset({"same-origin", "none"})


class RefuseCrossSite:
    """Middleware that answers 403 before anything of such a request is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page's answer, or a refusal."""
        # Raises unless we were asked under a name of ours. A name of somebody else's that was made
        # to point here would let their pages pass for our own.
        request.get_host()
        if request.method in HARMLESS or is_own(request):
            return self.get_response(request)
        return from_elsewhere(request)


def is_own(request: HttpRequest) -> bool:
    """Whether this request comes from one of this site's own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OWN
    origin = urlsplit(request.headers.get("Origin", ""))
    # The scheme is not compared: behind a proxy that ends TLS we see http where the browser saw
    # https. `Origin: null` has no host and so never passes.
    return bool(origin.netloc) and origin.netloc == request.get_host()
