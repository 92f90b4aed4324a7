"""How the student's own way answers: a page, or a way on; with or without the cookie. (CONF-3)

A page that holds something of anybody is led to and never the answer to what was sent: a browser
keeps what it sent with the page that came of it.
"""

from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from confide.casework import queries as casework
from confide.casework.queries import Mine
from confide.frontdoor.forms import WordsForm
from confide.frontdoor.queries import reaching
from confide.frontdoor.views.said import in_words
from confide.frontdoor.views.typed import sheet_of, words_typed
from confide.ledger.record import Refused, note_refusal
from confide.vault.primitives import random_id
from confide.web import clock, errors

ADDRESS: Final = "/write/"
_LONG_AGO: Final = "Thu, 01 Jan 1970 00:00:00 GMT"


def page(sent: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    """One page of the way."""
    return render(sent, f"frontdoor/pages/own/{name}.html", {"sheet": random_id(), **shown})


def led() -> HttpResponse:
    """On to the page that is there now."""
    return HttpResponseRedirect(ADDRESS)


def nothing_open(sent: HttpRequest, typed: Any = ()) -> HttpResponse:
    """The one page for words that open nothing, or not any more, and for what was locked."""
    return forgotten(page(sent, "nothing_open", words_form=WordsForm(), typed=typed))


def unreachable(sent: HttpRequest, fault: Exception) -> HttpResponse:
    """The databases do not answer: what was typed, to be sent again from here."""
    typed = words_typed(sent)
    fields = [(name, each) for name, values in sent.POST.lists() for each in values]
    answer = page(
        sent,
        "unreachable",
        typed=typed,
        fields=fields if typed else [],
        number=errors.report(fault),
        reach=reaching.reach(clock.now()),
    )
    answer.status_code, answer["Retry-After"] = 503, "30"
    return answer


def with_reason(form: Form, refused: Refused) -> Form:
    """A form that says why the policy refused, and what can be done instead."""
    note_refusal(refused)
    form.full_clean()
    form.add_error(None, in_words(refused.decision))
    return form


def mine_of(sent: HttpRequest) -> Mine | None:
    """The student whose cookie this is, at their own side, with what they hand in."""
    mine = casework.at_drawer(secret_of(sent), at=clock.now())
    return replace(mine, sheet=sheet_of(sent)) if mine else None


def secret_of(sent: HttpRequest) -> str:
    """What only the cookie holds."""
    return sent.COOKIES.get(settings.SESSION_COOKIE, "")


def lock(sent: HttpRequest) -> None:
    """Nothing that this cookie led to opens any more."""
    if secret_of(sent):
        casework.leave(secret_of(sent))


def kept(response: HttpResponse, secret: str) -> HttpResponse:
    """With the cookie, for as long as the browser is open."""
    secure = settings.SESSION_COOKIE_IS_SECURE
    response.set_cookie(
        settings.SESSION_COOKIE, secret, secure=secure, httponly=True, samesite="Strict"
    )
    return response


def forgotten(response: HttpResponse) -> HttpResponse:
    """Without it."""
    return _without(response, settings.SESSION_COOKIE)


def as_long_as_forgotten(response: HttpResponse) -> HttpResponse:
    """With it still, and on the line as long as without it: the same letters, of no cookie."""
    return _without(response, settings.SESSION_COOKIE[::-1])


def _without(response: HttpResponse, name: str) -> HttpResponse:
    secure = settings.SESSION_COOKIE_IS_SECURE
    response.set_cookie(name, max_age=0, expires=_LONG_AGO, secure=secure, samesite="Strict")
    return response
