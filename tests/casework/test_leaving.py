"""Leaving office: each open case is decided, and what could not be done is said. (HOUR-3)"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse

from confide.casework import actions, queries
from confide.casework.actions import seats
from confide.casework.models import Seat
from confide.casework.queries import OpenCase, case_for, my_cases
from confide.ledger.history import entries_about
from confide.team.models import Term
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("HOUR-3", "CONF-5"),
]


def text(page: HttpResponse) -> str:
    return page.content.decode()


def events(case: OpenCase) -> list[str]:
    return [entry.event for entry in entries_about(case.ref) if entry.verdict == "allowed"]


def sent(to: Acting, *cases: OpenCase) -> dict[str, Any]:
    return {
        "cases": [case.ref for case in cases],
        "to": to.officer.id,
        "student_knows": "I wrote to each.",
    }


@pytest.mark.parametrize(("days", "soon"), [(31, False), (30, True), (0, True)])
def test_the_desk_says_so_in_the_last_thirty_days(
    alice: Acting, case: OpenCase, at: At, days: int, soon: bool
) -> None:
    at(NOON)
    Term.objects.filter(officer=alice.officer).update(ends_on=NOON.date() + timedelta(days=days))
    page = text(browser_of(alice).get("/desk/"))
    assert ("decide what happens with each case" in page) is soon
    assert 'href="/leaving/"' in page
    at(NOON + timedelta(days=days + 1))
    assert "decide what happens" not in text(browser_of(alice).get("/desk/"))


def test_who_was_elected_again_is_not_leaving(alice: Acting, case: OpenCase, at: At) -> None:
    Term.objects.filter(officer=alice.officer).update(ends_on=NOON.date() + timedelta(days=3))
    Term.objects.create(
        officer=alice.officer,
        role="caseworker",
        post="education",
        starts_on=NOON.date() + timedelta(days=4),
        ends_on=date(2028, 6, 30),
    )
    assert "decide what happens" not in text(browser_of(alice).get("/desk/"))


def test_what_is_ticked_goes_each_with_its_entry_and_the_rest_stays(
    alice: Acting, bob: Acting, at: At
) -> None:
    cases = [cast.a_case(alice, student=f"Student {n}") for n in range(4)]
    page = browser_of(alice).post("/leaving/", sent(bob, *cases[:3]))
    assert "3 cases are handed over" in text(page) and "3 of 4 decided" in text(page)
    assert {each.ref for each in my_cases(bob)} == {each.ref for each in cases[:3]}
    assert [each.ref for each in my_cases(alice)] == [cases[3].ref]
    assert all("case.handed-over" in events(case) for case in cases[:3])


@pytest.mark.clause("ELIG-2")
def test_one_refusal_in_the_middle_stops_nothing_and_says_why(alice: Acting, at: At) -> None:
    wendy = cast.officer("wendy", post="womens")
    said = [cast.a_case(alice, student=name) for name in ("Ada", "Bea")]
    unsaid = cast.a_case(alice, student="Emrys Vaughan", said_woman=None)
    page = text(browser_of(alice).post("/leaving/", sent(wendy, said[0], unsaid, said[1])))
    assert "2 cases are handed over" in page and "Emrys Vaughan</a>:" in page and "ELIG-2" in page
    assert {each.ref for each in my_cases(wendy)} == {each.ref for each in said}
    assert [e.verdict for e in entries_about(unsaid.ref) if e.event == "case.handed-over"] == [
        "refused"
    ]


@pytest.mark.promise("P14")
@pytest.mark.parametrize("failure", [OperationalError, RuntimeError])
def test_a_crash_in_the_middle_loses_nothing_and_what_is_done_is_said(
    alice: Acting, bob: Acting, at: At, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    cases = [cast.a_case(alice, student=f"Student {n}") for n in range(3)]
    real: Callable[..., Any] = seats.seat
    times = iter([False, True, False])

    def fails_once(*args: Any, **kwargs: Any) -> None:
        if next(times):
            raise failure
        real(*args, **kwargs)

    hers = browser_of(alice)
    with monkeypatch.context() as breaking:
        breaking.setattr(seats, "seat", fails_once)
        page = hers.post("/leaving/", sent(bob, *cases))
    if failure is OperationalError:
        assert "2 cases are handed over" in text(page) and "could not be written" in text(page)
    else:
        assert page.status_code == 500
    done = {each.ref for each in my_cases(bob)}
    left = {each.ref for each in my_cases(alice)}
    assert len(done | left) == 3 and not done & left and cases[1].ref in left
    assert f"{len(done)} of 3 decided" in text(hers.get("/leaving/"))
    hers.post("/leaving/", sent(bob, *[case for case in cases if case.ref in left]))
    assert len(my_cases(bob)) == 3 and not my_cases(alice)


def test_asking_the_student_is_a_next_step_once(alice: Acting, case: OpenCase, at: At) -> None:
    hers = browser_of(alice)
    for _ in range(2):
        assert hers.post("/leaving/questions/", {"case": case.ref})["Location"] == "/leaving/"
    [first, _] = queries.tasks_of(case_for(alice, case.ref))
    asking = [e.card for e in queries.tasks_of(case_for(alice, case.ref)) if e.card.asks_who_next]
    assert len(asking) == 1 and asking[0].due_on == NOON.date() + timedelta(days=7)
    assert "0 cases are undecided" in text(hers.get("/leaving/")) and first
    assert hers.get("/leaving/questions/").status_code == 302


def test_another_officers_case_is_not_there(alice: Acting, bob: Acting, at: At) -> None:
    hers = cast.a_case(alice)
    his = browser_of(bob)
    assert his.post("/leaving/questions/", {"case": hers.ref}).status_code == 404
    page = his.post("/leaving/", sent(alice, hers))
    assert page.status_code == 200 and 'href="#id_cases_0"' in text(page)
    assert Seat.objects.get(case=hers.row).officer_id == alice.officer.id


def test_what_is_resolved_or_lent_is_not_to_be_decided(
    alice: Acting, bob: Acting, case: OpenCase, at: At
) -> None:
    until_on = NOON.date() + timedelta(days=3)
    Seat.objects.create(case=case.row, officer=bob.officer, until_on=until_on)
    found = queries.leaving(bob, [case])
    assert found.undecided == 0 and found.cases[0].lent
    assert queries.leaving(alice, [case]).undecided == 1
    actions.resolve(alice, case, outcome="x", at=NOON)
    assert queries.leaving(alice, my_cases(alice)).cases == []


def test_the_new_one_is_new_until_it_is_opened(
    alice: Acting, bob: Acting, case: OpenCase, at: At
) -> None:
    actions.hand_over(alice, case, bob.officer, student_knows="x", at=NOON)
    his = browser_of(bob)
    at(NOON + timedelta(minutes=1))
    assert "came to you" in text(his.get("/desk/"))
    assert his.get(f"/cases/{case.ref}/").status_code == 200
    assert "came to you" not in text(his.get("/desk/"))


def test_the_page_of_one_hand_over_says_who_can_not_take_it_and_why(
    alice: Acting, bob: Acting, at: At
) -> None:
    cast.officer("wendy", post="womens")
    cast.officer("nora", signed=False)
    case = cast.a_case(alice, said_woman=None)
    hers, place = browser_of(alice), f"/cases/{case.ref}/hand-over/"
    page = text(hers.get(place))
    for words in ("<strong>Wendy</strong>", "ELIG-2", "<strong>Nora</strong>", "CONF-5"):
        assert words in page
    assert 'value="' + bob.officer.id in page
    kept = text(hers.post(place, {"to": "", "student_knows": "I rang <her>."}))
    assert "I rang &lt;her&gt;." in kept and 'href="#id_to_0"' in kept
    assert 'href="#id_student_knows"' in text(
        hers.post(place, {"to": bob.officer.id, "student_knows": "–"})
    )
    gone = hers.post(place, {"to": bob.officer.id, "student_knows": "I rang <her>."})
    assert gone["Location"] == "/desk/" and hers.get(f"/cases/{case.ref}/").status_code == 404
    assert "Handed over to Bob" in text(browser_of(bob).get(f"/cases/{case.ref}/"))
