"""Stepping aside from a case, and keeping one's own list of conflicts. (ELIG-3)

Stepping aside *is* a hand-over, entry and rows alike: the ledger, and whoever counts rows, cannot
tell that a conflict was the cause. Those who sit at the case afterwards read in it who stepped
aside and when, so that nobody seats them again; why is kept nowhere but, if the officer wishes, on
their own list.
"""

from datetime import datetime
from typing import Final

import msgspec
from django.utils import timezone

from confide.casework.actions._placing import held_still
from confide.casework.actions._seating import keys_without, seat, unseat
from confide.casework.models import (
    Case,
    CaseFile,
    Contact,
    ContactNote,
    StandingCard,
    StandingConflict,
    SteppedAsideCard,
)
from confide.casework.models.folding import fold
from confide.casework.queries import (
    NotVisible,
    OpenCase,
    remit_of,
    scheme_of,
    standing,
    standing_of,
)
from confide.casework.queries.conflicts import who_stays
from confide.ledger.record import Refused, record
from confide.policy import access, conflicts, eligibility
from confide.policy.decision import Decision, all_of
from confide.team.models import Officer
from confide.team.queries import Acting, post_of
from confide.vault.grants import CaseKeys
from confide.vault.own import keep_own

STEPPED_ASIDE: Final = "stepped-aside"


def step_aside(
    acting: Acting, opened: OpenCase, to: Officer | None, *, student_said: str = "", at: datetime
) -> None:
    """Leave a case in which one may not be impartial: from now on it is closed to them. (ELIG-3)

    It goes to the colleague whom the student chose. Where they chose nobody, it stays with whoever
    sits there for good; an open case at which nobody would sit is not left.
    """
    on = timezone.localtime(at).date()

    def may(row: Case) -> Decision:
        leaving = conflicts.may_step_aside(
            standing(acting, opened.ref),
            to_another=bool(coming),
            somebody_stays=taker is not None,
            resolved=row.destroy_on is not None,
            student_said=student_said,
        )
        return all_of(leaving, *_may_take(opened, taker, at)) if taker else leaving

    stays = who_stays(acting, opened, on=on)
    taker = to or next(iter(stays), None)
    coming = [taker] if taker and taker not in stays else []
    decision = may(opened.row)
    if not decision:
        raise Refused("case.handed-over", acting.pseudonym, opened.ref, decision, at)
    rekeying = keys_without(acting, opened, acting.officer, coming=coming, on=on)
    with record("case.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        again = may(case)
        if not again:
            raise Refused("case.handed-over", acting.pseudonym, opened.ref, again, at)
        unseat(case, rekeying, acting.officer)
        for each in coming:
            seat(case, rekeying.new, each, given_by=acting.pseudonym, at=at)
        _note_it(acting, case, rekeying.new, student_said, at)


def declare_conflict(
    acting: Acting, *, kind: str, words: tuple[str, ...], form: str, at: datetime
) -> str:
    """Put a person, a college or a course on one's own list. Answers its id. (ELIG-3)

    `form` is the id that the form was sent out with: sent twice, it is kept once.
    """
    decision = conflicts.may_declare(standing(acting), kind, words)
    by, since = acting.pseudonym, timezone.localtime(at).date()
    sealed = keep_own(acting.unlocked, StandingCard(kind, words, since), place=form)
    with record("conflict.kept", by=by, about=by, under=decision, at=at):
        StandingConflict.objects.get_or_create(
            id=form, defaults={"officer": acting.officer, "sealed": sealed}
        )
    return form


def take_back_conflict(acting: Acting, conflict_id: str, *, at: datetime) -> None:
    """Take an entry off one's own list. (ELIG-3)"""
    decision = conflicts.may_take_back(standing(acting))
    by = acting.pseudonym
    with record("conflict.dropped", by=by, about=by, under=decision, at=at):
        mine = StandingConflict.objects.filter(id=conflict_id, officer=acting.officer)
        if not mine.delete()[0]:
            raise NotVisible


def _note_it(acting: Acting, case: Case, keys: CaseKeys, student_said: str, at: datetime) -> None:
    """Who stepped aside and when, in the file; what the student said, as after any hand-over."""
    case.refresh_from_db(fields=["sealed"])
    file = case.take(keys, CaseFile)
    left = (*file.stepped_aside, SteppedAsideCard(acting.pseudonym, at))
    case.put(keys, msgspec.structs.replace(file, stepped_aside=left))
    case.save(update_fields=["sealed"])
    note = ContactNote(
        kind=STEPPED_ASIDE,
        at=at,
        said=student_said,
        by=acting.pseudonym,
        recorded_at=at,
        folded=fold(student_said),
    )
    contact = Contact(case=case)
    contact.put(keys, note)
    contact.save(force_insert=True)


def _may_take(opened: OpenCase, taker: Officer, at: datetime) -> tuple[Decision, Decision]:
    # The last of them is that of a hand-over, so that the entries of both name the same clause.
    on = timezone.localtime(at).date()
    post = post_of(taker, on=on, scheme=scheme_of(opened.file))
    return (
        access.may_come_to(standing_of(taker, opened, on=on)),
        eligibility.may_represent(remit_of(post), opened.file.said_woman or None),
    )
