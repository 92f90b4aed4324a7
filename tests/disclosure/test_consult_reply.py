"""Replying to a colleague's question, and what the asker does with a reply. (CONF-2, BRCH-3)"""

from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded
from confide.disclosure.models import ConsultationReply
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.cast import NOON
from tests.disclosure.consulting import TODAY, asked, on_day

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-2"),
]
ADVICE = "Write once more, and then go to the free arbitration."


def test_a_reply_is_read_by_all_who_see_the_question_and_by_nobody_else(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    carol, dave = cast.officer("carol"), cast.officer("dave")
    id_ = asked(alice, case, bob, carol)
    actions.reply(bob, id_, ADVICE, at=NOON)
    for reader in (alice, bob, carol):
        said = queries.one_question(reader, id_, on=TODAY).said
        assert [(each.card.said, name) for each, name in said] == [(ADVICE, "Bob")]
    with pytest.raises(NotVisible):
        actions.reply(dave, id_, ADVICE, at=NOON)


def test_it_leaves_the_desk_of_who_replied_and_comes_to_the_askers(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    assert queries.questions_waiting(alice, on=TODAY) == []
    assert [each.id for each in queries.questions_waiting(bob, on=TODAY)] == [id_]
    actions.reply(bob, id_, ADVICE, at=NOON)
    assert queries.questions_waiting(bob, on=TODAY) == []
    assert [each.unread for each in queries.questions_waiting(alice, on=TODAY)] == [1]
    actions.note_replies(alice, id_, at=NOON)
    assert queries.questions_waiting(alice, on=TODAY) == []
    actions.reply(bob, id_, "One more thing.", at=NOON + timedelta(minutes=1))
    assert [each.unread for each in queries.questions_waiting(alice, on=TODAY)] == [1]


def test_noting_replies_keeps_which_case_it_is(alice: Acting, bob: Acting, case: OpenCase) -> None:
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, ADVICE, at=NOON)
    actions.note_replies(alice, id_, at=NOON)
    assert [each.id for each in queries.questions_about(alice, case, on=TODAY)] == [id_]


def test_a_reply_can_be_cited_with_who_and_when(alice: Acting, bob: Acting, case: OpenCase) -> None:
    actions.reply(bob, asked(alice, case, bob), ADVICE, at=NOON)
    actions.reply(bob, asked(alice, None, bob), "About something else.", at=NOON)
    cited = queries.citable(alice, case, on=TODAY)
    assert [(each.said, each.by, each.name, each.at) for each in cited] == [
        (ADVICE, bob.pseudonym, "Bob", NOON)
    ]
    assert queries.citable(bob, case, on=TODAY) == []


def test_the_asker_gives_no_advice_and_the_asked_do_not_follow(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    with pytest.raises(Refused):
        actions.reply(alice, id_, ADVICE, at=NOON)
    with pytest.raises(Refused):
        actions.note_replies(bob, id_, at=NOON)
    with pytest.raises(Refused):
        actions.reply(bob, id_, " … ", at=NOON)
    assert not ConsultationReply.objects.exists()


@pytest.mark.parametrize(("day", "allowed"), [(14, True), (15, False)])
def test_on_the_last_day_one_still_replies_and_on_the_next_nothing_is_there(
    alice: Acting, bob: Acting, case: OpenCase, day: int, allowed: bool
) -> None:
    id_ = asked(alice, case, bob)
    later, at = on_day(bob, day)
    if allowed:
        actions.reply(later, id_, ADVICE, at=at)
        return
    with pytest.raises(NotVisible):
        actions.reply(later, id_, ADVICE, at=at)
    assert queries.my_questions(later, on=at.date()) == []
    assert queries.citable(on_day(alice, day)[0], case, on=at.date()) == []


def test_a_reply_that_is_sent_twice_is_one(alice: Acting, bob: Acting, case: OpenCase) -> None:
    id_, form = asked(alice, case, bob), random_id()
    actions.reply(bob, id_, ADVICE, form=form, at=NOON)
    with pytest.raises(AlreadyRecorded):
        actions.reply(bob, id_, ADVICE, form=form, at=NOON)
    assert ConsultationReply.objects.count() == 1


def test_replying_is_one_entry_about_the_question(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, ADVICE, at=NOON)
    assert history.recorded("question.answered", about=id_, by=bob.pseudonym)
