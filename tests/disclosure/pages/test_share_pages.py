"""Sharing on its pages: what is typed stays, what is forged is nothing, words are never lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.models import Seat
from confide.casework.queries import OpenCase, case_for, contacts_of
from confide.disclosure import actions, queries
from confide.disclosure.actions import Sharing
from confide.disclosure.models import Share
from confide.ledger.models import Entry
from confide.ledger.record import record
from confide.team.queries import Acting
from confide.vault.models import Grant
from confide.vault.primitives import random_id
from confide.web import clock
from tests import cast
from tests.browsing import browser_of as desk_of
from tests.browsing import hidden_in
from tests.disclosure.browsing import browser_of, text

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-4"),
]
WHY = Sharing(reason="benefit", why="Bob knows <tenancy> law.")


@pytest.fixture
def typed(bob: Acting) -> dict[str, Any]:
    return {
        "form_id": random_id(),
        "to": bob.officer.id,
        "reason": "benefit",
        "why": "Bob knows <tenancy> law.",
        "until_on": "",
    }


def share(alice: Acting, bob: Acting, case: OpenCase, said: Sharing = WHY) -> str:
    return actions.share(alice, case, bob.officer, said, at=clock.now())


def test_shared_once_however_often_it_is_sent(
    browser: Client, case: OpenCase, typed: dict[str, Any]
) -> None:
    for _ in range(2):
        sent = browser.post(f"/cases/{case.ref}/shares/", typed)
        assert sent.status_code == 302 and sent["Location"] == f"/cases/{case.ref}/shares/"
    assert Share.objects.count() == 1
    page = text(browser.get(f"/cases/{case.ref}/shares/"))
    assert "Bob" in page and "Bob knows &lt;tenancy&gt; law." in page and "Take it back" in page


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"to": ""}, "id_to_0"),
        ({"to": "nobody"}, "id_to_0"),
        ({"reason": ""}, "id_reason_0"),
        ({"reason": "curiosity"}, "id_reason_0"),
        ({"why": ""}, "id_why"),
        ({"why": "–"}, "id_why"),
        ({"until_on": "1/1/2020"}, "id_until_on"),
        ({"until_on": "1/1/2190"}, "id_until_on"),
        ({"until_on": "soon"}, "id_until_on"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_nobody_is_seated(
    browser: Client, case: OpenCase, typed: dict[str, Any], changed: dict[str, Any], place: str
) -> None:
    page = browser.post(f"/cases/{case.ref}/shares/", {**typed, **changed})
    assert page.status_code == 200 and f'href="#{place}' in text(page)
    assert changed.get("why", "Bob knows &lt;tenancy&gt; law.") in text(page)
    assert not Share.objects.exists() and Seat.objects.count() == 1


def test_a_sheet_that_is_not_of_our_making_is_not_read(
    browser: Client, case: OpenCase, typed: dict[str, Any]
) -> None:
    page = browser.post(f"/cases/{case.ref}/shares/", {**typed, "form_id": "../../x"})
    assert page.status_code == 400 and not Share.objects.exists()


@pytest.mark.clause("CONF-3")
def test_forged_it_is_a_case_that_does_not_exist(
    alice: Acting, bob: Acting, case: OpenCase, typed: dict[str, Any]
) -> None:
    made = share(alice, bob, case)
    zoe = cast.officer("zoe", term=(date(2020, 1, 1), date(2199, 12, 31)), at=clock.now())
    stranger, nowhere = browser_of(zoe), "a" * 26
    for path in ("shares/", "shares/new/", f"shares/{made}/end/", "hand-over/"):
        for ask in (stranger.get, lambda at: stranger.post(at, typed)):
            real, none = ask(f"/cases/{case.ref}/{path}"), ask(f"/cases/{nowhere}/{path}")
            assert real.status_code == none.status_code == 404
            assert real.content == none.content
    other = cast.a_case(alice, at=clock.now())
    crossed = browser_of(alice).post(f"/cases/{other.ref}/shares/{made}/end/")
    assert crossed.status_code == 404
    assert queries.one_share(case_for(alice, case.ref), made).card.ended_at is None


def test_whom_it_was_lent_to_cannot_forge_what_her_caseworker_decides(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share(alice, bob, case)
    zoe = cast.officer("zoe", term=(date(2020, 1, 1), date(2199, 12, 31)), at=clock.now())
    his = browser_of(bob)
    form = {"to": zoe.officer.id, "student_knows": "x", "outcome": "x", "why": "x"}
    share_form = {**form, "reason": "benefit", "until_on": "", "form_id": random_id()}
    for path, sent in (("hand-over", form), ("shares", share_form), ("closure", form)):
        page = his.post(f"/cases/{case.ref}/{path}/", sent)
        assert page.status_code == 403 and "RECD-4" in text(page)
    page = text(his.get(f"/cases/{case.ref}/"))
    for gone in ("tellings/new/", "hand-over/", "closure/", "destruction/"):
        assert f'href="/cases/{case.ref}/{gone}"' not in page
    assert "This case was shared with you." in page
    assert Entry.objects.filter(verdict="refused", about=case.ref).count() == 3
    assert Seat.objects.filter(case=case.row).count() == 2


def test_the_one_button_takes_back_or_gives_up_by_who_presses_it(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    made = share(alice, bob, case)
    assert browser_of(alice).get(f"/cases/{case.ref}/shares/{made}/end/").status_code == 302
    given = browser_of(bob).post(f"/cases/{case.ref}/shares/{made}/end/")
    assert given["Location"] == "/desk/"
    assert browser_of(bob).get(f"/cases/{case.ref}/").status_code == 404
    hers = browser_of(alice)
    for _ in range(2):
        assert hers.post(f"/cases/{case.ref}/shares/{made}/end/").status_code == 302
    card = queries.one_share(case_for(alice, case.ref), made).card
    assert card.ended_how == "given-up"


def test_opening_the_case_closes_what_ended_and_never_fails_for_it(
    alice: Acting, bob: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = share(alice, bob, case)
    yesterday = alice.on - timedelta(days=1)
    Seat.objects.filter(case=case.row, officer=bob.officer).update(until_on=yesterday)
    hers = browser_of(alice)
    with monkeypatch.context() as broken:
        broken.setattr("confide.casework.actions._seating.rekey.apply", _fails)
        assert hers.get(f"/cases/{case.ref}/").status_code == 200
    assert case_for(alice, case.ref).keys.generation == 1
    page = text(hers.get(f"/cases/{case.ref}/"))
    opened = case_for(alice, case.ref)
    assert opened.keys.generation == 2 and "Shared with Bob" in page
    assert queries.one_share(opened, made).card.ended_at is not None
    assert not Grant.objects.filter(case=case.ref, holder=bob.unlocked.ring_id).exists()


def _fails(*_: object) -> None:
    from django.db import OperationalError

    raise OperationalError


@pytest.mark.promise("P14")
def test_what_was_typed_as_the_case_got_new_keys_comes_back_to_be_sent_again(
    alice: Acting, bob: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = share(alice, bob, case)
    real = casework.add_contact

    def taken_back_first(acting: Acting, opened: OpenCase, said: Said, **kwargs: Any) -> str:
        actions.take_back(alice, case_for(alice, case.ref), made, at=clock.now())
        return real(acting, opened, said, **kwargs)

    now = clock.now()
    typed = {
        "kind": "phone",
        "day": f"{now:%d/%m/%Y}",
        "time": "00:00",
        "said": "She said <so> & “more”.",
        "options": "",
        "chose": "",
        "next_step": "",
        "due_on": "",
    }
    with monkeypatch.context() as racing:
        racing.setattr("confide.casework.actions.add_contact", taken_back_first)
        page = desk_of(alice).post(f"/cases/{case.ref}/contacts/", typed)
    assert page.status_code == 409 and "Send it again" in text(page)
    assert page["Cache-Control"] == "no-store"
    again = dict(hidden_in(page))
    assert again == typed
    assert browser_of(alice).post(f"/cases/{case.ref}/contacts/", again).status_code == 302
    said = [e.card.said for e in contacts_of(case_for(alice, case.ref))]
    assert said.count("She said <so> & “more”.") == 1


@pytest.mark.clause("CONF-3")
def test_to_whoever_lost_their_seat_in_that_moment_there_is_no_such_case(
    alice: Acting, bob: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = share(alice, bob, case)
    his = desk_of(bob)
    none = his.post(f"/cases/{'a' * 26}/steps/", {"step": "Ring", "due_on": ""})

    def taken_back_first(*args: Any, **kwargs: Any) -> Any:
        # After his standing was asked, and before the record.
        actions.take_back(alice, case_for(alice, case.ref), made, at=clock.now())
        return record(*args, **kwargs)

    with monkeypatch.context() as racing:
        racing.setattr("confide.casework.actions.tasks.record", taken_back_first)
        page = his.post(f"/cases/{case.ref}/steps/", {"step": "Ring", "due_on": ""})
    assert page.status_code == 404 and page.content == none.content
