"""The student's own way, all of it at one address. (CONF-1, CONF-3, RECD-6)

What is done there stands in the form that was sent, under `step`. Wrong words, unknown words, words
of a record that is gone and a session that was locked are one page, of one length. What is asked
without words costs no look at any table.
"""

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from confide.casework import actions
from confide.casework import queries as casework
from confide.casework.queries import Mistyped, NotVisible, carrying
from confide.frontdoor.forms import AskForm, WordsForm
from confide.frontdoor.queries import own, reaching
from confide.frontdoor.views import side
from confide.frontdoor.views.answers import (
    ADDRESS,
    as_long_as_forgotten,
    forgotten,
    kept,
    led,
    lock,
    nothing_open,
    page,
    secret_of,
    unreachable,
    with_reason,
)
from confide.frontdoor.views.said import in_words
from confide.frontdoor.views.side import Step
from confide.frontdoor.views.typed import asking_of, brought_by, sheet_of
from confide.ledger.record import Refused
from confide.policy import crowding, requests
from confide.policy.decision import Decision
from confide.policy.eligibility import NO_BASIS
from confide.vault.grants import NoRecovery
from confide.vault.primitives import DoesNotOpen, random_id
from confide.vault.toil import BITS, Tasks
from confide.web import clock, errors
from confide.web.audience import audience
from confide.web.headers import forget_on_leaving
from confide.web.limits import Limit, client_of
from confide.web.padding import padded
from confide.web.presses import Presses

# Which of ten words are likely wrong, by number, from one answer to the next.
SLIPPED: Final = "places"
_ASKS_EACH, _ASKS_IN_ALL = map(Limit.at, crowding.paces_of_asking(worked=False))
_WORKED_EACH, _WORKED_IN_ALL = map(Limit.at, crowding.paces_of_asking(worked=True))
_TRIES_EACH: Final = Limit.at(crowding.TRYING_EACH)
_TASKS: Final = Tasks()
_CANNOT: Final = gettext_noop(
    "This could not be locked away safely just now, so nothing of it was kept. What you typed is "
    "still here: send it again later, or come, or ring."
)
# As long as a session lives that nobody uses.
_ASKED: Final = Presses(held_for=timedelta(minutes=requests.IDLE_MINUTES))


class _TooMuch(Exception):  # noqa: N818 (it reads as what happened)
    """So much was asked just now that nothing more is taken for a while."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest) -> HttpResponse:
    """The student's whole way."""
    step = _STEPS.get(request.POST.get("step", "")) if request.method == "POST" else _looks
    if step is None:
        return errors.bad_request(request)
    try:
        return padded(step(request), to=request)
    except (NotVisible, DoesNotOpen):
        # Given new words or destroyed in this very moment: where that leads is one page.
        return led()
    except (OperationalError, InterfaceError) as fault:
        return padded(unreachable(request, fault), to=request)


