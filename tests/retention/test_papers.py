"""Papers are ticked off by whoever shredded them, before their record goes and afterwards."""

from datetime import timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for, documents_of
from confide.ledger.record import Refused
from confide.retention import actions, queries
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.browsing import At, at, browser_of
from tests.cast import NOON
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-2", "RECD-5"),
]
__all__ = ["at"]
TODAY = NOON.date()
ASKED = actions.Asked(how_asked="She came.", how_identified="I know her.")


@pytest.fixture
def papers(alice: Acting, case: OpenCase) -> list[str]:
    """Two papers in the cabinet."""
    return [
        casework.register_paper(alice, case, name=name, kept_where="Cabinet 2", at=NOON)
        for name in ("The tenancy agreement", "A letter")
    ]


def destroyed(alice: Acting, case: OpenCase) -> queries.Certified:
    number = actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
    assert number
    return queries.certificate(number)


def test_each_paper_is_ticked_off_once_and_says_when(
    alice: Acting, case: OpenCase, papers: list[str]
) -> None:
    casework.tick_off_paper(alice, case, papers[0], at=NOON)
    kept = {entry.id: entry.card.shredded_on for entry in queries.papers_in(case)}
    assert kept == {papers[0]: TODAY, papers[1]: None}
    with pytest.raises(Refused):
        casework.tick_off_paper(alice, case, papers[0], at=NOON)


def test_nobody_else_ticks_them_off_and_a_file_is_no_paper(
    alice: Acting, bob: Acting, case: OpenCase, papers: list[str]
) -> None:
    file = casework.add_document(alice, case, cast.a_pdf(), at=NOON)
    with pytest.raises((NotVisible, Refused)):
        casework.tick_off_paper(bob, case, papers[0], at=NOON)
    for wrong in (file, random_id()):
        with pytest.raises(NotVisible):
            casework.tick_off_paper(alice, case, wrong, at=NOON)
    assert all(entry.card.shredded_on is None for entry in documents_of(case))


def test_the_desk_asks_for_it_a_week_before_the_record_goes_and_not_afterwards(
    alice: Acting, case: OpenCase, papers: list[str]
) -> None:
    ending_on(case, TODAY + timedelta(days=100))
    mine = [case_for(alice, case.ref)]
    assert queries.to_shred(mine, on=TODAY + timedelta(days=92)) == []
    assert queries.to_shred(mine, on=TODAY + timedelta(days=93)) == mine
    for paper in papers:
        casework.tick_off_paper(alice, mine[0], paper, at=NOON)
    assert queries.to_shred(mine, on=TODAY + timedelta(days=93)) == []


def test_a_certificate_says_how_many_are_left_and_then_that_none_is(
    alice: Acting, bob: Acting, case: OpenCase, papers: list[str]
) -> None:
    casework.tick_off_paper(alice, case, papers[0], at=NOON)
    certified = destroyed(alice, case)
    assert queries.papers_of(case.ref).said == (
        "2 papers, of which 1 still to be shredded by hand."
    )
    actions.confirm_papers(bob, certified, at=NOON)
    assert "so it was said on Monday 23 November 2026" in queries.papers_of(case.ref).said
    with pytest.raises(Refused):
        actions.confirm_papers(bob, certified, at=NOON)


def test_a_night_without_keys_knows_what_is_left_as_well(
    alice: Acting, case: OpenCase, papers: list[str]
) -> None:
    ending_on(case, TODAY + timedelta(days=8))
    for days in range(1, 9):
        actions.nightly(night(TODAY, days))
    (certified,) = queries.certificates()
    assert queries.papers_of(certified.case).left == 2
    assert queries.printed(certified, queries.evidence(certified))


def test_of_a_case_without_papers_nothing_is_to_be_confirmed(alice: Acting, case: OpenCase) -> None:
    certified = destroyed(alice, case)
    assert queries.papers_of(case.ref).said == "No paper was noted."
    with pytest.raises(Refused):
        actions.confirm_papers(alice, certified, at=NOON)


def test_a_steward_reads_the_certificate_and_confirms_nothing(
    alice: Acting, sara: Acting, case: OpenCase, papers: list[str], at: At
) -> None:
    certified = destroyed(alice, case)
    address = f"/certificates/{certified.number}/"
    assert "Its papers are shredded" not in browser_of(sara).get(address).content.decode()
    assert browser_of(sara).post(f"{address}papers/").status_code in {403, 404}
    assert queries.papers_of(case.ref).left == 2


def test_on_the_pages_papers_are_ticked_off_before_and_after(
    alice: Acting, case: OpenCase, papers: list[str], at: At
) -> None:
    ending_on(case, TODAY + timedelta(days=5))
    mine = browser_of(alice)
    assert "Papers of Dana Whitlock have to be shredded" in mine.get("/desk/").content.decode()
    address = f"/cases/{case.ref}/shredding/"
    assert "Cabinet 2" in mine.get(address).content.decode()
    done = mine.post(address, {"paper": papers[0]}, follow=True).content.decode()
    assert "The paper is ticked off." in done and "Shredded on" in done
    assert mine.post(address, {"paper": random_id()}).status_code == 404
    certified = destroyed(alice, case)
    address = f"/certificates/{certified.number}/"
    assert "2 papers, of which 1 still to be shredded" in mine.get(address).content.decode()
    done = mine.post(f"{address}papers/", follow=True).content.decode()
    assert "so it was said on" in done and "Its papers are shredded" not in done
