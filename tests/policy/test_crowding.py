"""How much is taken in a while, and what whoever is refused is told. (CONF-3)"""

from collections.abc import Callable

import pytest

from confide.policy import crowding
from confide.policy.decision import Decision

RULES = [crowding.may_ask_now, crowding.may_try_words_now, crowding.may_put_in_now]


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("may", RULES)
def test_with_room_it_is_taken_and_without_one_is_told_what_has_no_limit(
    may: Callable[..., Decision],
) -> None:
    assert may(room=True)
    refused = may(room=False)
    assert not refused and refused.clause == "CONF-3"
    assert "we take nothing more for the moment" in refused.why()
    assert "in a few minutes" in refused.what_instead() and "ring" in refused.what_instead()


def test_whoever_worked_has_more_room_in_all_and_no_less_from_one_place() -> None:
    each, in_all = crowding.paces_of_asking(worked=False)
    worked_each, worked_in_all = crowding.paces_of_asking(worked=True)
    assert worked_each == each
    assert worked_in_all.many > in_all.many and worked_in_all.every < in_all.every


def test_what_takes_back_meets_no_limit_that_a_person_would() -> None:
    assert crowding.PRESSING_EACH.many >= 10 * crowding.FILLING_EACH.many
