"""Choosing another passphrase for the same keys. (RECD-2)"""

import pytest

from confide.casework.queries import OpenCase, case_for
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team import actions
from confide.team.queries import Acting
from confide.vault import rings, sessions
from confide.vault.models import Unlock
from tests import cast
from tests.browsing import At, browser_of, hidden_in
from tests.cast import NOON
from tests.team import people

HERS = cast.passphrase_of("alice")

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-2"),
]


def test_the_new_one_opens_the_same_cases_and_the_old_one_nothing(
    alice: Acting, case: OpenCase
) -> None:
    actions.change_passphrase(alice, people.OWN, present=HERS, at=NOON)
    again = people.unlocked("alice", people.OWN)
    assert case_for(again, case.ref).file.student == "Dana Whitlock"
    assert rings.unlock(alice.unlocked.ring_id, cast.passphrase_of("alice")) is None
    assert Unlock.objects.filter(ring=alice.unlocked.ring_id).count() == 1


def test_every_session_ends_and_nobody_elses(alice: Acting, bob: Acting) -> None:
    for acting in (alice, alice, bob):
        sessions.begin(acting.unlocked, at=NOON)
    actions.change_passphrase(alice, people.OWN, present=HERS, at=NOON)
    held = [alice.unlocked.ring_id, bob.unlocked.ring_id]
    assert sessions.open_for(held) == {bob.unlocked.ring_id}


def test_it_is_an_entry_and_says_nothing_of_the_passphrase(alice: Acting) -> None:
    actions.change_passphrase(alice, people.OWN, present=HERS, at=NOON)
    entry = history.recorded("passphrase.changed", about=alice.pseudonym, by=alice.pseudonym)
    assert entry is not None and people.OWN not in str(vars(entry))


def test_an_invitation_is_used_and_not_changed(sara: Acting) -> None:
    words = actions.appoint(sara, people.MAYA, at=NOON)
    with pytest.raises(Refused):
        actions.change_passphrase(
            people.unlocked("maya", words), people.OWN, present=words, at=NOON
        )
    assert people.unlocked("maya", words)


def test_the_page_changes_it_and_asks_to_sign_in_again(at: At, alice: Acting) -> None:
    browser = browser_of(alice)
    made = dict(hidden_in(browser.get("/keys/")))["made"]
    wrong = browser.post(
        "/keys/", {"present": HERS, "which": "made", "made": made, "again": made + "s"}
    )
    assert b"not the same passphrase" in wrong.content
    assert dict(hidden_in(wrong))["made"] == made, "the words that were written down stay"
    assert people.unlocked("alice", cast.passphrase_of("alice"))
    browser.post("/keys/", {"present": HERS, "which": "made", "made": made, "again": made})
    assert b"Sign in" in browser.get("/desk/").content
    assert people.unlocked("alice", made).in_office


@pytest.mark.promise("P4")
def test_nobody_takes_the_keys_of_an_unlocked_desk(at: At, alice: Acting) -> None:
    words = {"which": "own", "own": people.OWN, "again": people.OWN, "made": people.OWN}
    page = browser_of(alice).post("/keys/", {**words, "present": "not it"})
    assert page.status_code == 403 and b"present passphrase" in page.content
    assert rings.unlock(alice.unlocked.ring_id, people.OWN) is None
    assert rings.unlock(alice.unlocked.ring_id, HERS)
