"""The page on which a record is held, and what the desk and the case say of it. (RECD-5)"""

from datetime import timedelta

import pytest

from confide.casework.models import Case
from confide.casework.queries import OpenCase, case_for
from confide.team.queries import Acting
from tests.browsing import At, at, browser_of, hidden_in
from tests.cast import NOON
from tests.retention.nights import ending_on

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
]
__all__ = ["at"]
WHY = "The coroner has asked for it."


def test_an_officer_holds_a_record_reads_why_on_its_page_and_ends_it(
    alice: Acting, case: OpenCase, at: At
) -> None:
    mine, address = browser_of(alice), f"/cases/{case.ref}/holds/"
    sheet = dict(hidden_in(mine.get(address)))
    day = {"keep_until": (NOON + timedelta(days=100)).strftime("%d/%m/%Y")}
    done = mine.post(address, {**sheet, "why": WHY, **day}, follow=True).content.decode()
    assert "The record is kept until that day." in done and WHY in done
    assert "Alice answers for it." in done and "Until Wednesday 3 March" in done
    (held,) = case_for(alice, case.ref).file.holds
    ended = {"why_ended": "The inquest is over."}
    done = mine.post(f"{address}{held.id}/end/", ended, follow=True).content.decode()
    assert "That hold has ended." in done and "The inquest is over." in done
    assert Case.objects.get().keep_until is None


def test_what_is_missing_is_said_and_what_was_typed_stays(
    alice: Acting, case: OpenCase, at: At
) -> None:
    mine, address = browser_of(alice), f"/cases/{case.ref}/holds/"
    sheet = dict(hidden_in(mine.get(address)))
    far = {"keep_until": (NOON + timedelta(days=500)).strftime("%d/%m/%Y")}
    page = mine.post(address, {**sheet, "why": WHY, **far}).content.decode()
    assert "A hold lasts a year at most." in page and WHY in page
    assert Case.objects.get().keep_until is None
    page = mine.post(address, {**sheet, "why": "", **far}).content.decode()
    assert "Write what obliges us to keep it." in page


def test_ending_one_needs_a_reason(alice: Acting, case: OpenCase, at: At) -> None:
    mine, address = browser_of(alice), f"/cases/{case.ref}/holds/"
    sheet = dict(hidden_in(mine.get(address)))
    day = {"keep_until": (NOON + timedelta(days=100)).strftime("%d/%m/%Y")}
    mine.post(address, {**sheet, "why": WHY, **day})
    (held,) = case_for(alice, case.ref).file.holds
    page = mine.post(f"{address}{held.id}/end/", {"why_ended": ""}).content.decode()
    assert "Write what has changed." in page and 'class="add" open' in page
    assert case_for(alice, case.ref).file.holds[0].ended_at is None


def test_to_another_officer_the_page_is_as_if_the_case_were_not_there(
    bob: Acting, case: OpenCase, at: At
) -> None:
    theirs = browser_of(bob)
    for address in ("/cases/{}/holds/", "/cases/{}/holds/" + "b" * 26 + "/end/"):
        real = theirs.post(address.format(case.ref), {"why_ended": "x"})
        none = theirs.post(address.format("a" * 26), {"why_ended": "x"})
        assert (real.status_code, real.content) == (404, none.content)


def test_an_open_case_says_that_it_is_held_and_one_whose_hold_is_over_does_not(
    alice: Acting, case: OpenCase, at: At
) -> None:
    mine, until = browser_of(alice), NOON.date() + timedelta(days=20)
    Case.objects.update(keep_until=until)
    said = "The law obliges us to keep it until Sunday 13 December."
    assert said in mine.get(f"/cases/{case.ref}/").content.decode()
    Case.objects.update(keep_until=NOON.date() - timedelta(days=1))
    assert "obliges us to keep it until" not in mine.get(f"/cases/{case.ref}/").content.decode()


def test_the_desk_the_case_and_the_page_tell_the_day_that_the_hold_gives(
    alice: Acting, case: OpenCase, at: At
) -> None:
    near, until = NOON.date() + timedelta(days=5), NOON.date() + timedelta(days=20)
    ending_on(case, near, keep_until=until)
    mine = browser_of(alice)
    for address in ("/desk/", f"/cases/{case.ref}/", f"/cases/{case.ref}/holds/"):
        page = mine.get(address).content.decode()
        assert "Monday 14 December" in page, address
        assert "Saturday 28 November" not in page, address
    desk = mine.get("/desk/").content.decode()
    assert "Does the law still oblige us to keep the record of Dana Whitlock?" in desk
