"""The student's own way, all of it at one address. (CONF-1, CONF-3, RECD-6)

What is done there stands in the form that was sent, under `step`. A page that holds something of
anybody is led to and never the answer to what was sent: a browser keeps what it sent with the page
that came of it. Wrong words, unknown words, words of a record that is gone and a session that was
locked are one page, of one length. What is asked without words costs no look at any table.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from confide.casework import actions
from confide.casework import queries as casework
from confide.casework.queries import Mine, Mistyped, NotVisible
from confide.frontdoor.forms import AskForm, MessageForm, OwnWordsForm, ReachForm, WordsForm
from confide.frontdoor.queries import own, reaching
from confide.frontdoor.views.typed import asking_of, brought_by, reach_of
from confide.ledger.record import Refused, note_refusal
from confide.policy import requests
from confide.policy.eligibility import NO_BASIS
from confide.vault.primitives import DoesNotOpen
from confide.web import clock, errors
from confide.web.audience import audience
from confide.web.headers import forget_on_leaving
from confide.web.limits import Limit, client_of
from confide.web.padding import padded

ADDRESS: Final = "/write/"
PAGES: Final = "frontdoor/pages/own"
# One college may be one address to us. What is asked for is read by three people; ten words are 116
# bits, and the limit on trying them is there for the machine alone.
_ASKS_EACH: Final = Limit(10, every=timedelta(minutes=6))
_ASKS_IN_ALL: Final = Limit(60, every=timedelta(minutes=1))
_TRIES_EACH: Final = Limit(30, every=timedelta(seconds=10))

Step = Callable[[HttpRequest], HttpResponse]


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest) -> HttpResponse:
    """The student's whole way."""
    if request.method != "POST":
        return padded(_shown(request))
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        return errors.bad_request(request)
    try:
        return padded(step(request))
    except (NotVisible, DoesNotOpen):
        # Given new words or destroyed in this very moment: where that leads is one page.
        return _led()


@audience("public")
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Exit this page: locked here, to a harmless page, and the browser forgets what it holds."""
    _lock(request)
    return forget_on_leaving(HttpResponseRedirect(settings.POLICY.contacts.exit_page))


def _shown(sent: HttpRequest) -> HttpResponse:
    """Where somebody is: at the door, at their new words, on their own side, or nowhere."""
    secret = _secret(sent)
    if not secret:
        return _page(sent, "door", words_form=WordsForm(), reach=reaching.reach(clock.now()))
    words = own.carried_words(secret, at=clock.now())
    if words:
        return _page(sent, "words", words=words)
    mine = casework.at_drawer(secret, at=clock.now())
    return _own(sent, mine) if mine else _nothing_open(sent)


def _begin(sent: HttpRequest) -> HttpResponse:
    return _asking(sent, AskForm(listeners=own.listeners(at=clock.now())))


def _ask(sent: HttpRequest) -> HttpResponse:
    form = AskForm(sent.POST, sent.FILES, listeners=own.listeners(at=clock.now()))
    if not form.is_valid():
        return _asking(sent, form)
    if form.cleaned_data["eligibility"] == NO_BASIS:
        return _page(sent, "elsewhere", signposts=settings.POLICY.signposts)
    if not _room_to_ask(sent):
        return _too_many(sent)
    try:
        made = actions.request(asking_of(form), brought_by(form), at=clock.now())
    except Refused as refused:
        return _asking(sent, _with_reason(form, refused))
    own.carry_words(made.secret, made.words)
    return _kept(_led(), made.secret)


def _enter(sent: HttpRequest) -> HttpResponse:
    form = WordsForm(sent.POST)
    if not _TRIES_EACH.allows(client_of(sent), at=clock.now()):
        return _too_many(sent)
    if not form.is_valid():
        return _page(sent, "come_back", words_form=form)
    _lock(sent)
    try:
        secret = casework.enter(form.cleaned_data["words"], at=clock.now())
    except Mistyped as mistyped:
        return _page(sent, "come_back", words_form=form, mistyped=mistyped)
    # Led on in any case, and with a cookie of the same length: the line tells no miss from a hit.
    return _kept(_led(), secret or secrets.token_hex(26))


def _kept_words(_sent: HttpRequest) -> HttpResponse:
    return _led()


def _write(sent: HttpRequest) -> HttpResponse:
    form = MessageForm(sent.POST)
    return _changed(
        sent, form, lambda mine: actions.write(mine, form.cleaned_data["message"], at=clock.now())
    )


def _add_words(sent: HttpRequest) -> HttpResponse:
    form = OwnWordsForm(sent.POST)

    def add(mine: Mine) -> object:
        words = form.cleaned_data["own_words"]
        return actions.ask(mine, requests.OWN_WORDS, words=words, at=clock.now())

    return _changed(sent, form, add)


def _change_reach(sent: HttpRequest) -> HttpResponse:
    form = ReachForm(sent.POST)

    def change(mine: Mine) -> object:
        return actions.ask(mine, requests.SAFE_CONTACT, safe=reach_of(form), at=clock.now())

    return _changed(sent, form, change)


def _ask_for_record(sent: HttpRequest) -> HttpResponse:
    return _changed(sent, None, lambda mine: actions.ask(mine, requests.RECORD, at=clock.now()))


def _withdraw(sent: HttpRequest) -> HttpResponse:
    about = sent.POST.get("about", "")
    return _changed(
        sent, None, lambda mine: actions.ask(mine, requests.WITHDRAW, about=about, at=clock.now())
    )


def _new_words(sent: HttpRequest) -> HttpResponse:
    mine = _mine(sent)
    if mine is None:
        return _led()
    words, secret = actions.renew_words(mine, at=clock.now())
    own.carry_words(secret, words)
    return _kept(_led(), secret)


def _sure(sent: HttpRequest) -> HttpResponse:
    return _page(sent, "sure", horizon_days=settings.POLICY.records.destruction_horizon_days)


def _destroy(sent: HttpRequest) -> HttpResponse:
    """The same words for everybody, also for whoever is no longer at their own side."""
    mine = _mine(sent)
    if mine is not None:
        actions.ask(mine, requests.DESTROY, at=clock.now())
    _lock(sent)
    days = settings.POLICY.records.destruction_horizon_days
    return _forgotten(_page(sent, "receipt", horizon_days=days))


def _end(sent: HttpRequest) -> HttpResponse:
    _lock(sent)
    return forget_on_leaving(_forgotten(_led()))


_STEPS: Final[Mapping[str, Step]] = {
    "begin": _begin,
    "ask": _ask,
    "enter": _enter,
    "kept": _kept_words,
    "message": _write,
    "own-words": _add_words,
    "reach": _change_reach,
    "record": _ask_for_record,
    "withdraw": _withdraw,
    "new-words": _new_words,
    "sure": _sure,
    "destroy": _destroy,
    "end": _end,
}


def _changed(sent: HttpRequest, form: Any, change: Callable[[Mine], object]) -> HttpResponse:
    """Do something on one's own side and be led back to it; or the page, with what was typed."""
    mine = _mine(sent)
    if mine is None:
        return _typed_when_locked(sent, form)
    if form is not None and not form.is_valid():
        return _own(sent, mine, form)
    try:
        change(mine)
    except Refused as refused:
        return _own(sent, mine, _with_reason(form or MessageForm({}), refused))
    return _led()


