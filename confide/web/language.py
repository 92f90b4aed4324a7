"""Which language a page is in: that of its address, and nothing else. (CONF-3)

English stands at the plain address and Welsh below `/cy/`. No cookie, header or setting of a
browser decides it, so that a page is the same bytes for everybody who asks for its address, and
choosing a language leaves nothing behind.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

WELSH: Final = "cy"
PREFIX: Final = f"/{WELSH}"


class ByAddress:
    """Middleware that answers in the language of the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, in that language."""
        language = WELSH if is_welsh(request.path) else settings.LANGUAGE_CODE
        with translation.override(language):
            return self.get_response(request)


def is_welsh(path: str) -> bool:
    """Whether this is the address of a page in Welsh."""
    return path.startswith(f"{PREFIX}/")


def start(path: str) -> str:
    """What stands before the addresses of the pages in the language of this one."""
    return PREFIX if is_welsh(path) else ""


def counterpart(path: str) -> str:
    """The address of the same page in the other language."""
    return path.removeprefix(PREFIX) if is_welsh(path) else f"{PREFIX}{path}"
