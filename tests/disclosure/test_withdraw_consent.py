"""Taking a consent back. (CONF-4)"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=2)


@pytest.mark.clause("CONF-4")
def test_from_that_moment_nothing_is_told_under_it(
    agree: Callable[..., str], alice: Acting, case: OpenCase, ask: Ask
) -> None:
    consent = agree()
    assert queries.gate(case, ask, on=LATER.date()).decision
    actions.withdraw_consent(alice, case, consent, words="I'd rather not.", at=LATER)
    gate = queries.gate(case, ask, on=LATER.date())
    assert not gate.decision and gate.consent is None
    assert gate.decision.why() == "The student withdrew this consent on Monday 23 November 2026."
    assert queries.live_consents(case, on=LATER.date()) == []


def test_the_consent_stays_in_the_record_with_what_was_said(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    consent = agree()
    actions.withdraw_consent(alice, case, consent, words="I'd rather not.", at=LATER)
    card = queries.one_consent(case, consent).card
    assert (card.withdrawn_at, card.withdrawn_words) == (LATER, "I'd rather not.")
    assert card.words == "Yes, tell him that."


def test_it_is_one_entry(agree: Callable[..., str], alice: Acting, case: OpenCase) -> None:
    actions.withdraw_consent(alice, case, agree(), at=LATER)
    entry = history.recorded("consent.withdrawn", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-4"


@pytest.mark.promise("P14")
def test_it_is_withdrawn_once_and_the_first_time_stays(
    agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    consent = agree()
    actions.withdraw_consent(alice, case, consent, at=LATER)
    with pytest.raises(Refused):
        actions.withdraw_consent(alice, case, consent, at=LATER + timedelta(days=1))
    assert queries.one_consent(case, consent).card.withdrawn_at == LATER


@pytest.mark.promise("P14")
def test_two_who_withdraw_at_once_do_not_overwrite_each_other(
    agree: Callable[..., str], alice: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = agree()
    held_still = actions._consents.held_still
    first = [lambda: actions.withdraw_consent(alice, case, consent, at=LATER)]

    def overtaken(opened: OpenCase) -> object:
        # Somebody else was quicker, and waits no more when this one gets its turn.
        if first:
            first.pop()()
        return held_still(opened)

    monkeypatch.setattr(actions._consents, "held_still", overtaken)
    with pytest.raises(Refused):
        actions.withdraw_consent(alice, case, consent, words="Again", at=LATER + timedelta(hours=1))


def test_another_cases_consent_is_as_if_it_were_not_there(
    agree: Callable[..., str], alice: Acting
) -> None:
    consent = agree()
    other = cast.a_case(alice, student="Zoë Agyeman")
    with pytest.raises(NotVisible):
        actions.withdraw_consent(alice, other, consent, at=LATER)