def _typed_when_locked(sent: HttpRequest, form: Any) -> HttpResponse:
    """It was locked while somebody typed: their words come back, for when they are in again."""
    typed = [(name, sent.POST.get(name, "")) for name in ("message", "own_words")]
    typed = [(name, words) for name, words in typed if form is not None and words.strip()]
    return _nothing_open(sent, typed=typed)


def _own(sent: HttpRequest, mine: Mine, form: Any = None) -> HttpResponse:
    forms = {kind: kind() for kind in (MessageForm, OwnWordsForm, ReachForm)}
    forms.update({type(form): form} if form is not None else {})
    return _page(
        sent,
        "side",
        own=own.own_side(mine),
        mistaken=form,
        message_form=forms[MessageForm],
        own_words_form=forms[OwnWordsForm],
        reach_form=forms[ReachForm],
    )


def _asking(sent: HttpRequest, form: AskForm) -> HttpResponse:
    return _page(sent, "ask", form=form, numbers=reaching.emergency_numbers())


def _nothing_open(sent: HttpRequest, typed: Any = ()) -> HttpResponse:
    page = _page(sent, "nothing_open", words_form=WordsForm(), typed=typed)
    return _forgotten(page)


def _too_many(sent: HttpRequest) -> HttpResponse:
    page = _page(sent, "too_many", reach=reaching.reach(clock.now()))
    page.status_code = 429
    return page


def _page(sent: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    return render(sent, f"{PAGES}/{name}.html", shown)


def _room_to_ask(sent: HttpRequest) -> bool:
    at = clock.now()
    return _ASKS_EACH.allows(client_of(sent), at=at) and _ASKS_IN_ALL.allows(0, at=at)


def _with_reason(form: Any, refused: Refused) -> Any:
    note_refusal(refused)
    no = refused.decision
    form.full_clean()
    form.add_error(None, " ".join(filter(None, (no.why(gettext), no.what_instead(gettext)))))
    return form


def _mine(sent: HttpRequest) -> Mine | None:
    return casework.at_drawer(_secret(sent), at=clock.now())


def _secret(sent: HttpRequest) -> str:
    return sent.COOKIES.get(settings.SESSION_COOKIE, "")


def _lock(sent: HttpRequest) -> None:
    if _secret(sent):
        casework.leave(_secret(sent))


def _led() -> HttpResponse:
    return HttpResponseRedirect(ADDRESS)


def _kept(response: HttpResponse, secret: str) -> HttpResponse:
    secure = settings.SESSION_COOKIE_IS_SECURE
    response.set_cookie(
        settings.SESSION_COOKIE, secret, secure=secure, httponly=True, samesite="Strict"
    )
    return response


def _forgotten(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Strict")
    return response
