"""Emergency first: no database, disk or lock stands between an officer and the phone. (BRCH-1, P9)

Two things, neither of which needs anything that can be down:

- The emergency sheet, at an address of its own: the same bytes for whoever asks, signed in or not.
  It is the one page besides the sign-in page that a stranger is shown here. It says what the public
  side's sheet says, and so nothing that they could not read there.
- Where the page for breaking confidence could not be answered, because nothing can be written or
  read, the numbers to ring, and every word that was typed, to be sent again or copied onto paper.
  The words go back to the browser that sent them and are kept nowhere. Nothing was told: what
  leaves through the product leaves only after its record was made.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string

from confide.disclosure.actions._waiting import wait_only_a_moment
from confide.disclosure.forms import BreachForm
from confide.vault.primitives import random_id
from confide.web.errors import new_number

SHEET: Final = "/emergency/"
_BREAKING: Final = re.compile(
    r"/(?:danger|cases/[a-z2-7]{26}/breaches(?:/[a-z2-7]+)?|breaches/[a-z2-7]{26}/completion)/"
)
_FAULT: Final = 500
_PICKED: Final = ("items", "cited")
_TYPED: Final = "application/x-www-form-urlencoded"


class EmergencyFirst:
    """Middleware that stands before whatever asks the database who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The sheet, the page's answer, or what to do without it."""
        if request.path_info == SHEET and request.method in ("GET", "HEAD"):
            return _sheet()
        breaking = _BREAKING.fullmatch(request.path_info)
        if breaking:
            wait_only_a_moment()
        response = self.get_response(request)
        if response.status_code < _FAULT or not breaking:
            return response
        return _rescue(request, response)


def _sheet() -> HttpResponse:
    terms = settings.POLICY
    context = {"numbers": terms.emergency, "support_number": terms.contacts.support_phone}
    return HttpResponse(render_to_string("disclosure/pages/emergency.html", context))


def _rescue(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    typed = _typed_in(request)
    context = {
        "emergency": settings.POLICY.emergency,
        "form": _form_with(typed) if typed else None,
        "picked": [(name, key) for name in _PICKED for key in typed.getlist(name)] if typed else [],
        "number": _number_in(response),
    }
    page = render_to_string("disclosure/pages/rescue.html", context)
    return HttpResponse(page, status=response.status_code)


def _form_with(typed: QueryDict) -> BreachForm:
    form = BreachForm(initial={"form_id": random_id(), **typed.dict()})
    # What was picked cannot be named without the record; it goes along unseen.
    for name in _PICKED:
        del form.fields[name]
    return form


def _typed_in(request: HttpRequest) -> QueryDict | None:
    """What was typed on the page, also when it had locked and came here by the sign-in page."""
    if request.method != "POST" or request.content_type != _TYPED:
        return None
    typed = request.POST
    if "kept" not in typed:
        # Whoever signs in sends a passphrase to the same address: it is never shown again.
        return None if "passphrase" in typed else typed
    again = QueryDict(mutable=True)
    try:
        for name, value in msgspec.json.decode(typed["kept"], type=list[tuple[str, str]]):
            again.appendlist(name, value)
    except (msgspec.DecodeError, RecursionError):
        return None
    return again


def _number_in(response: HttpResponse) -> str:
    """The number under which the fault was reported, as the page that is replaced shows it."""
    found = re.search(rb'class="reference">(\d{8})<', response.content)
    return found[1].decode() if found else new_number()
