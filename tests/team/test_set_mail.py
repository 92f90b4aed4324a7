"""An officer says where the one mail comes to, and nobody else does. (BRCH-3, CONF-3)"""

import pytest

from confide.ledger import history
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.team import actions
from confide.team.models import Officer
from confide.team.queries import Acting, mail_addresses
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON
from tests.team import people

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("BRCH-3", "CONF-3"),
]

HERS = "alice@union.example"
# What would be a second recipient, a second header, a second line, or no address at all.
REFUSED = (
    "alice@union.example, dana@example.com",
    "alice@union.example;dana@example.com",
    "alice@union.example\r\nBcc: dana@example.com",
    "alice@union.example\nBcc: dana@example.com",
    "alice@union.example\u2028Bcc: dana@example.com",
    "alice@union.example\x00",
    "Alice <alice@union.example>",
    '"alice@x, dana"@union.example',
    "alice@[127.0.0.1]",
    "alice@union.example>",
    "älice@union.example",
    "alice@uniön.example",
    "alice @union.example",
    ".alice@union.example",
    "al..ice@union.example",
    "alice@union..example",
    "alice@-union.example",
    "alice@union",
    "alice",
    "@union.example",
    "a" * 243 + "@union.example",
)


def test_it_is_kept_and_can_be_taken_back(alice: Acting) -> None:
    actions.set_mail(alice, HERS, at=NOON)
    assert people.officer("alice").mail == HERS
    actions.set_mail(alice, "", at=NOON)
    assert people.officer("alice").mail == ""


def test_it_is_an_entry_that_does_not_hold_it(alice: Acting) -> None:
    actions.set_mail(alice, HERS, at=NOON)
    entry = history.recorded("officer.mail-set", about=alice.pseudonym, by=alice.pseudonym)
    assert entry is not None and HERS not in str(vars(entry))


def test_it_is_nobody_elses(alice: Acting, bob: Acting) -> None:
    actions.set_mail(alice, HERS, at=NOON)
    assert people.officer("bob").mail == ""


@pytest.mark.parametrize("typed", REFUSED)
def test_only_one_plain_address_is_kept(alice: Acting, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_mail(alice, typed, at=NOON)
    assert refused.value.decision.clause == "CONF-3"
    assert people.officer("alice").mail == ""


def test_an_invitation_sets_none(sara: Acting) -> None:
    maya = people.invited(sara)
    with pytest.raises(Refused):
        actions.set_mail(maya, "maya@union.example", at=NOON)
    assert people.officer("maya").mail == ""


def test_the_page_keeps_it(at: At, alice: Acting) -> None:
    browser = browser_of(alice)
    assert browser.post("/you/", {"address": f"  {HERS} "}).status_code == 302
    again = browser.get("/you/").content.decode()
    assert HERS in again and "Your address is kept." in again
    browser.post("/you/", {"address": ""})
    assert people.officer("alice").mail == ""


@pytest.mark.parametrize("typed", REFUSED)
def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(
    at: At, alice: Acting, typed: str
) -> None:
    entries = Entry.objects.count()
    page = browser_of(alice).post("/you/", {"address": typed})
    assert page.status_code == 200 and b"Something still needs your attention" in page.content
    assert typed.split("@")[0].split("<")[0].strip('"') in page.content.decode()
    assert people.officer("alice").mail == "" and Entry.objects.count() == entries


def test_every_officer_has_the_page_and_an_invitation_has_none(
    at: At, sara: Acting, alice: Acting
) -> None:
    for acting in (sara, alice):
        assert browser_of(acting).get("/you/").status_code == 200
    assert browser_of(people.invited(sara)).get("/you/").status_code == 404


def test_the_page_says_where_no_mail_is_sent(at: At, alice: Acting, settings: object) -> None:
    assert b"sends no mail yet" in browser_of(alice).get("/you/").content


def test_those_who_gave_an_address_are_written_to_there_once(alice: Acting, bob: Acting) -> None:
    carol = cast.officer("carol")
    for acting in (alice, bob):
        actions.set_mail(acting, HERS, at=NOON)
    everybody = Officer.objects.filter(
        sign_in_name__in=[each.officer.sign_in_name for each in (alice, bob, carol)]
    )
    assert mail_addresses(everybody) == [HERS]
