"""What a student does on their own side, by themselves. (CONF-4, RECD-3, RECD-6)

Each step does one thing, and leads back to the side; where the policy refuses, the side says why,
with what was typed still there.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from confide.casework import actions as casework
from confide.casework.queries import AlreadyThere, Mine, carrying, is_handed_in, own_file
from confide.disclosure import actions as disclosure
from confide.frontdoor.forms import (
    AgreeForm,
    LessForm,
    MessageForm,
    ObjectionForm,
    OwnWordsForm,
    ReachForm,
    RestrictionForm,
)
from confide.frontdoor.queries import own
from confide.frontdoor.views.answers import (
    forgotten,
    kept,
    led,
    lock,
    mine_of,
    nothing_open,
    page,
    secret_of,
    with_reason,
)
from confide.frontdoor.views.said import in_words
from confide.frontdoor.views.typed import (
    brought_by,
    known_of,
    less_of,
    may_be_told,
    reach_of,
    words_typed,
)
from confide.ledger.record import Refused
from confide.policy import crowding, requests
from confide.retention import actions as retention
from confide.web import clock
from confide.web.headers import attachment
from confide.web.limits import Limit

Step = Callable[[HttpRequest], HttpResponse]
Change = Callable[[Mine], object]
# What fills a drawer has a limit. What takes back or asks for a right has one that no person ever
# meets, since a refusal too is written down; what ends it all has none.
_LIMITED: Final = (MessageForm, OwnWordsForm, ReachForm, AgreeForm)
_CHANGES_EACH: Final = Limit.at(crowding.FILLING_EACH)
_PRESSES_EACH: Final = Limit.at(crowding.PRESSING_EACH)
_FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "message_form": MessageForm,
    "own_words_form": OwnWordsForm,
    "reach_form": ReachForm,
    "agree_form": AgreeForm,
    "restriction_form": RestrictionForm,
    "objection_form": ObjectionForm,
}


def shown(sent: HttpRequest, mine: Mine, mistaken: forms.Form | None = None) -> HttpResponse:
    """The side, with the form in which something was wrong as it was typed."""
    side = own.own_side(mine, at=clock.now())
    filled = {
        name: mistaken if mistaken is not None and type(mistaken) is kind else kind()
        for name, kind in _FORMS.items()
    }
    if mistaken is None or type(mistaken) is not ReachForm:
        filled["reach_form"] = ReachForm(initial=known_of(side.card.safe))
    return page(sent, "side", own=side, mistaken=mistaken, **filled)


def _write(sent: HttpRequest) -> HttpResponse:
    form = MessageForm(sent.POST, sent.FILES)

    def write(mine: Mine) -> object:
        words = form.cleaned_data["message"]
        return casework.write(mine, words, brought_by(form), at=clock.now())

    return _typed(sent, form, write)


def _add_words(sent: HttpRequest) -> HttpResponse:
    form = OwnWordsForm(sent.POST)

    def add(mine: Mine) -> object:
        words = form.cleaned_data["own_words"]
        return casework.ask(mine, requests.OWN_WORDS, words=words, at=clock.now())

    return _typed(sent, form, add)


def _change_reach(sent: HttpRequest) -> HttpResponse:
    form = ReachForm(sent.POST)

    def change(mine: Mine) -> object:
        return casework.ask(mine, requests.SAFE_CONTACT, safe=reach_of(form), at=clock.now())

    return _typed(sent, form, change)


def _agree(sent: HttpRequest) -> HttpResponse:
    form = AgreeForm(sent.POST)
    return _typed(
        sent,
        form,
        lambda mine: disclosure.agree_as_student(mine, may_be_told(form), at=clock.now()),
    )


def _sign(sent: HttpRequest) -> HttpResponse:
    return _pressed(
        sent, lambda mine: disclosure.sign_as_student(mine, _about(sent), at=clock.now())
    )


def _narrow(sent: HttpRequest) -> HttpResponse:
    form = LessForm(sent.POST, about=_about(sent))
    return _typed(
        sent,
        form,
        lambda mine: disclosure.narrow_as_student(mine, form.about, less_of(form), at=clock.now()),
    )


def _withdraw(sent: HttpRequest) -> HttpResponse:
    return _pressed(
        sent, lambda mine: disclosure.withdraw_as_student(mine, _about(sent), at=clock.now())
    )


def _fetch(sent: HttpRequest) -> HttpResponse:
    """What they take to somebody themselves: that it left is recorded before a byte does."""
    mine = mine_of(sent)
    if mine is None:
        return nothing_open(sent)
    about, part = _about(sent), sent.POST.get("part", "")
    try:
        fetched = disclosure.fetch_as_student(mine, about, part, at=clock.now())
    except Refused as refused:
        return shown(sent, mine, with_reason(forms.Form({}), refused))
    return attachment(b"".join(fetched.content), name=fetched.name)


def _fetch_own(sent: HttpRequest) -> HttpResponse:
    """A file that they sent themselves, under a name that tells nothing of it."""
    mine = mine_of(sent)
    if mine is None:
        return nothing_open(sent)
    file, content = own_file(mine, _about(sent))
    return attachment(b"".join(content), name=f"document{file.ending}")


def _ask_for_record(sent: HttpRequest) -> HttpResponse:
    return _pressed(sent, lambda mine: retention.ask_for_access_as_student(mine, at=clock.now()))


def _restrict(sent: HttpRequest) -> HttpResponse:
    form = RestrictionForm(sent.POST)

    def restrict(mine: Mine) -> object:
        words = form.cleaned_data["restriction"]
        return retention.restrict_as_student(mine, words, at=clock.now())

    return _typed(sent, form, restrict)


def _object(sent: HttpRequest) -> HttpResponse:
    form = ObjectionForm(sent.POST)

    def object_to(mine: Mine) -> object:
        words = form.cleaned_data["objection"]
        return retention.object_as_student(mine, words, at=clock.now())

    return _typed(sent, form, object_to)


def _new_words(sent: HttpRequest) -> HttpResponse:
    """Words to be written down: until these are, the old ones hold."""
    mine = mine_of(sent)
    if mine is None:
        return led()
    return _done(sent, mine, forms.Form({}), lambda _: carrying.make_new(secret_of(sent)))


def _have_words(sent: HttpRequest) -> HttpResponse:
    """They are written down: new ones take the place of the old, and nobody sees them again.

    Only those that were seen where it was pressed: a page may have been left open since others.
    """
    mine, new = mine_of(sent), carrying.carried(secret_of(sent), at=clock.now())
    if mine is None or new is None or sent.POST.get("seen") != new.mark:
        return led()
    if new.to_come:
        return kept(led(), casework.renew_words(mine, new.words, at=clock.now()))
    carrying.have_them(secret_of(sent), new)
    return led()


def _sure(sent: HttpRequest) -> HttpResponse:
    return page(sent, "sure", horizon_days=settings.POLICY.records.destruction_horizon_days)


class _ThenFinish(HttpResponse):
    """An answer after which what was ordered is carried out: its time tells nobody of a hold."""

    def close(self) -> None:
        """Once it was sent."""
        super().close()
        retention.finish(clock.now())


def _destroy(sent: HttpRequest) -> HttpResponse:
    """The same words for everybody, also for whoever is no longer at their own side."""
    mine = mine_of(sent)
    if mine is not None:
        retention.destroy_as_student(mine, at=clock.now())
    lock(sent)
    days = settings.POLICY.records.destruction_horizon_days
    receipt = page(sent, "receipt", horizon_days=days)
    answer = _ThenFinish if mine is not None else HttpResponse
    return forgotten(answer(receipt.content))


STEPS: Final[Mapping[str, Step]] = {
    "message": _write,
    "own-words": _add_words,
    "reach": _change_reach,
    "agree": _agree,
    "sign": _sign,
    "narrow": _narrow,
    "withdraw": _withdraw,
    "fetch": _fetch,
    "fetch-own": _fetch_own,
    "record": _ask_for_record,
    "restrict": _restrict,
    "object": _object,
    "new-words": _new_words,
    "kept": _have_words,
    "sure": _sure,
    "destroy": _destroy,
}


def _typed(sent: HttpRequest, form: forms.Form, change: Change) -> HttpResponse:
    """Do what a form asks for, if it is filled in; locked meanwhile, the words come back."""
    mine = mine_of(sent)
    if mine is None:
        return nothing_open(sent, typed=words_typed(sent))
    if not form.is_valid():
        return shown(sent, mine, form)
    return _done(sent, mine, form, change)


def _pressed(sent: HttpRequest, change: Change) -> HttpResponse:
    """Do what a button says."""
    mine = mine_of(sent)
    return _done(sent, mine, forms.Form({}), change) if mine else nothing_open(sent)


def _done(sent: HttpRequest, mine: Mine, form: forms.Form, change: Change) -> HttpResponse:
    # Pressed twice it was done with the first, and whatever a rule would say to a second is untrue.
    if is_handed_in(mine):
        return led()
    # By the drawer, wherever it is opened from: one college may be one address to us.
    room = _limit_of(form).allows(hash(mine.drawer.row.id), at=clock.now())
    decision = crowding.may_put_in_now(room=room)
    if not decision:
        form.add_error(None, in_words(decision))
        return shown(sent, mine, form)
    try:
        with suppress(AlreadyThere):
            change(mine)
    except Refused as refused:
        return shown(sent, mine, with_reason(form, refused))
    return led()


def _limit_of(form: forms.Form) -> Limit:
    return _CHANGES_EACH if type(form) in _LIMITED else _PRESSES_EACH


def _about(sent: HttpRequest) -> Any:
    return sent.POST.get("about", "")
