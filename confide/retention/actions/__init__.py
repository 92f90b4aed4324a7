"""Everything that can be done about forgetting: announce, order, carry out, ask, the night.

Orders and what precedes them are undone by nothing but the policy's no; once an order is
committed there is only the way to its end. (RECD-5, RECD-6)
"""

from confide.retention.actions._resuming import Caught, resume
from confide.retention.actions.asking import Asked, order_by_hand, propose, request_by_student
from confide.retention.actions.destroying import NotOrdered, carry_out
from confide.retention.actions.nightly import Night, nightly
from confide.retention.actions.ordering import announce, order

__all__ = [
    "Asked",
    "Caught",
    "Night",
    "NotOrdered",
    "announce",
    "carry_out",
    "nightly",
    "order",
    "order_by_hand",
    "propose",
    "request_by_student",
    "resume",
]
