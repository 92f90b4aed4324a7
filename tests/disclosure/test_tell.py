"""Telling somebody what the student agreed to. (CONF-1, CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded, NotAsDecided, ToTell, tellings
from confide.disclosure.models import Telling
from confide.disclosure.queries import Ask, Extract, Passage
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.disclosure.conftest import SUMMARY, Record
from tests.disclosure.reading import CANARY, glued, words_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=2)


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_what_was_told_is_recorded_with_everything_that_made_it_allowed(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    consent = agree()
    card = queries.one_telling(case, tell()).card
    assert (card.recipient, card.role, card.purpose) == (
        "Dr Sen",
        "her tutor",
        "More time for an essay",
    )
    assert (card.number, card.consent, card.how, card.summary) == (1, consent, "paper", SUMMARY)
    assert [item.title for item in card.items][1] == "Letter from the agency.pdf"
    entry = history.recorded("extract.told", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-1"


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_without_a_consent_nothing_is_told_and_nothing_is_made(
    tell: Callable[..., str], stored: Callable[[], int]
) -> None:
    before = stored()
    with pytest.raises(Refused) as refused:
        tell()
    assert refused.value.decision.clause == "CONF-1"
    assert not Telling.objects.exists() and stored() == before


@pytest.mark.clause("CONF-1", "CONF-4")
def test_more_than_was_agreed_to_is_refused_whole(
    agree: Callable[..., str], tell: Callable[..., str], ask: Ask, record: Record
) -> None:
    agree()
    for more in (
        replace(ask, items=(*ask.items, record.secret)),
        replace(ask, summary=f"{SUMMARY} And her sister."),
        replace(ask, role="an examiner"),
        replace(ask, purpose="A complaint"),
        replace(ask, recipient="Dr Okoro"),
    ):
        with pytest.raises(Refused) as refused:
            tell(ask=more)
        assert refused.value.decision.clause == "CONF-1"
    assert not Telling.objects.exists()


def test_less_than_was_agreed_to_may_be_told(
    agree: Callable[..., str], tell: Callable[..., str], ask: Ask, case: OpenCase
) -> None:
    agree()
    card = queries.one_telling(case, tell(ask=replace(ask, items=(), summary=f" {SUMMARY}\n"))).card
    assert card.items == ()


@pytest.mark.clause("CONF-4")
def test_on_its_last_day_a_consent_holds_and_on_the_next_it_does_not(
    agree: Callable[..., str], tell: Callable[..., str]
) -> None:
    agree(until_on=cast.NOON.date() + timedelta(days=3))
    tell(at=cast.NOON + timedelta(days=3))
    with pytest.raises(Refused) as refused:
        tell(at=cast.NOON + timedelta(days=4))
    assert refused.value.decision.clause == "CONF-4"


@pytest.mark.clause("CONF-4")
def test_the_day_is_the_students_and_not_utcs(
    agree: Callable[..., str], tell: Callable[..., str]
) -> None:
    summer = cast.NOON.replace(month=7, day=10)
    agree(at=summer, until_on=summer.date())
    tell(at=summer.replace(hour=22, minute=59))
    with pytest.raises(Refused):
        tell(at=summer.replace(hour=23, minute=1))


@pytest.mark.clause("CONF-4")
@pytest.mark.promise("P8", "P14")
def test_a_withdrawal_one_commit_earlier_yields_no_byte(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    stored: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consent, before = agree(), stored()
    made: list[bytes] = []
    printed = queries.printed

    def print_while_it_is_withdrawn(extract: Extract) -> queries.Printed:
        paper = printed(extract)
        made.append(paper.content)
        actions.withdraw_consent(alice, case, consent, at=LATER)
        return paper

    monkeypatch.setattr(tellings, "printed", print_while_it_is_withdrawn)
    with pytest.raises(Refused) as refused:
        tell(at=LATER)
    assert made, "the extract was made, and only then was the consent gone"
    assert refused.value.decision.reason == "The student withdrew this consent on {day}."
    assert not Telling.objects.exists() and stored() == before
    assert history.recorded("extract.told", about=case.ref) is None


@pytest.mark.promise("P8", "P14")
def test_a_consent_that_was_exchanged_meanwhile_is_looked_at_again(
    agree: Callable[..., str],
    tell: Callable[..., str],
    stored: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agree()
    before, printed = stored(), queries.printed

    def print_while_another_is_given(extract: Extract) -> queries.Printed:
        agree(spoken=False, until_on=cast.NOON.date())
        return printed(extract)

    monkeypatch.setattr(tellings, "printed", print_while_another_is_given)
    with pytest.raises(NotAsDecided):
        tell()
    assert not Telling.objects.exists() and stored() == before


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_an_extract_with_another_list_than_was_decided_never_leaves(
    agree: Callable[..., str],
    tell: Callable[..., str],
    record: Record,
    stored: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agree()
    before, compose = stored(), queries.compose

    def one_too_many(*args: Any, **kwargs: Any) -> Extract:
        extract = compose(*args, **kwargs)
        return replace(extract, documents=(*extract.documents, Passage(record.secret, CANARY)))

    def one_too_few(*args: Any, **kwargs: Any) -> Extract:
        return replace(compose(*args, **kwargs), documents=())

    for fault in (one_too_many, one_too_few):
        monkeypatch.setattr(tellings, "compose", fault)
        with pytest.raises(NotAsDecided):
            tell()
    assert not Telling.objects.exists() and stored() == before


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_what_was_not_picked_appears_nowhere(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    ask: Ask,
) -> None:
    consent = queries.one_consent(case, agree())
    telling = tell()
    content = b"".join(actions.fetch(alice, case, telling, "extract", at=LATER).content)
    card = queries.one_telling(case, telling).card
    extract = queries.compose(alice, case, ask, consent.card)
    paper = glued(words_of(content))
    for told in ("Dana came to the office about the deposit.", SUMMARY, "Letter from the agency"):
        assert glued(told) in paper
    for kept in (CANARY, "her sister", "To think about it.", "Arbitration", "By e-mail only"):
        assert glued(kept) not in paper
        assert kept not in repr(card) and kept not in repr(extract)
    assert card.mark in words_of(content)


@pytest.mark.promise("P8", "P14")
def test_a_form_that_is_sent_twice_tells_once(
    agree: Callable[..., str], tell: Callable[..., str], stored: Callable[[], int]
) -> None:
    agree()
    form = random_id()
    assert tell(form=form) == form
    before = stored()
    with pytest.raises(AlreadyRecorded):
        tell(form=form)
    assert Telling.objects.count() == 1 and stored() == before


def test_copies_are_numbered_within_the_case_and_marked_at_random(
    agree: Callable[..., str], tell: Callable[..., str], case: OpenCase
) -> None:
    agree()
    tell()
    tell()
    cards = [entry.card for entry in queries.tellings_of(case)]
    assert [card.number for card in cards] == [2, 1]
    assert len({card.mark for card in cards}) == 2


@pytest.mark.clause("CONF-1")
def test_only_whoever_sits_at_the_case_tells(
    agree: Callable[..., str], bob: Acting, case: OpenCase, ask: Ask
) -> None:
    agree()
    with pytest.raises(Refused) as refused:
        actions.tell(bob, case, ToTell(ask=ask, how="paper"), at=LATER)
    assert refused.value.decision.clause == "CONF-1"


def test_nothing_of_another_case_gets_into_an_extract(
    agree: Callable[..., str], alice: Acting, case: OpenCase, ask: Ask
) -> None:
    consent = queries.one_consent(case, agree()).card
    other = cast.a_case(alice, student="Zoë Agyeman")
    for item in (*ask.items, f"{ask.items[0].partition('.')[0]}.folded"):
        with pytest.raises(NotVisible):
            queries.compose(alice, other, replace(ask, items=(item,)), consent)
    with pytest.raises(NotVisible):
        queries.compose(alice, case, replace(ask, items=("x.folded",)), consent)
