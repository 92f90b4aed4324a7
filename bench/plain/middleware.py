"""Two doors to one server: `/plain/…` and `/database/…` lead to the twins, all else to the product.

The prefix is taken off before a view or a template sees it, so that both show the same page.
"""

from collections.abc import Callable

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bench.plain import queries
from confide.team.middleware import WhoIsActing
from confide.web import clock

COOKIE = "plain"
BY_DATABASE = "/database"
PREFIXES = ("/plain", BY_DATABASE)


class EitherDoor:
    """The product's middleware for the product's pages, an ordinary session for the twins'."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.plain, self.sealed = get_response, WhoIsActing(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to one of the doors."""
        for prefix in PREFIXES:
            if request.path_info.startswith(f"{prefix}/"):
                return self._plain(request, prefix)
        return self.sealed(request)

    def _plain(self, request: HttpRequest, prefix: str) -> HttpResponse:
        request.path = request.path_info = request.path_info.removeprefix(prefix)
        request.urlconf = "bench.plain.urls"  # type: ignore[attr-defined]
        request.by_database = prefix == BY_DATABASE  # type: ignore[attr-defined]
        request.upload_handlers = [
            MemoryFileUploadHandler(request),
            TemporaryFileUploadHandler(request),
        ]
        now = clock.now()
        on = timezone.localtime(now).date()
        secret = request.COOKIES.get(COOKIE, "")
        request.acting = queries.resume(secret, at=now, on=on)  # type: ignore[attr-defined]
        return self.plain(request)
