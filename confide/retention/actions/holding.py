"""Keeping a record past its day because the law obliges, and ending that. (RECD-5)

Each entry of the ledger is about the hold's own id and not about the case, like that of a breach
record: nobody reads there which case is held, nor whether the law of the second ground holds it.
"""

from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.models import CaseFile, HoldCard
from confide.casework.queries import NotVisible, OpenCase, standing
from confide.disclosure.actions import AlreadyRecorded
from confide.disclosure.queries import held_by_breaches
from confide.ledger.record import Refused, record
from confide.policy import access, retention
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id


def hold(
    acting: Acting, opened: OpenCase, why: str, *, keep_until: date, form: str = "", at: datetime
) -> str:
    """Keep a case through that day, for a reason; whoever says so answers for it. (RECD-5)

    `form` is the id that the form went out with: sent twice, it counts once.
    """
    ref = form or random_id()
    decision = all_of(
        access.may_decide(standing(acting, opened.ref)),
        retention.may_hold(
            why=why, owner=acting.pseudonym, keep_until=keep_until, on=timezone.localtime(at).date()
        ),
    )
    card = HoldCard(id=ref, why=why, owner=acting.pseudonym, set_at=at, keep_until=keep_until)
    if any(each.id == ref for each in opened.file.holds):
        raise AlreadyRecorded
    with record("hold.set", by=acting.pseudonym, about=ref, under=decision, at=at):
        case = held_still(opened)
        file = case.take(opened.keys, CaseFile)
        if any(each.id == ref for each in file.holds):
            raise AlreadyRecorded
        case.put(opened.keys, msgspec.structs.replace(file, holds=(*file.holds, card)))
        case.keep_until = retention.held_through((case.keep_until, keep_until))
        case.save(update_fields=["sealed", "keep_until"])
    return ref


def end_hold(acting: Acting, opened: OpenCase, hold_id: str, why: str, *, at: datetime) -> None:
    """End a hold before its day. What else holds the case goes on holding it. (RECD-5)"""

    def may(file: CaseFile) -> Decision:
        card = next((each for each in file.holds if each.id == hold_id), None)
        if card is None:
            raise NotVisible
        return all_of(
            access.may_decide(standing(acting, opened.ref)),
            retention.may_end_hold(why=why, ended=card.ended_at is not None),
        )

    with record("hold.ended", by=acting.pseudonym, about=hold_id, under=may(opened.file), at=at):
        case = held_still(opened)
        file = case.take(opened.keys, CaseFile)
        again = may(file)
        if not again:
            raise Refused("hold.ended", acting.pseudonym, hold_id, again, at)
        ended = {"ended_at": at, "ended_by": acting.pseudonym, "ended_why": why}
        holds = tuple(
            msgspec.structs.replace(each, **ended) if each.id == hold_id else each
            for each in file.holds
        )
        case.put(opened.keys, msgspec.structs.replace(file, holds=holds))
        holding = (each.keep_until for each in holds if each.ended_at is None)
        # Only now: whoever completes a record from outside waits for the case's row as well.
        by_breaches = held_by_breaches(acting, opened, so_far=case.keep_until)
        case.keep_until = retention.held_through((file.kept_for, *holding, *by_breaches))
        case.save(update_fields=["sealed", "keep_until"])
