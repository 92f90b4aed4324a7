"""Appointing somebody to an office. (HOUR-3, CONF-1, ELIG-2)"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from confide.casework.queries import remit_of
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team import actions
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting, names, post_of, roster
from confide.vault.models import KeyRing
from tests import cast
from tests.browsing import At, browser_of, typed_again
from tests.cast import NOON
from tests.team import people
from tests.team.people import MAYA

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEXT_YEAR = {"starts_on": date(2027, 7, 1), "ends_on": date(2028, 6, 30)}


@pytest.mark.clause("HOUR-3")
def test_a_newcomer_gets_an_invitation_of_six_words_and_a_term(sara: Acting) -> None:
    words = actions.appoint(sara, MAYA, at=NOON)
    term = Term.objects.get(officer__sign_in_name="maya")
    assert len(words.split()) == 6
    assert (term.role, term.post) == (Role.CASEWORKER, "education")
    assert (term.starts_on, term.ends_on) == (MAYA.starts_on, MAYA.ends_on)
    assert not people.officer("maya").enrolled


def test_it_is_one_entry_about_the_one_who_was_appointed(sara: Acting) -> None:
    actions.appoint(sara, MAYA, at=NOON)
    about = people.officer("maya").pseudonym
    entry = history.recorded("officer.appointed", about=about, by=sara.pseudonym)
    assert entry is not None and entry.clause == "HOUR-3"


def test_the_invitation_is_in_no_entry_and_no_table(sara: Acting) -> None:
    words = actions.appoint(sara, MAYA, at=NOON)
    kept = [str(row) for table in (Officer, Term, KeyRing) for row in table.objects.values()]
    assert not any(word in " ".join(kept) for word in [words, words.replace(" ", "")])


def test_somebody_who_is_here_gets_no_invitation_and_keeps_keys_and_name(
    sara: Acting, alice: Acting
) -> None:
    again = replace(MAYA, name="A. Whoever", sign_in_name=" ALICE ", post="womens", **NEXT_YEAR)
    rings = KeyRing.objects.count()
    assert actions.appoint(sara, again, at=NOON) == ""
    row = people.officer("alice")
    assert (row.name, row.ring_id, row.enrolled) == ("Alice", alice.unlocked.ring_id, True)
    assert KeyRing.objects.count() == rings
    assert names([row.pseudonym]) == {row.pseudonym: "Alice"}


@pytest.mark.clause("ELIG-2")
def test_another_post_is_theirs_from_the_first_day_of_the_new_term_and_not_before(
    sara: Acting,
) -> None:
    wendy = cast.officer("wendy", post="womens")
    new = replace(MAYA, name="Wendy", sign_in_name="wendy", post="education", **NEXT_YEAR)
    actions.appoint(sara, new, at=NOON)
    row = people.officer("wendy")
    posts = [post_of(row, on=day) for day in (NOON.date(), date(2027, 6, 30), date(2027, 7, 1))]
    assert posts == ["womens", "womens", "education"]
    assert remit_of(people.as_of(wendy, NOON.date()).post) == "women"
    shown = {person.officer.sign_in_name: person.post for person in roster(on=NOON.date())}
    assert shown["wendy"] == "Women's Officer"


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize("who", ["alice", "sara"])
def test_nobody_is_steward_and_caseworker_on_one_day(sara: Acting, alice: Acting, who: str) -> None:
    role = Role.STEWARD if who == "alice" else Role.CASEWORKER
    both = replace(MAYA, name=who.title(), sign_in_name=who, role=role)
    with pytest.raises(Refused) as refused:
        actions.appoint(sara, both, at=NOON)
    assert refused.value.decision.clause == "CONF-1"
    after = {**NEXT_YEAR}
    assert actions.appoint(sara, replace(both, **after), at=NOON) == ""


def test_two_terms_of_one_office_do_not_overlap_by_a_day(sara: Acting, alice: Acting) -> None:
    touching = replace(MAYA, name="Alice", sign_in_name="alice", starts_on=cast.TERM[1])
    with pytest.raises(Refused) as refused:
        actions.appoint(sara, replace(touching, ends_on=date(2028, 6, 30)), at=NOON)
    assert refused.value.decision.clause == "HOUR-3"
    assert Term.objects.filter(officer=alice.officer).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)},
        {"starts_on": date(2025, 7, 1), "ends_on": date(2026, 11, 22)},
        {"ends_on": date(2029, 12, 31)},
        {"role": "emperor"},
    ],
)
def test_a_term_that_cannot_be_leaves_nothing(sara: Acting, wrong: dict[str, Any]) -> None:
    rings = KeyRing.objects.count()
    with pytest.raises(Refused):
        actions.appoint(sara, replace(MAYA, **wrong), at=NOON)
    assert not Officer.objects.filter(sign_in_name="maya").exists()
    assert KeyRing.objects.count() == rings


@pytest.mark.clause("HOUR-3")
def test_only_a_steward_appoints(alice: Acting, sara: Acting) -> None:
    over = people.as_of(sara, date(2027, 7, 1))
    for somebody in (alice, over):
        with pytest.raises(Refused):
            actions.appoint(somebody, MAYA, at=NOON)
    assert not Officer.objects.filter(sign_in_name="maya").exists()


TYPED = {
    "name": "Maya Lind", "sign_in_name": "maya", "role": "caseworker", "post": "education",
    "starts_on": "1/11/2026", "ends_on": "30/6/2027",
}  # fmt: skip


def test_the_page_shows_the_invitation_once(at: At, sara: Acting) -> None:
    browser = browser_of(sara)
    page = browser.post("/officers/new/", TYPED).content.decode()
    words = re.search(r'class="passphrase">([a-z0-9 -]+)<', page)
    assert words and people.unlocked("maya", words[1]).roles == frozenset()
    assert words[1] not in browser.get("/officers/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sign_in_name": "m"}, "three to forty"),
        ({"sign_in_name": "maya lind"}, "three to forty"),
        ({"sign_in_name": "may\u202ea"}, "hidden character"),
        ({"name": ""}, "Fill this in"),
        ({"post": ""}, "Choose the post"),
        ({"post": "treasurer"}, "treasurer"),
        ({"role": "emperor"}, "Choose one of those that are offered"),
        ({"starts_on": "31/2/2027"}, "There is no such day"),
        ({"ends_on": "soon"}, "day, month and year"),
    ],
)
def test_what_was_typed_wrong_is_said_and_still_there(
    at: At, sara: Acting, wrong: dict[str, str], said: str
) -> None:
    typed = {**TYPED, **wrong}
    page = browser_of(sara).post("/officers/new/", typed)
    assert page.status_code == 200 and said in page.content.decode()
    kept = typed_again(page)
    seen = {k: v.replace("\u202e", "") for k, v in typed.items()}
    offered = {k: v for k, v in seen.items() if v not in ("emperor", "treasurer")}
    assert {name: kept.get(name) for name in offered} == offered
    assert Officer.objects.count() == 1


def test_two_people_of_one_sign_in_name_are_not_taken_for_each_other(
    at: At, sara: Acting, alice: Acting
) -> None:
    later = {"starts_on": "1/7/2027", "ends_on": "30/6/2028"}
    somebody = {**TYPED, **later, "sign_in_name": "alice", "name": "Alice Newcomer"}
    page = browser_of(sara).post("/officers/new/", somebody)
    assert "Alice signs in with this" in page.content.decode()
    assert Term.objects.filter(officer=alice.officer).count() == 1
    done = browser_of(sara).post("/officers/new/", {**somebody, "name": "  alice "})
    assert done.status_code == 302
    assert Term.objects.filter(officer=alice.officer).count() == 2
