"""Words that an officer printed count as the officer's own while they are new. (RECD-5, RECD-6)"""

from datetime import datetime, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import OpenCase, case_for, enter
from confide.ledger.models import Entry
from confide.policy.retention import LONGEST_WAIT, MOST_A_WEEK
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from confide.vault import ways
from tests import cast
from tests.browsing import At, at, browser_of
from tests.cast import NOON
from tests.disclosure.own import given_way_in, mine
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P7"),
]
__all__ = ["at"]
TODAY = NOON.date()
OWN = actions.Asked(how_asked="She came to the office.", how_identified="I have known her long.")


def printed(acting: Acting, number: int, *, when: datetime = NOON) -> list[tuple[str, str]]:
    """So many cases with a card each: their references and the words' sessions."""
    cases = [cast.a_case(acting, student=f"Student {each}") for each in range(number)]
    return [(case.ref, given_way_in(acting, case, at=when)) for case in cases]


def ask(cards: list[tuple[str, str]], *, when: datetime = NOON) -> list[str]:
    """Have each destroyed by whoever has its card. Answers which are still there."""
    for _ref, secret in cards:
        actions.destroy_as_student(mine(secret, at=when), at=when)
    actions.finish(when)
    return [ref for ref, _secret in cards if Case.objects.filter(id=ref).exists()]


def test_a_few_go_at_once_and_the_next_waits_for_a_second_caseworker(
    alice: Acting, bob: Acting
) -> None:
    cards = printed(alice, MOST_A_WEEK + 2)
    left = ask(cards)
    assert left == [ref for ref, _secret in cards[MOST_A_WEEK:]]
    assert Certificate.objects.count() == MOST_A_WEEK
    assert queries.waiting_of(alice.pseudonym, on=TODAY) == left
    assert [(each.officer, each.waiting) for each in queries.braked(bob, on=TODAY)] == [
        (alice.officer, 2)
    ]
    assert actions.second(bob, alice.officer, at=NOON) == 2
    assert not Case.objects.exists()


def test_whoever_asks_is_shown_no_difference(alice: Acting, bob: Acting) -> None:
    cards = printed(alice, MOST_A_WEEK + 1)
    words = casework.give_way_in(
        alice, cast.a_case(alice), how_identified="She sat before me.", at=NOON
    )
    last = enter(words, at=NOON)
    assert last is not None
    ask(cards)
    actions.destroy_as_student(mine(last), at=NOON)
    assert enter(words, at=NOON) is None


def test_no_night_carries_it_out_before_the_longest_wait(alice: Acting, bob: Acting) -> None:
    left = ask(printed(alice, MOST_A_WEEK + 1))
    last = LONGEST_WAIT.days
    for days in (1, 2, last - 1):
        assert actions.nightly(night(TODAY, days), confirmed=True).destroyed == 0
    assert actions.nightly(night(TODAY, last), confirmed=True).destroyed == 1
    assert not Case.objects.filter(id__in=left).exists()


def test_what_an_officer_took_and_what_they_printed_count_together(
    alice: Acting, bob: Acting
) -> None:
    for each in range(MOST_A_WEEK - 1):
        actions.request_by_student(alice, cast.a_case(alice, student=f"S {each}"), OWN, at=NOON)
    assert ask(printed(alice, 1)) == []
    assert len(ask(printed(alice, 1))) == 1
    case = cast.a_case(alice)
    assert actions.request_by_student(alice, case, OWN, at=NOON) is None
    assert case_for(alice, case.ref)


def test_each_officers_cards_are_counted_by_themselves(alice: Acting, bob: Acting) -> None:
    ask(printed(alice, MOST_A_WEEK))
    assert ask(printed(bob, MOST_A_WEEK)) == []


def test_a_week_later_they_are_few_again(alice: Acting, bob: Acting) -> None:
    cards = printed(alice, MOST_A_WEEK + 2)
    ask(cards[:MOST_A_WEEK])
    just, later = NOON + timedelta(days=6, hours=23), NOON + timedelta(days=7, hours=1)
    first, second = cards[MOST_A_WEEK:]
    assert ask([(first[0], again(alice, first[0], just))], when=just) == [first[0]]
    assert ask([(second[0], again(alice, second[0], later))], when=later) == []


def again(acting: Acting, ref: str, when: datetime) -> str:
    """Another card for the same case, a session of whose words has not run out yet."""
    return given_way_in(acting, case_for(acting, ref), at=when)


@pytest.mark.parametrize(("after", "waits"), [(timedelta(0), 1), (timedelta(seconds=1), 0)])
def test_words_that_are_a_students_for_long_enough_are_the_students(
    alice: Acting, bob: Acting, after: timedelta, waits: int
) -> None:
    when = NOON + timedelta(days=28) + after
    case = cast.a_case(alice)
    words = casework.give_way_in(alice, case, how_identified="She sat before me.", at=NOON)
    ask(printed(alice, MOST_A_WEEK, when=when), when=when)
    secret = enter(words, at=when)
    assert secret is not None
    assert len(ask([(case.ref, secret)], when=when)) == waits


def test_words_of_ones_own_in_their_place_count_as_the_card_did(alice: Acting, bob: Acting) -> None:
    ask(printed(alice, MOST_A_WEEK))
    [(ref, secret)] = printed(alice, 1)
    renewed = casework.renew_words(mine(secret), ways.make_words(), at=NOON)
    assert ask([(ref, renewed)]) == [ref]


def test_a_hold_outlasts_the_second_word(alice: Acting, bob: Acting, case: OpenCase) -> None:
    ask(printed(alice, MOST_A_WEEK))
    secret = given_way_in(alice, case)
    ending_on(case, TODAY.replace(year=2029), keep_until=TODAY + timedelta(days=3))
    assert ask([(case.ref, secret)]) == [case.ref]
    assert actions.second(bob, alice.officer, at=NOON) == 0
    done = [actions.nightly(night(TODAY, days)).destroyed for days in range(1, 5)]
    assert done == [0, 0, 0, 1]


def test_the_ledger_says_that_it_waits_and_names_no_case_with_it(
    alice: Acting, bob: Acting
) -> None:
    ask(printed(alice, MOST_A_WEEK + 1))
    [waits] = Entry.objects.filter(event=queries.WAITS)
    assert (waits.by, waits.about) == ("student", alice.pseudonym)


def test_a_colleague_is_told_that_cards_count(alice: Acting, bob: Acting, at: At) -> None:
    ask(printed(alice, MOST_A_WEEK + 1))
    theirs = browser_of(bob)
    address = f"/destructions/{alice.officer.id}/"
    assert address in theirs.get("/desk/").content.decode()
    said = theirs.get(address).content.decode()
    assert (
        "printed the words with which students asked" in said
        and "One of them waits for you." in said
    )
    theirs.post(address)
    assert not Case.objects.exists()
