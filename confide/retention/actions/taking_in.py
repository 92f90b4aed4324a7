"""What a student asked about their record stands in it, with its clock. (RECD-3, RECD-6)

Nothing that they asked waits for this but the desk on which it is shown.
"""

from datetime import datetime

from confide.casework import actions as casework
from confide.casework.actions import held_still
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import access, requests
from confide.policy.requests import DESTROY, OBJECT, RECORD, RESTRICT
from confide.retention.actions._wishes import keep_wish, set_restricted
from confide.retention.queries import shown_wishes, wish_asked
from confide.team.queries import Acting

_KINDS = (RECORD, RESTRICT, OBJECT)


def take_in_wishes(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """What the student asked by themselves is on their caseworker's desk from now on. (RECD-3)"""
    may = standing(acting, opened.ref)
    decision = requests.may_take_in(may)
    with record("wishes.taken-in", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        for item_id, asked in casework.settle(opened, *_KINDS, at=at):
            keep_wish(opened, item_id, wish_asked(asked))
            if asked.kind == RESTRICT:
                set_restricted(opened, restricted=True)
        casework.keep_shown(opened, shown_wishes(opened))
        if access.may_decide(may) and casework.settle(opened, DESTROY, at=at):
            casework.forget_outcome(acting, opened, at=at)
