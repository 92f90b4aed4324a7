"""Everything that can be done about forgetting: announce, order, carry out, ask, the night.

Orders and what precedes them are undone by nothing but the policy's no; once an order is
committed there is only the way to its end. (RECD-5, RECD-6)
"""

from confide.retention.actions._replaying import replay
from confide.retention.actions._resuming import Caught, finish, resume
from confide.retention.actions.asking import Asked, order_by_hand, propose, request_by_student
from confide.retention.actions.by_student import (
    ask_for_access_as_student,
    destroy_as_student,
    object_as_student,
    restrict_as_student,
)
from confide.retention.actions.destroying import NotOrdered, carry_out
from confide.retention.actions.holding import end_hold, hold
from confide.retention.actions.nightly import Night, nightly
from confide.retention.actions.ordering import announce, order
from confide.retention.actions.returning import (
    Given,
    Giving,
    NotAsJudged,
    fetch_return,
    note_return,
    return_record,
)
from confide.retention.actions.rights import (
    ask_for_access,
    correct,
    extend_access,
    lift,
    object_to,
    refuse_access,
    restrict,
)
from confide.retention.actions.seconding import second
from confide.retention.actions.shredding import confirm_papers
from confide.retention.actions.taking_in import take_in_wishes

__all__ = [
    "Asked",
    "Caught",
    "Given",
    "Giving",
    "Night",
    "NotAsJudged",
    "NotOrdered",
    "announce",
    "ask_for_access",
    "ask_for_access_as_student",
    "carry_out",
    "confirm_papers",
    "correct",
    "destroy_as_student",
    "end_hold",
    "extend_access",
    "fetch_return",
    "finish",
    "hold",
    "lift",
    "nightly",
    "note_return",
    "object_as_student",
    "object_to",
    "order",
    "order_by_hand",
    "propose",
    "refuse_access",
    "replay",
    "request_by_student",
    "restrict",
    "restrict_as_student",
    "resume",
    "return_record",
    "second",
    "take_in_wishes",
]
