"""Limits against flooding, that tell nobody apart and keep nothing. (CONF-3)"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client, RequestFactory

from confide.casework.models import Case
from confide.frontdoor.views import own, side
from confide.team.queries import Acting
from confide.vault import toil, ways
from confide.web.limits import Limit, client_of
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import ADDRESS, a_student, asking, asks, send, text
from tests.vault.test_toil import done

NEAR, FAR = "192.0.2.7", "198.51.100.9"


def _from(address: str) -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin"}, REMOTE_ADDR=address)


def _worked(student: Client) -> dict[str, str]:
    """What the form has once the browser has worked."""
    page = send(student, "begin").content.decode()
    found = re.search(r'name="task" value="([\w.]+)"', page)
    assert found and f'data-task="{found[1]}" data-bits="{toil.BITS}"' in page
    return {"task": found[1], "done": done(found[1])}


def test_so_many_at_once_and_then_one_each_time() -> None:
    limit = Limit(2, every=timedelta(minutes=1))
    assert [limit.allows(1, at=NOON) for _ in range(3)] == [True, True, False]
    assert limit.allows(2, at=NOON)
    assert not limit.allows(1, at=NOON + timedelta(seconds=59))
    assert limit.allows(1, at=NOON + timedelta(seconds=60))
    assert not limit.allows(1, at=NOON + timedelta(seconds=61))


def test_a_clock_that_goes_back_gives_nobody_more() -> None:
    limit = Limit(1, every=timedelta(minutes=1))
    assert limit.allows(1, at=NOON)
    assert not limit.allows(1, at=NOON - timedelta(days=1))


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confide.web.limits._MOST_CLIENTS", 50)
    limit = Limit(3, every=timedelta(minutes=1))
    for client in range(500):
        assert limit.allows(client, at=NOON + timedelta(seconds=client))
    assert len(limit._counts) <= 50


@pytest.mark.clause("CONF-3")
def test_a_client_is_a_number_for_a_neighbourhood_and_no_address() -> None:
    def client(address: str, **headers: str) -> int:
        request = RequestFactory(REMOTE_ADDR=address).get("/", headers=headers)
        return client_of(request)

    assert client("2001:db8:1:200::1") == client("2001:db8:1:2ff::9") != client("2001:db8:1:300::1")
    assert client(NEAR) == client(f"::ffff:{NEAR}") != client(FAR)
    through = {"X-Forwarded-For": f"10.0.0.1, {NEAR}"}
    assert client("127.0.0.1", **through) == client(NEAR)
    # Whoever is no proxy on this machine says nothing of where others are.
    assert client(FAR, **through) == client(FAR)
    assert str(client(NEAR)) not in NEAR


@pytest.mark.django_db(databases=["default", "keys"])
class TestAsking:
    """At the door itself."""

    @pytest.mark.clause("CONF-3")
    def test_too_many_requests_from_one_place_stop_that_place_for_a_while(
        self, alice: Acting, at: Callable[[datetime], None]
    ) -> None:
        for _ in range(10):
            assert send(_from(NEAR), "ask", **asking()).status_code == 302
        refused = send(_from(NEAR), "ask", **asking(words="It took me an hour."))
        assert refused.status_code == 429
        assert "It took me an hour." in text(refused)
        assert "nobody is turned away there" in text(refused) and "999" in text(refused)
        assert Case.objects.count() == 10
        assert send(_from(FAR), "ask", **asking()).status_code == 302
        at(NOON + timedelta(minutes=6))
        assert send(_from(NEAR), "ask", **asking()).status_code == 302

    @pytest.mark.clause("CONF-3")
    def test_a_flood_that_did_no_work_locks_out_nobody_whose_browser_did(
        self, alice: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own._ASKS_IN_ALL, "many", 2)
        for address in range(2):
            assert send(_from(f"192.0.2.{address}"), "ask", **asking()).status_code == 302
        assert send(_from(FAR), "ask", **asking()).status_code == 429
        student = _from(FAR)
        worked = _worked(student)
        assert send(student, "ask", **asking(**worked)).status_code == 302
        # The same work once more, from wherever: it counts for nothing.
        assert send(_from("203.0.113.1"), "ask", **asking(**worked)).status_code == 429
        assert send(student, "ask", **asking(**_worked(student))).status_code == 302

    def test_work_has_limits_of_its_own(
        self, alice: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own._WORKED_EACH, "many", 1)
        monkeypatch.setattr(own._WORKED_IN_ALL, "many", 2)
        answers = [
            send(_from(address), "ask", **asking(**_worked(_from(address)))).status_code
            for address in (NEAR, NEAR, FAR, "203.0.113.1")
        ]
        assert answers == [302, 429, 302, 429]
        assert send(_from("203.0.113.2"), "ask", **asking()).status_code == 302

    def test_whoever_has_words_and_whoever_has_none_meet_the_same_limit(
        self, alice: Acting
    ) -> None:
        words = asks(a_student())
        pages = []
        for typed, address in ((words, NEAR), (ways.make_words(), FAR)):
            answers = [send(_from(address), "enter", words=typed) for _ in range(31)]
            assert [answer.status_code for answer in answers] == [302] * 30 + [429]
            pages.append((answers[-1].content, sorted(answers[-1].items())))
        assert pages[0] == pages[1]

    def test_nobody_fills_a_drawer_and_what_is_taken_back_has_no_limit(
        self, alice: Acting, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(side._CHANGES_EACH, "many", 2)
        student = a_student()
        asks(student)
        for _ in range(2):
            assert send(student, "message", message="Once more.").status_code == 302
        refused = text(send(student, "message", message="It took me an hour."))
        assert "we take nothing more for the moment" in refused
        assert "It took me an hour." in refused
        assert send(student, "restrict", restriction="Tell nobody.").status_code == 302
        at(NOON + timedelta(seconds=20))
        assert send(student, "message", message="Later.").status_code == 302
        assert "Access ends now." in text(send(student, "destroy"))

    def test_what_is_urgent_and_one_s_own_side_have_no_limit(self, alice: Acting) -> None:
        student = a_student()
        asks(student)
        for _ in range(40):
            send(_from("127.0.0.1"), "enter", words=ways.make_words())
        assert "Your side" in text(student.get(ADDRESS))
        assert send(student, "message", message="Still here.").status_code == 302
        assert student.get("/emergency/").status_code == 200
