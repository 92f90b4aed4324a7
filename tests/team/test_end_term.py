"""Ending a term of office before its time. (HOUR-3)"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from confide.ledger import history
from confide.ledger.record import Refused
from confide.team import actions
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting
from confide.vault import sessions
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON
from tests.team import people

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("HOUR-3"),
]
TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)


def term_of(acting: Acting) -> Term:
    return Term.objects.get(officer=acting.officer)


def end(sara: Acting, term: Term, last_day: date) -> None:
    actions.end_term(sara, term.id, last_day=last_day, at=NOON)


def test_the_last_day_is_a_day_in_office_and_the_next_is_not(sara: Acting, alice: Acting) -> None:
    end(sara, term_of(alice), TODAY)
    assert people.as_of(alice, TODAY).in_office
    assert not people.as_of(alice, TODAY + timedelta(days=1)).roles
    assert history.recorded("term.ended", about=alice.pseudonym, by=sara.pseudonym)


def test_ended_as_of_yesterday_it_is_over_at_once_and_so_are_the_sessions(
    at: At, sara: Acting, alice: Acting
) -> None:
    browser = browser_of(alice)
    end(sara, term_of(alice), YESTERDAY)
    assert not people.as_of(alice, TODAY).roles
    assert sessions.open_for([alice.unlocked.ring_id]) == set()
    assert b"Sign in" in browser.get("/desk/").content


def test_ended_as_of_today_the_session_of_today_goes_on(
    at: At, sara: Acting, alice: Acting
) -> None:
    browser = browser_of(alice)
    end(sara, term_of(alice), TODAY)
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("last_day", [YESTERDAY - timedelta(days=1), date(2027, 7, 1)])
def test_it_is_neither_undone_for_the_past_nor_made_longer(
    sara: Acting, alice: Acting, last_day: date
) -> None:
    with pytest.raises(Refused):
        end(sara, term_of(alice), last_day)
    assert term_of(alice).ends_on == cast.TERM[1]


def test_a_term_that_has_not_begun_can_be_taken_back(sara: Acting) -> None:
    actions.appoint(sara, replace(people.MAYA, starts_on=date(2027, 1, 1)), at=NOON)
    term = Term.objects.get(officer__sign_in_name="maya")
    end(sara, term, TODAY)
    assert not Term.objects.filter(id=term.id).exists()
    assert Officer.objects.filter(sign_in_name="maya").exists()


def test_one_that_began_today_can_be_taken_back(sara: Acting) -> None:
    actions.appoint(sara, replace(people.MAYA, starts_on=TODAY), at=NOON)
    end(sara, Term.objects.get(officer__sign_in_name="maya"), YESTERDAY)
    assert not Term.objects.filter(officer__sign_in_name="maya").exists()


def test_the_last_steward_stays(sara: Acting) -> None:
    with pytest.raises(Refused) as refused:
        end(sara, term_of(sara), TODAY)
    assert "without a steward" in refused.value.decision.reason
    assert term_of(sara).ends_on == cast.TERM[1]


def test_a_steward_who_never_made_keys_does_not_count(sara: Acting) -> None:
    actions.appoint(sara, people.STEWARD, at=NOON)
    with pytest.raises(Refused):
        end(sara, term_of(sara), TODAY)
    actions.enrol(people.unlocked("tom", _words(sara)), people.OWN, at=NOON)
    end(sara, term_of(sara), TODAY)
    assert term_of(sara).ends_on == TODAY


def _words(sara: Acting) -> str:
    """An invitation that we know: Tom's, appointed anew."""
    Term.objects.filter(officer__sign_in_name="tom").delete()
    Officer.objects.filter(sign_in_name="tom").delete()
    return actions.appoint(sara, people.STEWARD, at=NOON)


def test_a_steward_can_leave_to_one_who_begins_the_day_after(sara: Acting) -> None:
    tomorrow = (TODAY + timedelta(days=1), date(2027, 6, 30))
    cast.officer("tom", role=Role.STEWARD, term=tomorrow)
    end(sara, term_of(sara), TODAY)
    assert term_of(sara).ends_on == TODAY


def test_a_gap_of_a_day_without_a_steward_is_refused(sara: Acting) -> None:
    cast.officer("tom", role=Role.STEWARD, term=(TODAY + timedelta(days=2), date(2027, 6, 30)))
    with pytest.raises(Refused):
        end(sara, term_of(sara), TODAY)


def test_only_a_steward_ends_terms(alice: Acting, bob: Acting) -> None:
    with pytest.raises(Refused):
        end(alice, term_of(bob), TODAY)
    assert term_of(bob).ends_on == cast.TERM[1]


def test_the_page_ends_it_and_an_unknown_term_is_not_there(
    at: At, sara: Acting, alice: Acting
) -> None:
    browser, term = browser_of(sara), term_of(alice)
    empty = browser.post(f"/terms/{term.id}/end/", {"last_day": ""})
    assert "Enter a date" in empty.content.decode()
    assert browser.post(f"/terms/{term.id}/end/", {"last_day": "24/11/2026"}).status_code == 302
    assert term_of(alice).ends_on == date(2026, 11, 24)
    for unknown in ("a" * 26, "%00", "x", "%F0%9F%98%80"):
        assert browser.get(f"/terms/{unknown}/end/").status_code == 404
