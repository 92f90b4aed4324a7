"""Whom a page is for. (CONF-3, CONF-5)

Every view says so on its first line, and a law reads it. Not being signed in is one answer for all
officers' pages, and being signed in as somebody else is the same 404 as a page that does not exist:
neither tells a visitor what there is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Literal

from django.http import Http404, HttpRequest, HttpResponseBase

Audience = Literal["public", "signed-in", "officer", "caseworker", "steward"]
View = Callable[..., HttpResponseBase]

PERMITTED: Final[dict[str, frozenset[str]]] = {
    # In office or not, with an invitation or with keys: making one's own keys, locking, leaving.
    "signed-in": frozenset(),
    "officer": frozenset({"caseworker", "steward"}),
    "caseworker": frozenset({"caseworker"}),
    "steward": frozenset({"steward"}),
}


class SignInNeeded(Exception):  # noqa: N818 (it is an answer, not a fault)
    """Nobody is signed in: the team's middleware answers with the one sign-in page."""


def audience(who: Audience) -> Callable[[View], View]:
    """Declare whom a view is for, and let nobody else in."""
    if who != "public" and who not in PERMITTED:
        raise ValueError(f"No such audience: {who}")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if who != "public":
                _let_in(request, PERMITTED[who])
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        return guarded

    return declare


def _let_in(request: HttpRequest, permitted: frozenset[str]) -> None:
    acting = getattr(request, "acting", None)
    if acting is None:
        raise SignInNeeded
    if permitted and not acting.roles & permitted:
        raise Http404
