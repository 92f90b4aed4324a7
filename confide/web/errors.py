"""Pages for what goes wrong, and a reporter that tells where and never what. (CONF-3, RECD-2)

An error report is where confidential words leak in other products: through the message of an
exception, the values of its frames, the path or the form that was sent. So the log gets the class
of the exception, the places in this product it passed through, and a random number that the page
shows too. Everything else that Django or a library would log goes through `Wordless`, which prints
who logged and where, and no message.
"""

import logging
import secrets
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from confide.policy.decision import Decision

PACKAGE: Final = Path(__file__).resolve().parent.parent
REPORTER: Final = "confide.errors"


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read (400), or is larger than we take (413)."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(_request)
    return _page("400.html", 400)


def refused(_request: HttpRequest, decision: Decision, *, case: str = "") -> HttpResponse:
    """The policy says no: its reason, what can be done instead, and the clause.

    `case` is one that opens to whoever asks, to go back to.
    """
    return _page("403.html", 403, decision=decision, case=case)


def given_new_keys(request: HttpRequest, fields: Sequence[tuple[str, str]]) -> HttpResponse:
    """What was sent meets newer keys than it was opened with: the words, to be sent again."""
    return _page("given_new_keys.html", 409, fields=fields, address=request.path)


def from_elsewhere(_request: HttpRequest) -> HttpResponse:
    """A form that another site sent, or that nobody can say where it came from."""
    return _page("403_elsewhere.html", 403)


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403; nothing of ours raises it, so it says no more than a 404 would."""
    return not_found(_request, exception)


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same bytes for what does not exist and for what this person may not know exists."""
    del exception
    return _page("404.html", 404)


def other_way(_request: HttpRequest) -> HttpResponse:
    """A page that was sent to, or a button's address that was looked at."""
    return _page("405.html", 405)


def too_large(_request: HttpRequest) -> HttpResponse:
    """More was sent than we take."""
    return _page("413.html", 413)


class OtherWay:
    """Middleware that gives the plain page where Django's decorators would answer nothing at all.

    Its bytes are the same whatever was asked for and whoever asked, like those of a 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with words if it is a bare no to the method."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = other_way(request)
        page["Allow"] = response["Allow"]
        return page


def server_error(_request: HttpRequest) -> HttpResponse:
    """A fault of ours (500), or a database that cannot be reached (503), with its report."""
    fault = sys.exc_info()[1]
    number = report(fault) if fault else new_number()
    if isinstance(fault, OperationalError | InterfaceError):
        return unavailable(number)
    return _page("500.html", 500, number=number)


def unavailable(number: str) -> HttpResponse:
    """Nothing can be read or written at the moment (503)."""
    response = _page("503.html", 503, number=number)
    response["Retry-After"] = "30"
    return response


def report(fault: BaseException) -> str:
    """Log the class and the places of a fault, and return the number it is found by."""
    number = new_number()
    logging.getLogger(REPORTER).error("%s %s", number, " from ".join(_chain(fault)))
    return number


def new_number() -> str:
    """A number that means nothing, to read out over the phone."""
    return f"{secrets.randbelow(10**8):08}"


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    # Without the request: no context processor runs, so these pages need neither the database nor
    # anybody signed in, and differ in nothing but what is given here.
    words = {"exits": settings.SIDE == "public", **context}
    return HttpResponse(render_to_string(template, words), status=status)


def _chain(fault: BaseException) -> list[str]:
    described, seen = [], set()
    current: BaseException | None = fault
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        described.append(
            f"{type(current).__module__}.{type(current).__qualname__} at {_at(current)}"
        )
        current = current.__cause__ or current.__context__
    return described


def _at(fault: BaseException) -> str:
    """The frames within this product, outermost first, as file:line; otherwise the last one."""
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in traceback.walk_tb(fault.__traceback__)
    ]
    ours = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path, line in frames
        if path.is_relative_to(PACKAGE)
    ]
    if ours:
        return " > ".join(ours)
    return f"{frames[-1][0].name}:{frames[-1][1]}" if frames else "nowhere"


class Wordless(logging.Formatter):
    """Prints who logged, where, and the class of an exception; never the message or its values."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without a word of what was handled."""
        line = f"{record.levelname} {record.name} {Path(record.pathname).name}:{record.lineno}"
        if record.name == REPORTER:
            # Made by `report` out of class names, places and a random number: safe to print.
            return f"{record.levelname} {record.getMessage()}"
        fault = record.exc_info[1] if record.exc_info else None
        return f"{line} {' from '.join(_chain(fault))}" if fault else line


# `django.request` and `django.security` log paths, hosts and whole requests as arguments; `report`
# has already said what is to be said, so they are silent. Django's own default for `django` would
# mail the administrators; naming the logger here replaces that.
_SILENT: Final = {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False}

LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "confide.web.errors.Wordless"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "wordless"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": _SILENT,
        "django.security": _SILENT,
        "django.server": _SILENT,
    },
}
