"""Recording what a student agreed to. (CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed, AlreadyRecorded
from confide.disclosure.models import Consent
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.disclosure.conftest import SUMMARY, Record

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("CONF-4")
def test_a_spoken_consent_keeps_the_students_words_and_how_they_were_made_sure_of(
    agree: Callable[..., str], case: OpenCase
) -> None:
    card = queries.one_consent(case, agree(heard_by="Bob")).card
    assert (card.words, card.clarity, card.heard_by) == (
        "Yes, tell him that.",
        "I read it back to her.",
        "Bob",
    )
    assert card.summary == SUMMARY
    assert [item.title for item in card.items] == [
        "In person, Monday 23 November 2026: what was said",
        "Letter from the agency.pdf",
    ]


@pytest.mark.clause("CONF-4")
@pytest.mark.parametrize("missing", ["words", "clarity"])
def test_a_spoken_consent_that_is_not_completely_clear_is_refused(
    agree: Callable[..., str], missing: str
) -> None:
    with pytest.raises(Refused) as refused:
        agree(**{missing: " "})
    assert refused.value.decision.clause == "CONF-4"
    assert not Consent.objects.exists()


@pytest.mark.clause("CONF-4")
def test_a_written_consent_names_the_paper_or_the_document(
    agree: Callable[..., str], case: OpenCase, record: Record
) -> None:
    with pytest.raises(Refused):
        agree(spoken=False, words="")
    in_cabinet = agree(spoken=False, words="", writing="Drawer 2, blue folder")
    filed = agree(spoken=False, words="", document=record.letter)
    assert queries.one_consent(case, in_cabinet).card.writing == "Drawer 2, blue folder"
    assert queries.one_consent(case, filed).card.document == record.letter


@pytest.mark.clause("CONF-4")
def test_it_cannot_begin_tomorrow_nor_end_before_it_began(agree: Callable[..., str]) -> None:
    with pytest.raises(Refused):
        agree(given_at=cast.NOON + timedelta(days=1))
    with pytest.raises(Refused):
        agree(until_on=cast.NOON.date() - timedelta(days=1))
    agree(until_on=cast.NOON.date())


@pytest.mark.clause("CONF-4")
def test_it_says_who_what_and_what_for(agree: Callable[..., str], ask: Ask) -> None:
    for missing in ("recipient", "role", "purpose"):
        with pytest.raises(Refused):
            agree(ask=replace(ask, **{missing: " "}))
    with pytest.raises(Refused):
        agree(ask=replace(ask, items=(), summary="\n"))


def test_nothing_of_another_case_can_be_agreed_to(
    agree: Callable[..., str], alice: Acting, ask: Ask, record: Record
) -> None:
    other = cast.a_case(alice, student="Zoë Agyeman")
    for document in ("", record.letter):
        agreed = Agreed(ask=ask, spoken=False, given_at=cast.NOON, words="Yes", document=document)
        with pytest.raises(NotVisible):
            actions.give_consent(alice, other, agreed, at=cast.NOON)


def test_it_rests_on_no_document_that_is_not_in_this_case(agree: Callable[..., str]) -> None:
    with pytest.raises(NotVisible):
        agree(spoken=False, words="", document="elsewhere")


def test_recording_it_is_one_entry(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    entry = history.recorded("consent.given", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-4"


def test_a_form_that_is_sent_twice_is_one_consent(alice: Acting, case: OpenCase, ask: Ask) -> None:
    agreed = Agreed(ask=ask, spoken=False, given_at=cast.NOON, words="Please tell Dr Sen.")
    form = random_id()
    assert actions.give_consent(alice, case, agreed, form=form, at=cast.NOON) == form
    with pytest.raises(AlreadyRecorded):
        actions.give_consent(alice, case, agreed, form=form, at=cast.NOON)
    assert [entry.id for entry in queries.consents_of(case)] == [form]


@pytest.mark.clause("CONF-1")
def test_only_whoever_sits_at_the_case_records_it(
    bob: Acting, case: OpenCase, agree: Callable[..., str]
) -> None:
    with pytest.raises(NotVisible):
        case_for(bob, case.ref)
    agreed = Agreed(
        ask=Ask(recipient="Dr Sen", role="tutor", purpose="x", summary="y"),
        spoken=False,
        given_at=cast.NOON,
        words="Yes",
    )
    with pytest.raises(Refused) as refused:
        actions.give_consent(bob, case, agreed, at=cast.NOON)
    assert refused.value.decision.clause == "CONF-1"
