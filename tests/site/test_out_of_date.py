"""A page that is out of date ends where it is said what happened, and where to go on. (CONF-3)"""

from typing import Any

import pytest
from django.test import RequestFactory

from confide.casework import actions
from confide.casework.queries import OpenCase
from confide.team.queries import Acting
from confide.web import errors
from tests.browsing import At, at, browser_of
from tests.cast import NOON
from tests.stage import alice, bob, case, data, service

__all__ = ["alice", "at", "bob", "case", "data", "service"]

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]


def test_a_refusal_leads_back_to_the_case_while_it_opens(
    at: At, alice: Acting, case: OpenCase
) -> None:
    place = f"/cases/{case.ref}/"
    page = browser_of(alice).post(f"{place}destruction/by-hand/", {"step": "second", "sure": "yes"})
    assert page.status_code == 403
    assert f'href="{place}"' in page.content.decode()


def test_a_case_that_was_handed_over_meanwhile_is_explained_and_so_is_every_other_address(
    at: At, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    hers, address = browser_of(alice), f"/cases/{case.ref}/"
    actions.hand_over(alice, case, bob.officer, student_knows="She asked for it.", at=NOON)
    pages = [hers.get(address), hers.post(f"{address}contacts/"), hers.get("/cases/no/")]
    pages.append(hers.get("/nowhere/"))
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "the case may have been handed over" in pages[0].content.decode()


@pytest.mark.clause("CONF-3")
def test_the_public_side_speaks_of_no_case(settings: Any) -> None:
    settings.SIDE = "public"
    page = errors.not_found(RequestFactory().get("/"))
    assert "handed over" not in page.content.decode()
