"""Asking the student again. (CONF-4)"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed, AlreadyRecorded
from confide.disclosure.models import Consent
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(days=3)


@pytest.fixture
def renew(alice: Acting, case: OpenCase, ask: Ask) -> Callable[..., str]:
    """Have Dana agree again."""

    def renew(old: str, *, form: str = "", **changed: Any) -> str:
        typed = {"ask": ask, "spoken": False, "given_at": LATER, "words": "Go on, tell him."}
        agreed = Agreed(**{**typed, **changed})
        return actions.renew_consent(alice, case, old, agreed, form=form, at=LATER)

    return renew


@pytest.mark.clause("CONF-4")
def test_the_new_one_takes_the_place_of_the_old_with_its_own_words(
    agree: Callable[..., str], renew: Callable[..., str], case: OpenCase
) -> None:
    old = agree(until_on=LATER.date())
    new = renew(old, until_on=LATER.date() + timedelta(days=60))
    was, now = queries.one_consent(case, old).card, queries.one_consent(case, new).card
    assert (was.replaced_by, now.follows, now.because) == (new, old, "renewed")
    assert (was.words, now.words) == ("Yes, tell him that.", "Go on, tell him.")
    assert [e.id for e in queries.live_consents(case, on=LATER.date())] == [new]


@pytest.mark.clause("CONF-4")
def test_the_student_is_asked_anew_or_nothing_changes(
    agree: Callable[..., str], renew: Callable[..., str], case: OpenCase
) -> None:
    old = agree()
    for unclear in ({"words": ""}, {"spoken": True, "clarity": ""}):
        with pytest.raises(Refused):
            renew(old, **unclear)
    assert [e.id for e in queries.live_consents(case, on=LATER.date())] == [old]


@pytest.mark.clause("CONF-4")
def test_what_ended_or_was_withdrawn_can_be_agreed_to_anew(
    agree: Callable[..., str], renew: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    ended, withdrawn = agree(until_on=cast.NOON.date()), agree()
    actions.withdraw_consent(alice, case, withdrawn, at=cast.NOON)
    renew(ended)
    new = renew(withdrawn)
    assert queries.one_consent(case, withdrawn).card.withdrawn_at == cast.NOON
    assert queries.one_consent(case, new).card.follows == withdrawn


@pytest.mark.promise("P14")
def test_a_consent_is_renewed_once(
    agree: Callable[..., str], renew: Callable[..., str], case: OpenCase
) -> None:
    old, form = agree(), random_id()
    assert renew(old, form=form) == form
    with pytest.raises(AlreadyRecorded):
        renew(old, form=form)
    with pytest.raises(Refused):
        renew(old)
    assert Consent.objects.count() == 2


def test_it_is_one_entry(
    agree: Callable[..., str], renew: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    renew(agree())
    entry = history.recorded("consent.renewed", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-4"
