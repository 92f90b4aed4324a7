"""The undertaking: signed before the first case, and again for another policy. (CONF-5)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from confide.casework.queries import NotVisible, OpenCase, case_for, my_cases
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import office
from confide.team import actions
from confide.team.models import Undertaking
from confide.team.queries import Acting, signatures, signed_by
from confide.vault import rings
from confide.vault.primitives import bind
from tests import cast
from tests.browsing import At, a_browser, browser_of
from tests.cast import NOON
from tests.team import people

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
]


@pytest.fixture
def nora(service: None) -> Acting:
    return cast.officer("nora", signed=False)


def new_policy(settings: Any, **said: str) -> None:
    union = replace(settings.POLICY.union, policy_version="2027-1", **said)
    settings.POLICY = replace(settings.POLICY, union=union)


def test_before_it_no_case_is_opened_and_after_it_one_is(nora: Acting) -> None:
    with pytest.raises(Refused):
        cast.a_case(nora)
    actions.sign_undertaking(nora, at=NOON)
    assert cast.a_case(people.as_of(nora, NOON.date())).file.student == "Dana Whitlock"


def test_the_signature_is_hers_under_this_version_and_that_day(nora: Acting) -> None:
    actions.sign_undertaking(nora, at=NOON)
    row = Undertaking.objects.get(officer=nora.officer)
    says = bind("undertaking", "2026-1", nora.pseudonym, "2026-11-23")
    assert rings.signed_by(nora.officer.ring, bytes(row.signature), says)
    other = bind("undertaking", "2027-1", nora.pseudonym, "2026-11-23")
    assert not rings.signed_by(nora.officer.ring, bytes(row.signature), other)
    assert history.recorded("undertaking.signed", about=nora.pseudonym, by=nora.pseudonym)


def test_it_is_signed_once(nora: Acting) -> None:
    actions.sign_undertaking(nora, at=NOON)
    with pytest.raises(Refused):
        # The page was sent twice: what this request knew of her was read before the first.
        actions.sign_undertaking(nora, at=NOON)
    assert Undertaking.objects.filter(officer=nora.officer).count() == 1


def test_another_version_asks_again_and_her_cases_wait(
    settings: Any, alice: Acting, case: OpenCase
) -> None:
    new_policy(settings)
    again = people.as_of(alice, NOON.date())
    with pytest.raises(NotVisible):
        case_for(again, case.ref)
    assert my_cases(again) == []
    actions.sign_undertaking(again, at=NOON)
    again = people.as_of(alice, NOON.date())
    assert case_for(again, case.ref).file.student == "Dana Whitlock"
    assert Undertaking.objects.filter(officer=alice.officer).count() == 2


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2027, 7, 1)])
def test_out_of_office_nobody_signs(service: None, on: date) -> None:
    zoe = cast.officer("zoe", signed=False)
    with pytest.raises(Refused):
        actions.sign_undertaking(
            people.as_of(zoe, on), at=NOON.replace(year=on.year, month=on.month, day=on.day)
        )
    assert not Undertaking.objects.exists()


def test_a_steward_has_nothing_to_sign(at: At, sara: Acting) -> None:
    with pytest.raises(Refused):
        actions.sign_undertaking(sara, at=NOON)
    assert browser_of(sara).get("/undertaking/").status_code == 404


def test_what_was_signed_binds_after_office_too(alice: Acting) -> None:
    assert office.stays_bound(signed_by(alice.officer), date(2040, 1, 1))


def test_the_page_says_what_has_changed_and_what_was_signed(
    at: At, settings: Any, alice: Acting, case: OpenCase
) -> None:
    browser = browser_of(alice)
    new_policy(settings, policy_changes="Whoever a case was shared with is shown to the student.")
    for address in ("/", "/desk/", "/cases/new/"):
        assert browser.get(address)["Location"] == "/undertaking/"
    assert browser.get(f"/cases/{case.ref}/").status_code == 404
    page = browser.get("/undertaking/").content.decode()
    assert "The policy has changed" in page and "shown to the student" in page
    assert "version 2026-1 on Monday 23 November" in page and "Version 2027-1" in page
    assert browser.post("/undertaking/", {"agreed": "on"})["Location"] == "/desk/"
    assert browser.get(f"/cases/{case.ref}/").status_code == 200


def test_without_words_for_it_the_page_says_only_that_it_changed(
    at: At, settings: Any, alice: Acting
) -> None:
    new_policy(settings)
    page = browser_of(alice).get("/undertaking/").content.decode()
    assert "The policy has changed" in page and "What has changed:" not in page


def test_who_never_signed_is_told_of_no_change(at: At, nora: Acting) -> None:
    page = browser_of(nora).get("/undertaking/").content.decode()
    assert "Before your first case" in page and "has changed" not in page


def test_the_steward_sees_who_signed_which_version_and_when(
    at: At, settings: Any, sara: Acting, alice: Acting, nora: Acting
) -> None:
    new_policy(settings)
    actions.sign_undertaking(people.as_of(alice, NOON.date()), at=NOON)
    now, before = signatures(on=NOON.date())
    assert (now.version, [each.officer.name for each in now.by]) == ("2027-1", ["Alice"])
    assert now.missing == ("Nora",)
    assert (before.version, [each.officer.name for each in before.by]) == ("2026-1", ["Alice"])
    page = browser_of(sara).get("/officers/").content.decode()
    assert "Version 2027-1, in force now" in page and "Version 2026-1" in page
    assert "Signed on Monday 23 November" in page and "Not signed yet" in page


def test_whoever_left_reads_what_still_binds_them(at: At, alice: Acting) -> None:
    later = NOON.replace(year=2027, month=9)
    at(later)
    browser = a_browser()
    typed = {"sign_in_name": "alice", "passphrase": cast.passphrase_of("alice")}
    assert browser.post("/desk/", typed)["Location"] == "/", "and no page that is not there"
    page = browser.get("/").content.decode()
    assert "Your term of office ended on Wednesday 30 June 2027" in page
    assert "What still binds you" in page and "stays so after you leave office" in page
    assert "Version 2026-1 of the policy, on Monday 23 November 2026" in page
    assert browser.get("/desk/").status_code == 404


def test_whoever_never_signed_is_not_told_that_they_did(at: At, nora: Acting) -> None:
    at(NOON.replace(year=2027, month=9))
    page = browser_of(nora).get("/").content.decode()
    assert "You are not in office" in page and "What still binds you" not in page


def test_the_pages_lead_there_first(at: At, nora: Acting) -> None:
    browser = browser_of(nora)
    for address in ("/", "/desk/", "/cases/new/"):
        assert browser.get(address)["Location"] == "/undertaking/"
    unticked = browser.post("/undertaking/")
    assert unticked.status_code == 200 and b"Tick this to sign" in unticked.content
    assert not Undertaking.objects.exists()
    assert browser.post("/undertaking/", {"agreed": "on"})["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    assert browser.post("/undertaking/", {"agreed": "on"}).status_code == 403
