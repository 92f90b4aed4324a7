"""From spoken to written: the sheet that is signed, and filing it. (CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, contacts_of
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed
from confide.disclosure.models import Consent, Party
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy.consent import AUTHORITY, CONFIRM, CONTACT
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.conftest import SUMMARY, Record
from tests.disclosure.reading import CANARY, glued, words_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(days=1)


@pytest.mark.clause("CONF-4")
def test_what_was_said_and_is_signed_is_the_same_consent_in_writing(
    agree: Callable[..., str], alice: Acting, case: OpenCase, record: Record
) -> None:
    old = agree()
    new = actions.put_in_writing(alice, case, old, document=record.letter, at=LATER)
    was, now = queries.one_consent(case, old).card, queries.one_consent(case, new).card
    assert (was.way, was.replaced_by, now.follows) == ("spoken", new, old)
    assert (now.way, now.document, now.because) == ("document", record.letter, "written")
    assert (now.words, now.clarity, now.items) == (was.words, was.clarity, was.items)
    assert history.recorded("consent.written", about=case.ref, by=alice.pseudonym) is not None


@pytest.mark.clause("CONF-4")
def test_a_mail_of_the_case_or_a_paper_in_the_cabinet_will_do_and_nothing_else(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    mail = casework.add_contact(
        alice, case, casework.Said(kind="email", happened_at=cast.NOON, said="Yes!"), at=cast.NOON
    )
    call = next(e.id for e in contacts_of(case) if e.card.kind == "in-person")
    actions.put_in_writing(alice, case, agree(), document=mail, at=LATER)
    new = actions.put_in_writing(alice, case, agree(), writing="Cabinet, folder 4", at=LATER)
    assert queries.one_consent(case, new).card.way == "paper"
    with pytest.raises(NotVisible):
        actions.put_in_writing(alice, case, agree(), document=call, at=LATER)
    with pytest.raises(Refused):
        actions.put_in_writing(alice, case, agree(), writing=" ", at=LATER)


@pytest.mark.clause("CONF-4")
def test_what_was_withdrawn_or_written_is_not_signed_again(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    written, withdrawn = agree(spoken=False), agree()
    actions.withdraw_consent(alice, case, withdrawn, at=cast.NOON)
    for consent in (written, withdrawn):
        with pytest.raises(Refused):
            actions.put_in_writing(alice, case, consent, writing="Cabinet", at=LATER)
    assert Consent.objects.count() == 2


@pytest.mark.clause("CONF-3", "CONF-4")
@pytest.mark.promise("P8")
def test_the_sheet_says_what_is_signed_and_names_no_student(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    consent = agree(until_on=LATER.date())
    paper = actions.print_consent(alice, case, consent, at=cast.NOON)
    shown = glued(words_of(paper))
    for words in ("Dr Sen, her tutor", "More time for an essay", SUMMARY, "Letter from the agency"):
        assert glued(words) in shown
    assert glued("Tuesday 24 November 2026") in shown and glued("take this back") in shown
    assert (
        "Whitlock" not in shown
        and CANARY not in shown
        and "Dana" not in shown.replace(glued(SUMMARY), "")
    )
    entry = history.recorded("consent.printed", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-4"


@pytest.mark.clause("CONF-4")
def test_an_authority_and_a_contact_are_put_to_the_student_before_they_count(
    alice: Acting, case: OpenCase, ask: Ask
) -> None:
    def put(agreed: Agreed) -> str:
        consent = actions.propose_consent(alice, case, agreed, at=cast.NOON)
        return glued(words_of(actions.print_consent(alice, case, consent, at=cast.NOON)))

    authority = Agreed(
        ask=replace(ask, items=()),
        spoken=False,
        given_at=cast.NOON,
        kind=AUTHORITY,
        also_to=(Party("The registry", "whoever decides"),),
        also_for=("A pause",),
        may=("ask", "receive", "give"),
        until_on=LATER.date(),
    )
    shown = put(authority)
    for words in ("The registry, whoever decides", "A pause", "ends by itself when my case"):
        assert glued(words) in shown
    contact = Agreed(
        ask=Ask(recipient="Ms Reyes", role="her mother", purpose="Worry"),
        spoken=False,
        given_at=cast.NOON,
        kind=CONTACT,
        may=(CONFIRM,),
    )
    shown = put(contact)
    assert glued("They may be told that I come here.") in shown
    # Nothing counts before it is signed.
    assert queries.live_consents(case, on=cast.NOON.date()) == []
    assert history.recorded("consent.proposed", about=case.ref) is not None


@pytest.mark.clause("CONF-1", "CONF-4")
def test_what_was_put_to_the_student_holds_from_the_day_the_paper_is_back(
    alice: Acting, case: OpenCase, ask: Ask, record: Record
) -> None:
    agreed = Agreed(
        ask=ask,
        spoken=False,
        given_at=cast.NOON,
        kind=AUTHORITY,
        may=("give",),
        until_on=LATER.date(),
    )
    waits = actions.propose_consent(alice, case, agreed, at=cast.NOON)
    refused = queries.gate(case, ask, on=LATER.date()).decision
    assert refused.why() == "The student has not signed this yet."
    too_late = LATER + timedelta(days=1)
    with pytest.raises(Refused):
        actions.put_in_writing(alice, case, waits, document=record.letter, at=too_late)
    signed = actions.put_in_writing(alice, case, waits, document=record.letter, at=LATER)
    assert not queries.gate(case, ask, on=cast.NOON.date()).decision
    gate = queries.gate(case, ask, on=LATER.date())
    assert gate.decision and gate.consent is not None and gate.consent.id == signed
    assert gate.consent.card.given_at == LATER


@pytest.mark.clause("CONF-1")
def test_nobody_who_does_not_sit_at_the_case_prints_and_no_byte_is_made(
    agree: Callable[..., str], bob: Acting, alice: Acting, case: OpenCase
) -> None:
    consent = agree()
    with pytest.raises(Refused):
        actions.print_consent(bob, case, consent, at=cast.NOON)
    actions.withdraw_consent(alice, case, consent, at=cast.NOON)
    with pytest.raises(Refused):
        actions.print_consent(alice, case, consent, at=cast.NOON)
    assert history.recorded("consent.printed", about=case.ref) is None
