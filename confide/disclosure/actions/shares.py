"""Sharing a case with a colleague, and ending it: each gives or takes a seat, with its keys.

What was shared ends in one of three ways, and each gives the case new keys: it is taken back, it is
given up, or its last day passes. In the last case the seat opens nothing from midnight on, whatever
keys there are; the night takes them away; and the new keys are made when somebody who stays opens
the case, since nobody else can. (RECD-4)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework import actions as casework
from confide.casework.actions import held_still
from confide.casework.models import Case, Seat
from confide.casework.queries import (
    Entry,
    OpenCase,
    remit_of,
    scheme_of,
    seats_on,
    standing,
    standing_of,
)
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import GIVEN_UP, LAPSED, OTHERWISE, TAKEN_BACK, Share, ShareCard
from confide.disclosure.queries import one_share, shares_that_ended
from confide.ledger.record import Refused, record
from confide.policy import sharing
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting, by_pseudonym, post_of
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.primitives import random_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What is typed to share a case: which of the two reasons, why, and the last day if any."""

    reason: str
    why: str
    until_on: date | None = None


def share(
    acting: Acting, opened: OpenCase, to: Officer, said: Sharing, *, form: str = "", at: datetime
) -> str:
    """Have one more caseworker sit at one's own case. Answers the share's id. (RECD-4)

    `form` is the id that the form was sent out with: sent twice, it counts once.
    """
    may = _may_share(acting, opened, to, said, at)
    decision = may()
    row = Share(id=form or random_id(), case=opened.row)
    if not decision:
        if Share.objects.filter(id=row.id).exists():
            raise AlreadyRecorded
        raise Refused("case.shared", acting.pseudonym, opened.ref, decision, at)
    granted = grants.give(opened.keys, to.ring, by=acting.unlocked, under=decision)
    with record("case.shared", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        if Share.objects.filter(id=row.id).exists():
            raise AlreadyRecorded
        _again(may, "case.shared", acting, opened, at)
        casework.grant(opened, granted, to)
        by, until_on = acting.pseudonym, said.until_on
        casework.seat(case, opened.keys, to, given_by=by, lent=True, until_on=until_on, at=at)
        card = ShareCard(
            officer=to.pseudonym,
            reason=said.reason,
            why=said.why,
            by=by,
            shared_at=at,
            until_on=until_on,
        )
        row.put(opened.keys, card)
        row.save(force_insert=True)
    return row.id


def take_back(acting: Acting, opened: OpenCase, share_id: str, *, at: datetime) -> None:
    """End a share, at once; the case gets new keys, for those who stay. (RECD-4)"""
    on = timezone.localtime(at).date()

    def may() -> Decision:
        return sharing.may_take_back(
            standing(acting, opened.ref),
            ended=_ended(opened, share_id),
            somebody_stays=_somebody_stays(opened, share_id, on=on),
        )

    decision = may()
    if not decision:
        raise Refused("share.taken-back", acting.pseudonym, opened.ref, decision, at)
    leaving = _lent_to(one_share(opened, share_id))
    rekeying = casework.keys_without(acting, opened, leaving, on=on)
    with record("share.taken-back", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        _again(may, "share.taken-back", acting, opened, at)
        casework.unseat(case, rekeying, leaving)
        _close(rekeying.new, share_id, TAKEN_BACK, by=acting.pseudonym, at=at)


def give_up(acting: Acting, opened: OpenCase, share_id: str, *, at: datetime) -> None:
    """Give up a seat that was lent to oneself; the case gets new keys. (RECD-4)"""
    on = timezone.localtime(at).date()

    def may() -> Decision:
        return sharing.may_give_up(
            standing(acting, opened.ref),
            mine=one_share(opened, share_id).card.officer == acting.pseudonym,
            ended=_ended(opened, share_id),
            somebody_stays=_somebody_stays(opened, share_id, on=on),
        )

    decision = may()
    if not decision:
        raise Refused("share.given-up", acting.pseudonym, opened.ref, decision, at)
    rekeying = casework.keys_without(acting, opened, acting.officer, on=on)
    with record("share.given-up", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        _again(may, "share.given-up", acting, opened, at)
        casework.unseat(case, rekeying, acting.officer)
        _close(rekeying.new, share_id, GIVEN_UP, by=acting.pseudonym, at=at)


def close_what_ended(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """Give the case new keys after a share has ended by itself, and say so in its record. (RECD-4)

    For whoever opens the case next. Ended is also what was shared with somebody who has stepped
    aside or taken the case over since.
    """
    on = timezone.localtime(at).date()
    decision = sharing.may_close_ended(standing(acting, opened.ref))
    rekeying = casework.keys_for_who_sits(acting, opened, on=on)
    with record("share.ended", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        ended = shares_that_ended(opened, on=on)
        casework.unseat(case, rekeying)
        for each in ended:
            how = LAPSED if not sharing.sits(each.card.until_on, on) else OTHERWISE
            _close(rekeying.new, each.id, OTHERWISE if _sits(each, case) else how, by="", at=at)


def _may_share(
    acting: Acting, opened: OpenCase, to: Officer, said: Sharing, at: datetime
) -> Callable[[], Decision]:
    on = timezone.localtime(at).date()
    post = post_of(to, on=on, scheme=scheme_of(opened.file))
    return lambda: sharing.may_share(
        standing(acting, opened.ref),
        taker=standing_of(to, opened, on=on),
        reason=said.reason,
        why=said.why,
        until_on=said.until_on,
        on=on,
        remit=remit_of(post),
        said_woman=opened.file.said_woman,
    )


def _again(
    may: Callable[[], Decision], event: str, acting: Acting, opened: OpenCase, at: datetime
) -> None:
    """Ask once more with the case held still: somebody else may have been quicker."""
    decision = may()
    if not decision:
        raise Refused(event, acting.pseudonym, opened.ref, decision, at)


def _ended(opened: OpenCase, share_id: str) -> bool:
    return one_share(opened, share_id).card.ended_at is not None


def _lent_to(entry: Entry[ShareCard]) -> Officer:
    officer = by_pseudonym(entry.card.officer)
    if officer is None:  # pragma: no cover (an officer is never deleted)
        raise LookupError
    return officer


def _sits(entry: Entry[ShareCard], case: Case) -> bool:
    """Whether they sit there for good now: the case was handed over to them."""
    return Seat.objects.filter(
        case=case, officer__pseudonym=entry.card.officer, until_on=None
    ).exists()


def _somebody_stays(opened: OpenCase, share_id: str, *, on: date) -> bool:
    leaving = _lent_to(one_share(opened, share_id))
    seats = seats_on(on, case=opened.row).exclude(officer=leaving).select_related("officer")
    return any(standing_of(seat.officer, opened, on=on).in_office for seat in seats)


def _close(keys: CaseKeys, share_id: str, how: str, *, by: str, at: datetime) -> None:
    row = Share.objects.get(id=share_id)
    card = row.take(keys, ShareCard)
    row.put(keys, msgspec.structs.replace(card, ended_at=at, ended_how=how, ended_by=by))
    row.save(update_fields=["sealed"])
