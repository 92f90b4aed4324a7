"""Next steps: promising one, and having done it. (RECD-1)"""

from datetime import date

import pytest

from confide.casework import actions, queries
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-1"),
]
SOON, LATER = date(2026, 11, 24), date(2026, 12, 24)


def steps(case: OpenCase) -> list[str]:
    return [each.card.step for each in queries.tasks_of(case)]


def test_the_next_due_is_on_top_then_what_has_no_day_then_what_is_done(
    alice: Acting, case: OpenCase
) -> None:
    actions.add_task(alice, case, "Some time", due_on=None, at=NOON)
    actions.add_task(alice, case, "Later", due_on=LATER, at=NOON)
    done = actions.add_task(alice, case, "Done", due_on=SOON, at=NOON)
    actions.finish_task(alice, case, done, done_on=SOON, at=NOON)
    assert steps(case) == ["Ring the deposit scheme", "Later", "Some time", "Done"]
    assert history.recorded("step.added", about=case.ref, by=alice.pseudonym)
    assert history.recorded("step.done", about=case.ref, by=alice.pseudonym)


def test_what_is_done_is_no_longer_among_what_is_open(alice: Acting, case: OpenCase) -> None:
    mine = {each.ref: each for each in queries.my_cases(alice)}
    first = queries.tasks_of(case)[0].id
    assert [step.id for _, step in queries.open_steps(alice, mine)] == [first]
    actions.finish_task(alice, case, first, done_on=SOON, at=NOON)
    assert list(queries.open_steps(alice, mine)) == []


def test_said_twice_it_was_done_on_the_first_day(alice: Acting, case: OpenCase) -> None:
    first = queries.tasks_of(case)[0].id
    for day in (SOON, LATER):
        actions.finish_task(alice, case, first, done_on=day, at=NOON)
    assert queries.tasks_of(case)[0].card.done_on == SOON


def test_a_step_of_another_case_is_not_there(alice: Acting, case: OpenCase) -> None:
    other = cast.a_case(alice, student="Emrys Vaughan")
    theirs = queries.tasks_of(other)[0].id
    for strange in (theirs, "a" * 26, ""):
        with pytest.raises(NotVisible):
            actions.finish_task(alice, case, strange, done_on=SOON, at=NOON)
    assert queries.tasks_of(other)[0].card.done_on is None
    assert history.recorded("step.done", about=case.ref) is None


@pytest.mark.clause("CONF-1")
def test_a_colleague_neither_adds_nor_finishes(bob: Acting, case: OpenCase) -> None:
    first = queries.tasks_of(case)[0].id
    with pytest.raises(Refused):
        actions.add_task(bob, case, "x", due_on=None, at=NOON)
    with pytest.raises(Refused):
        actions.finish_task(bob, case, first, done_on=SOON, at=NOON)
    assert steps(case) == ["Ring the deposit scheme"]


def test_the_pages_add_and_finish_one(at: At, alice: Acting, case: OpenCase) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/steps/"
    wrong = browser.post(address, {"step": "Write", "due_on": "31/2/2027"})
    assert wrong.status_code == 200 and 'value="Write"' in wrong.content.decode()
    assert browser.post(address, {"step": "Write", "due_on": "24/12/2026"}).status_code == 302
    assert steps(case) == ["Ring the deposit scheme", "Write"]
    done = f"{address}{queries.tasks_of(case)[1].id}/done/"
    # By GET it is a page that one came back to, and nothing is done by it.
    assert browser.get(done)["Location"] == f"/cases/{case.ref}/"
    assert queries.tasks_of(case)[1].card.done_on is None
    assert browser.post(done).status_code == 302
    assert queries.tasks_of(case)[1].card.done_on == NOON.date()
