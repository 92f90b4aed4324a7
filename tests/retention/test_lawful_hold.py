"""The hold of the second ground is told from no other, nor from none: by nobody it should not be.

Not by the clear columns, the ledger, sizes, files or statements; not by the words that a student
hears, nor by what they get; not by what a colleague who was not told sees. (RECD-5, RECD-6)
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase, case_for, drawers
from confide.disclosure import actions as disclosure
from confide.disclosure import queries as disclosure_queries
from confide.disclosure.actions import _breaching
from confide.ledger.record import Refused, record
from confide.policy import breach, retention
from confide.policy.breach import DANGER, LAW
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.browsing import At, at, browser_of
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet
from tests.retention.nights import night
from tests.retention.telling_apart import apart, changes

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5", "RECD-6", "BRCH-1"),
]
__all__ = ["at"]
TODAY = NOON.date()
ASKED = actions.Asked(how_asked="She came to the office.", how_identified="I know her.")
# Of one length, so that what is sealed fills the same steps whatever was written.
SAID = "An inquest is to be expected."
Deed = Callable[[Acting, OpenCase], object]


def by_law(acting: Acting, opened: OpenCase) -> None:
    sheet = a_sheet(ground=LAW, duty=SAID)
    disclosure.break_confidence(acting, opened, sheet, at=NOON)


def by_what_else_obliges(acting: Acting, opened: OpenCase) -> None:
    sheet = a_sheet(ground=DANGER, obliged=SAID)
    disclosure.break_confidence(acting, opened, sheet, at=NOON)


def by_an_officer(acting: Acting, opened: OpenCase) -> None:
    until = TODAY + retention.LONGEST_HOLD
    actions.hold(acting, opened, SAID, keep_until=until, at=NOON)


def not_at_all(acting: Acting, opened: OpenCase) -> None:
    """Nothing holds it."""


HELD: dict[str, Deed] = {
    "by law": by_law,
    "by what else obliges": by_what_else_obliges,
    "by an officer": by_an_officer,
}


@pytest.fixture
def done(alice: Acting, data: Path) -> Callable[[Deed], Counter[tuple[object, ...]]]:
    """Do something to a case of its own, and say what it left in clear."""

    def do(deed: Deed) -> Counter[tuple[object, ...]]:
        case = cast.a_case(alice)
        return changes(lambda: deed(alice, case_for(alice, case.ref)), data / "files")

    return do


@pytest.mark.promise("P1")
def test_the_law_leaves_in_clear_what_anything_else_that_obliges_us_leaves(
    bob: Acting, done: Callable[[Deed], Counter[tuple[object, ...]]]
) -> None:
    assert apart(done(by_law), done(by_what_else_obliges)) == []


def test_while_it_is_being_decided_the_same_is_left(
    alice: Acting, bob: Acting, done: Callable[[Deed], Counter[tuple[object, ...]]]
) -> None:
    def asking(**said: str) -> Deed:
        sheet = a_sheet(consulted="", **said)
        return lambda acting, opened: disclosure.ask_the_others(acting, opened, sheet, at=NOON)

    assert apart(done(asking(ground=LAW, duty=SAID)), done(asking(obliged=SAID))) == []


def test_an_officers_hold_leaves_the_same_day_and_no_word_of_which_case(
    alice: Acting, bob: Acting, done: Callable[[Deed], Counter[tuple[object, ...]]]
) -> None:
    def days(left: Counter[tuple[object, ...]]) -> set[object]:
        return {item for row in left if row[0] == "casework.Case" for item in row}

    assert days(done(by_an_officer)) == days(done(by_law))


@pytest.mark.parametrize("fault", ["a day", "an entry", "a size", "a statement"])
def test_a_hold_that_told_its_kind_would_be_found(
    bob: Acting,
    done: Callable[[Deed], Counter[tuple[object, ...]]],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    real = breach.held_until

    def a_day_less(ground: str, state: str, **more: Any) -> date | None:
        until = real(ground, state, **more)
        return until - timedelta(days=1) if until and ground == LAW else until

    def told(acting: Acting, opened: OpenCase) -> None:
        by_law(acting, opened)
        if fault == "an entry":
            yes = retention.may_end_hold(why="x", ended=False)
            with record("hold.set", by=acting.pseudonym, about=opened.ref, under=yes, at=NOON):
                pass
        if fault == "a size":
            Case.objects.filter(id=opened.ref).update(sealed=bytes(9))
        if fault == "a statement":
            Case.objects.filter(id=opened.ref).exists()

    if fault == "a day":
        monkeypatch.setattr(_breaching.breach, "held_until", a_day_less)
    assert apart(done(told), done(by_what_else_obliges)) != []


def test_a_student_who_asks_hears_the_same_and_leaves_the_same_behind_whatever_holds_it(
    alice: Acting, bob: Acting, done: Callable[[Deed], Counter[tuple[object, ...]]], data: Path
) -> None:
    left = {}
    for kind, deed in HELD.items():
        case = cast.a_case(alice)
        deed(alice, case)
        held = case_for(alice, case.ref)
        left[kind] = changes(
            lambda held=held: actions.request_by_student(alice, held, ASKED, at=NOON),
            data / "files",
        )
    for one, other in pairwise(left.values()):
        assert apart(one, other) == []


def test_no_page_shown_to_one_student_tells_the_kind(alice: Acting, bob: Acting, at: At) -> None:
    mine, pages = browser_of(alice), {}
    for kind, deed in {**HELD, "not at all": not_at_all}.items():
        case = cast.a_case(alice)
        deed(alice, case)
        typed = {"how_asked": "She came.", "how_identified": "I know her."}
        address = f"/cases/{case.ref}/destruction/"
        seen = [mine.get(address), mine.post(address, {**typed, "sure": ""})]
        if kind != "not at all":
            seen.append(mine.post(address, {**typed, "sure": "yes"}))
        pages[kind] = [re.sub(case.ref, "ref", page.content.decode()) for page in seen]
    assert len({tuple(each[:2]) for each in pages.values()}) == 1, "before it is asked for"
    assert len({each[2] for kind, each in pages.items() if kind in HELD}) == 1, "and after"


def test_what_a_student_gets_back_is_the_same_to_the_byte(alice: Acting, bob: Acting) -> None:
    records = set()
    for deed in (*HELD.values(), not_at_all):
        case = cast.a_case(alice)
        deed(alice, case)
        whole = queries.whole_record(case_for(alice, case.ref))
        said = re.sub(r"[a-z2-7]{26}", "random", repr(whole))
        records.add(said)
    assert len(records) == 1


def test_a_colleague_who_was_not_told_sees_that_it_is_held_and_not_why(
    alice: Acting, bob: Acting, at: At
) -> None:
    pages = set()
    for deed in (by_law, by_what_else_obliges):
        case = cast.a_case(alice)
        deed(alice, case)
        held = case_for(alice, case.ref)
        assert queries.holds_of(held, on=TODAY) == []
        page = browser_of(alice).get(f"/cases/{case.ref}/holds/").content.decode()
        pages.add(re.sub(r"[a-z2-7]{26}", "random", page))
    assert len(pages) == 1 and "The law obliges us to keep it until" in pages.pop()


def test_when_it_is_over_the_certificate_is_that_of_any_case(
    alice: Acting, bob: Acting, data: Path
) -> None:
    cases = {}
    for kind, deed in HELD.items():
        case = cast.a_case(alice)
        deed(alice, case)
        actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
        cases[kind] = case.ref
    actions.nightly(night(TODAY, retention.LONGEST_HOLD.days + 1), confirmed=True)
    kept = [Certificate.objects.get(case=ref) for ref in cases.values()]
    assert {each.cause for each in kept} == {"student"}
    assert len({str(each.counts) for each in kept}) == 1
    assert len({each.ordered_on for each in kept}) == 1


def test_past_its_day_the_students_words_open_nothing_whether_or_not_the_law_keeps_it(
    alice: Acting, bob: Acting
) -> None:
    """The promised day is the last on which a student can tell that there is anything."""
    last_evening = NOON + timedelta(days=9, hours=11)
    for deed in (*HELD.values(), not_at_all):
        case = cast.a_case(alice)
        words = casework.give_way_in(alice, case, how_identified="I know her.", at=NOON)
        deed(alice, case_for(alice, case.ref))
        Case.objects.filter(id=case.ref).update(destroy_on=TODAY + timedelta(days=10))
        secret = drawers.enter(words, at=last_evening)
        assert secret and drawers.at_drawer(secret, at=last_evening)
        first_minute = last_evening + timedelta(hours=1, minutes=1)
        assert drawers.at_drawer(secret, at=first_minute) is None
        assert drawers.enter(words, at=first_minute) is None
        assert case_for(alice, case.ref), "the night has not come yet"


def test_once_it_was_asked_for_the_students_words_open_nothing_whatever_keeps_the_case(
    alice: Acting, bob: Acting
) -> None:
    """Of a case that nothing holds the words die with it; so they die where the law keeps it."""
    for deed in (*HELD.values(), not_at_all):
        case = cast.a_case(alice)
        words = casework.give_way_in(alice, case, how_identified="I know her.", at=NOON)
        secret = drawers.enter(words, at=NOON)
        assert secret
        mine = drawers.at_drawer(secret, at=NOON)
        assert mine
        deed(alice, case_for(alice, case.ref))
        assert drawers.at_drawer(secret, at=NOON), "a hold alone changes nothing"
        actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
        assert drawers.at_drawer(secret, at=NOON) is None
        assert drawers.enter(words, at=NOON) is None
        with pytest.raises((DoesNotOpen, NotVisible)):
            casework.write(mine, "Is anybody there?", at=NOON)


def test_what_waits_for_a_second_caseworker_opens_to_no_words_either(
    alice: Acting, bob: Acting
) -> None:
    cases = [cast.a_case(alice) for _ in range(retention.MOST_A_WEEK + 1)]
    known = "I know her."
    words = [casework.give_way_in(alice, each, how_identified=known, at=NOON) for each in cases]
    for each in cases:
        actions.request_by_student(alice, case_for(alice, each.ref), ASKED, at=NOON)
    assert Case.objects.get().id == cases[-1].ref
    assert [drawers.enter(each, at=NOON) for each in words] == [None] * len(cases)


def test_once_it_was_asked_for_there_is_no_new_card_and_nothing_is_told(
    alice: Acting, bob: Acting, at: At
) -> None:
    case = cast.a_case(alice)
    by_law(alice, case)
    assert disclosure_queries.may_tell_from(case_for(alice, case.ref))
    actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
    held = case_for(alice, case.ref)
    with pytest.raises(Refused, match="RECD-6"):
        casework.give_way_in(alice, held, how_identified="I know her.", at=NOON)
    told = disclosure_queries.may_tell_from(held)
    assert not told and told.clause == "RECD-6"
    page = browser_of(alice).get(f"/cases/{case.ref}/").content.decode()
    assert "Their words open nothing now" in page
