"""Making keys of one's own, for which an invitation is good and for nothing else. (RECD-2)"""

import pytest
from django.test import Client

from confide.ledger import history
from confide.ledger.record import Refused
from confide.team import actions
from confide.team.queries import Acting, unpinned_rings
from confide.vault import rings, sessions
from confide.vault.models import KeyRing, Unlock
from tests.browsing import At, browser_of, hidden_in
from tests.cast import NOON
from tests.team import people
from tests.team.addresses import OFFICERS, OPEN_TO_INVITATIONS

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def maya(sara: Acting) -> Acting:
    return people.invited(sara)


@pytest.mark.clause("RECD-2")
def test_from_then_on_the_own_passphrase_opens_and_the_invitation_does_not(sara: Acting) -> None:
    words = actions.appoint(sara, people.MAYA, at=NOON)
    old = people.unlocked("maya", words)
    actions.enrol(old, people.OWN, at=NOON)
    assert people.unlocked("maya", people.OWN).in_office
    assert rings.unlock(people.officer("maya").ring_id, words) is None
    assert not KeyRing.objects.filter(id=old.unlocked.ring_id).exists()
    assert not Unlock.objects.filter(ring=old.unlocked.ring_id).exists()


def test_the_ledger_pins_the_fingerprint_of_the_new_keys(maya: Acting) -> None:
    own = actions.enrol(maya, people.OWN, at=NOON)
    ring = KeyRing.objects.get(id=own.ring_id)
    assert rings.fingerprint(ring) == ring.id == people.officer("maya").ring_id
    assert history.recorded("officer.enrolled", about=ring.id, by=maya.pseudonym)


def test_keys_that_nobody_vouched_for_are_named(alice: Acting, maya: Acting, case: object) -> None:
    # Alice of the cast was put here without an entry, as somebody at the database could.
    assert alice.unlocked.ring_id in unpinned_rings()
    own = actions.enrol(maya, people.OWN, at=NOON)
    assert own.ring_id not in unpinned_rings()


def test_every_session_of_the_invitation_ends(maya: Acting) -> None:
    sessions.begin(maya.unlocked, at=NOON)
    actions.enrol(maya, people.OWN, at=NOON)
    assert sessions.open_for([maya.unlocked.ring_id]) == set()


def test_keys_are_made_once(maya: Acting) -> None:
    own = actions.enrol(maya, people.OWN, at=NOON)
    again = people.unlocked("maya", people.OWN)
    with pytest.raises(Refused):
        actions.enrol(again, "another quiet row of six herons", at=NOON)
    assert people.officer("maya").ring_id == own.ring_id


@pytest.mark.promise("P14")
def test_whoever_holds_the_invitation_too_comes_too_late(sara: Acting) -> None:
    """The steward passed the words on, and unlocked with them while Maya was making her keys."""
    words = actions.appoint(sara, people.MAYA, at=NOON)
    hers, stewards = people.unlocked("maya", words), people.unlocked("maya", words)
    own = actions.enrol(hers, people.OWN, at=NOON)
    with pytest.raises(Refused):
        actions.enrol(stewards, "the steward would like to be maya", at=NOON)
    assert people.officer("maya").ring_id == own.ring_id
    assert KeyRing.objects.filter(id=own.ring_id).exists()


@pytest.mark.clause("CONF-5")
def test_with_an_invitation_nothing_is_signed(maya: Acting) -> None:
    with pytest.raises(Refused):
        actions.sign_undertaking(maya, at=NOON)


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_invitation_opens_no_other_page(at: At, maya: Acting, method: str) -> None:
    nowhere = browser_of(maya).get("/nowhere/")
    for address in OFFICERS:
        if address in OPEN_TO_INVITATIONS:
            continue
        answer = getattr(browser_of(maya), method)(address)
        assert (answer.status_code, answer.content) == (404, nowhere.content), address


def test_the_page_makes_them_of_the_words_that_it_offers(at: At, maya: Acting) -> None:
    browser = browser_of(maya)
    assert browser.get("/")["Location"] == "/keys/"
    made = dict(hidden_in(browser.get("/keys/")))["made"]
    done = browser.post("/keys/", {"which": "made", "made": made, "again": made.upper()})
    assert done["Location"] == "/"
    assert b"Sign in" in browser.get("/").content
    assert people.unlocked("maya", made).in_office


def test_a_weak_passphrase_makes_no_keys(at: At, maya: Acting) -> None:
    typed = {"which": "own", "own": "correct horse", "again": "correct horse", "made": people.OWN}
    page = browser_of(maya).post("/keys/", typed)
    assert page.status_code == 200 and b"at least 16 characters" in page.content
    assert not people.officer("maya").enrolled
    _made_up_by_somebody_else(browser_of(maya))
    assert not people.officer("maya").enrolled


def _made_up_by_somebody_else(browser: Client) -> None:
    page = browser.post("/keys/", {"which": "made", "made": "maya", "again": "maya"})
    assert page.status_code == 200 and b"at least 16 characters" in page.content
