"""Making a consent less. (CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded, Less, tellings
from confide.disclosure.models import Consent, Telling
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.disclosure.conftest import Record

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=2)
ON = LATER.date()


@pytest.fixture
def narrow(alice: Acting, case: OpenCase) -> Callable[..., str]:
    """Have Dana leave something out."""

    def narrow(consent: str, *parts: str, **more: Any) -> str:
        typed = {name: more.pop(name) for name in ("until_on", "words") if name in more}
        left = Less(kept=parts, **typed)
        return actions.narrow_consent(alice, case, consent, left, **{"at": LATER, **more})

    return narrow


@pytest.mark.clause("CONF-4")
def test_what_was_left_out_is_no_longer_told_and_the_rest_still_is(
    agree: Callable[..., str],
    narrow: Callable[..., str],
    tell: Callable[..., str],
    ask: Ask,
    record: Record,
) -> None:
    old = agree()
    narrow(old, "summary", f"item:{record.said}")
    with pytest.raises(Refused) as refused:
        tell(at=LATER)
    assert refused.value.decision.clause == "CONF-4"
    tell(ask=replace(ask, items=(record.said,)), at=LATER)


@pytest.mark.clause("CONF-4")
def test_both_stand_in_the_record_and_say_which_took_whose_place(
    agree: Callable[..., str], narrow: Callable[..., str], case: OpenCase
) -> None:
    old = agree(until_on=ON + timedelta(days=20))
    before = queries.one_consent(case, old).card
    new = narrow(old, "summary", until_on=ON + timedelta(days=5), words="Not the letter.")
    was, now = queries.one_consent(case, old).card, queries.one_consent(case, new).card
    assert (was.replaced_by, was.replaced_at) == (new, LATER)
    # Nothing of what she agreed to first is written over.
    assert (was.items, was.summary, was.words, was.until_on) == (
        *(before.items, before.summary, before.words, before.until_on),
    )
    assert (now.follows, now.because, now.narrowed_words) == (old, "narrowed", "Not the letter.")
    assert (now.items, now.until_on) == ((), ON + timedelta(days=5))
    assert (now.way, now.words, now.clarity) == (was.way, was.words, was.clarity)
    assert (now.given_at, now.happened_at) == (was.given_at, LATER)
    assert [e.id for e in queries.live_consents(case, on=ON)] == [new]


def test_it_is_one_entry(
    agree: Callable[..., str], narrow: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    narrow(agree(), "summary")
    entry = history.recorded("consent.narrowed", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-4"


@pytest.mark.clause("CONF-4")
def test_nothing_left_more_and_the_same_are_refused(
    agree: Callable[..., str], narrow: Callable[..., str], record: Record
) -> None:
    everything = ("summary", f"item:{record.said}", f"item:{record.letter}")
    old = agree(until_on=ON)
    for parts, more in (
        ((), {}),
        (everything, {}),
        (everything, {"until_on": ON + timedelta(days=1)}),
        ((*everything, f"item:{record.secret}", "to:7", "may:ask", "x"), {}),
    ):
        with pytest.raises(Refused):
            narrow(old, *parts, **more)
    assert Consent.objects.count() == 1


@pytest.mark.clause("CONF-4")
def test_on_the_last_day_it_can_be_made_less_and_the_day_after_not(
    agree: Callable[..., str], narrow: Callable[..., str]
) -> None:
    old = agree(until_on=ON)
    with pytest.raises(Refused):
        narrow(old, "summary", at=LATER + timedelta(days=1))
    narrow(old, "summary")


@pytest.mark.clause("CONF-4")
@pytest.mark.promise("P8", "P14")
def test_an_extract_that_was_made_before_it_became_less_is_not_told(
    agree: Callable[..., str],
    narrow: Callable[..., str],
    tell: Callable[..., str],
    stored: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, before, held_still = agree(), stored(), tellings.held_still
    waiting: list[str] = []

    def overtaken(opened: OpenCase) -> object:
        # The extract is there, the gate said yes, and now Dana is on the phone.
        waiting.append(narrow(old, "summary"))
        return held_still(opened)

    monkeypatch.setattr(tellings, "held_still", overtaken)
    with pytest.raises(Refused) as refused:
        tell(at=LATER)
    assert waiting and not Telling.objects.exists() and stored() == before
    assert refused.value.decision.clause == "CONF-4"


@pytest.mark.promise("P14")
def test_two_who_make_it_less_at_once_do_not_make_two(
    agree: Callable[..., str],
    narrow: Callable[..., str],
    case: OpenCase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, held_still = agree(), actions._consents.held_still
    first = [lambda: narrow(old, "summary")]

    def overtaken(opened: OpenCase) -> object:
        if first:
            first.pop()()
        return held_still(opened)

    monkeypatch.setattr(actions._consents, "held_still", overtaken)
    with pytest.raises(Refused):
        narrow(old, "summary", until_on=ON)
    # The whole of the second is undone, with what the first did inside it.
    assert len(queries.live_consents(case, on=ON)) == 1


@pytest.mark.promise("P14")
def test_a_form_that_is_sent_twice_makes_it_less_once(
    agree: Callable[..., str], narrow: Callable[..., str]
) -> None:
    old, form = agree(), random_id()
    assert narrow(old, "summary", form=form) == form
    with pytest.raises(AlreadyRecorded):
        narrow(old, "summary", form=form)
    assert Consent.objects.count() == 2


def test_another_cases_consent_and_another_officers_case_are_as_if_not_there(
    agree: Callable[..., str],
    narrow: Callable[..., str],
    alice: Acting,
    bob: Acting,
    case: OpenCase,
) -> None:
    old, other = agree(), cast.a_case(alice, student="Zoë Agyeman")
    with pytest.raises(NotVisible):
        actions.narrow_consent(alice, other, old, Less(kept=["summary"]), at=LATER)
    with pytest.raises(Refused):
        actions.narrow_consent(bob, case, old, Less(kept=["summary"]), at=LATER)