@audience("public")
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Exit this page: locked here, to a harmless page, and the browser forgets what it holds."""
    lock(request)
    return forget_on_leaving(forgotten(HttpResponseRedirect(settings.POLICY.contacts.exit_page)))


def _shown(sent: HttpRequest) -> HttpResponse:
    """Where somebody is: at the door, at their new words, on their own side, or nowhere."""
    secret = secret_of(sent)
    if SLIPPED in sent.COOKIES:
        return _slipped_before(sent)
    if not secret:
        return page(sent, "door", words_form=WordsForm(), reach=reaching.reach(clock.now()))
    new = carrying.carried(secret, at=clock.now())
    if new:
        words = page(sent, "words", words=new.words.split(), new=new)
        return as_long_as_forgotten(words)
    # Given new keys while it is being read: once more, as it is now.
    for _ in range(2):
        with suppress(NotVisible, DoesNotOpen):
            mine = casework.at_drawer(secret, at=clock.now())
            if mine is None:
                break
            return as_long_as_forgotten(side.shown(sent, mine))
    return nothing_open(sent)


def _looks(sent: HttpRequest) -> HttpResponse:
    answer = _shown(sent)
    # Whatever it is told of storing, Chromium keeps a page alive that was left, to be quick at
    # going back, even after its cookies went; but only one of status 200. To a reader 203 is one.
    answer.status_code = 203
    return answer


def _begin(sent: HttpRequest) -> HttpResponse:
    return _asking(sent, AskForm(listeners=own.listeners(at=clock.now())))


def _ask(sent: HttpRequest) -> HttpResponse:
    form = AskForm(sent.POST, sent.FILES, listeners=own.listeners(at=clock.now()))
    if not form.is_valid():
        return _asking(sent, form)
    if form.cleaned_data["eligibility"] == NO_BASIS:
        return page(sent, "elsewhere", signposts=settings.POLICY.signposts)
    try:
        secret = _ASKED.what_came(
            sheet_of(sent) or random_id(), partial(_asked, sent, form), at=clock.now()
        )
    except _TooMuch as too_much:
        return _not_taken(sent, form, in_words(too_much.decision), status=429)
    except Refused as refused:
        with_reason(form, refused)
        return _asking(sent, form)
    except (NotVisible, DoesNotOpen, NoRecovery):
        return _not_taken(sent, form, gettext(_CANNOT), status=503)
    return kept(led(), secret)


def _asked(sent: HttpRequest, form: AskForm) -> str:
    """Ask, if there is room for it now. Answers the secret for the cookie."""
    decision = crowding.may_ask_now(room=_room_to_ask(sent))
    if not decision:
        raise _TooMuch(decision)
    return actions.request(asking_of(form), brought_by(form), at=clock.now()).secret


def _enter(sent: HttpRequest) -> HttpResponse:
    form = WordsForm(sent.POST)
    room = _TRIES_EACH.allows(client_of(sent), at=clock.now())
    decision = crowding.may_try_words_now(room=room)
    if not decision:
        return _too_many(sent, decision)
    if not form.is_valid():
        return page(sent, "come_back", words_form=form)
    lock(sent)
    try:
        secret = casework.enter(form.cleaned_data["words"], at=clock.now())
    except Mistyped as mistyped:
        return _slipped(sent, form, mistyped)
    # Led on in any case, and with a cookie of the same length: the line tells no miss from a hit.
    return kept(led(), secret or secrets.token_hex(26))


def _slipped(sent: HttpRequest, form: WordsForm, mistyped: Mistyped) -> HttpResponse:
    """Which words are likely wrong. Without script only their places, on a page that is led to."""
    if sent.POST.get("script"):
        return page(sent, "come_back", words_form=form, mistyped=mistyped)
    places = [f"{slip.place}" for slip in mistyped.slips] or [f"of{mistyped.many}"]
    response = led()
    response.set_cookie(SLIPPED, ".".join(places), path=ADDRESS, httponly=True, samesite="Strict")
    return response


def _slipped_before(sent: HttpRequest) -> HttpResponse:
    said = sent.COOKIES[SLIPPED]
    many = int(said[2:]) if re.fullmatch(r"of\d{1,3}", said) else None
    places = re.findall(r"\d{1,2}", said)[:10] if many is None else []
    answer = page(sent, "slipped", words_form=WordsForm(), places=places, many=many)
    answer.delete_cookie(SLIPPED, path=ADDRESS, samesite="Strict")
    return answer


def _end(sent: HttpRequest) -> HttpResponse:
    lock(sent)
    return forget_on_leaving(forgotten(led()))


_STEPS: Final[Mapping[str, Step]] = {
    "begin": _begin,
    "ask": _ask,
    "enter": _enter,
    "end": _end,
    **side.STEPS,
}


def _asking(sent: HttpRequest, form: AskForm) -> HttpResponse:
    task, numbers = _TASKS.give(at=clock.now()), reaching.emergency_numbers()
    return page(sent, "ask", form=form, numbers=numbers, task=task, bits=BITS)


def _not_taken(sent: HttpRequest, form: AskForm, why: str, *, status: int) -> HttpResponse:
    """The form with what was typed, and why it was not taken in this moment."""
    form.add_error(None, why)
    answer = _asking(sent, form)
    answer.status_code = status
    return answer


def _too_many(sent: HttpRequest, decision: Decision) -> HttpResponse:
    why, instead = decision.why(gettext), decision.what_instead(gettext)
    reach = reaching.reach(clock.now())
    answer = page(sent, "too_many", reach=reach, why=why, instead=instead)
    answer.status_code = 429
    return answer


def _room_to_ask(sent: HttpRequest) -> bool:
    at = clock.now()
    worked = _TASKS.take(sent.POST.get("task", ""), sent.POST.get("done", ""), at=at)
    each, in_all = (_WORKED_EACH, _WORKED_IN_ALL) if worked else (_ASKS_EACH, _ASKS_IN_ALL)
    return each.allows(client_of(sent), at=at) and in_all.allows(0, at=at)
