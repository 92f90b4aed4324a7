"""Opening a case, reading it, and setting right who the student is and how to reach them."""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions._coding import with_rows
from confide.casework.actions._drawer import keep_drawer
from confide.casework.actions._placing import Said, held_still, place
from confide.casework.models import Case, CaseFile, Coded, SafeContact, Seat, SeatCard
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, case_for, remit_in, sat_down, standing
from confide.ledger import history
from confide.ledger.record import Refused, record
from confide.policy import access, eligibility, records, schemes
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from confide.vault.primitives import random_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is typed to open a case."""

    student: str
    safe: SafeContact
    eligibility: str
    scheme: str
    category: str
    about: str
    said_woman: bool | None = None
    coded: Coded | None = None


_TYPED = ("student", "safe", "eligibility", "category", "about", "folded")


class ChangedMeanwhile(Exception):  # noqa: N818 (it reads as what happened)
    """The file was set right by somebody else after this change began. Nothing was done."""


def open_case(acting: Acting, opening: Opening, *, first: Said | None = None, at: datetime) -> str:
    """Open a case, with its first contact, and sit at it. Answers its ref. (ELIG-1, ELIG-2)"""
    began_at = first.happened_at if first else at
    decision = all_of(
        eligibility.may_be_helped(opening.eligibility),
        schemes.may_open_in(acting.schemes, opening.scheme),
        eligibility.may_represent(remit_in(acting, opening.scheme), opening.said_woman),
        records.may_enter(replace(standing(acting), seated=True), happened_at=began_at, at=at),
        access.may_open_cases(standing(acting)),
    )
    ref = random_id()
    # The shred key is committed in its own database first: a case without one could never be
    # destroyed, while a shred key without a case opens nothing.
    if not decision:
        raise Refused("case.opened", acting.pseudonym, ref, decision, at)
    keys, granted = grants.new_case(ref, by=acting.unlocked, holders=[acting.officer.ring], at=at)
    with record("case.opened", by=acting.pseudonym, about=ref, under=decision, at=at):
        case = Case(id=ref)
        file = _file_of(opening, opened_at=began_at)
        sits = SeatCard(officer=acting.pseudonym, since=at)
        case.put(keys, with_rows(acting, msgspec.structs.replace(file, seats=(sits,))))
        case.save(force_insert=True)
        Seat.objects.create(case=case, officer=acting.officer)
        Grant.objects.bulk_create(granted)
        if first:
            place(case, keys, first, by=acting.pseudonym, at=at)
    return ref


def read(acting: Acting, ref: str, *, at: datetime) -> OpenCase:
    """Open a case for reading; the first time in each unlocked session is an entry. (CONF-1)"""
    opened = case_for(acting, ref)
    decision = access.may_read(standing(acting, ref))
    # Whoever sits there anew reads it for the first time, in however old a session.
    sat = sat_down(opened, acting.pseudonym)
    since = max(acting.session_started_at, sat.since) if sat else acting.session_started_at
    if not history.recorded("case.read", about=ref, by=acting.pseudonym, since=since):
        with record("case.read", by=acting.pseudonym, about=ref, under=decision, at=at):
            pass
    return opened


def change_file(
    acting: Acting,
    opened: OpenCase,
    changed: Opening,
    *,
    began_with: int | None = None,
    at: datetime,
) -> None:
    """Set right who the student is, how to reach them safely, or what it is about. (RECD-1)

    `began_with` is the number of changes that the file had when this one began to be typed, by
    default when it was opened: one that came between would be lost, so then nothing is done and
    `ChangedMeanwhile` is raised.

    A student who unsays what an officer's remit rests on is written down as they say, and needs
    another caseworker from then on: the case and the desk say so until it is handed over. (ELIG-2)
    """
    decision = all_of(
        eligibility.may_be_helped(changed.eligibility),
        access.may_work(standing(acting, opened.ref)),
    )
    with record("case.changed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        now = case.take(opened.keys, CaseFile)
        if now.changes != (opened.file.changes if began_with is None else began_with):
            raise ChangedMeanwhile
        case.put(opened.keys, with_rows(acting, _set_right(now, changed)))
        case.save(update_fields=["sealed"])
        keep_drawer(opened.ref, opened.keys, on=timezone.localtime(at).date())


def _set_right(now: CaseFile, changed: Opening) -> CaseFile:
    # Whatever is not typed here stays, the scheme above all: nobody of another ever held its keys.
    typed = _file_of(changed, opened_at=now.opened_at)
    return msgspec.structs.replace(
        now,
        **{name: getattr(typed, name) for name in _TYPED},
        # Only one officer asks; what the student told her is not unsaid by one who does not.
        said_woman=now.said_woman if changed.said_woman is None else changed.said_woman,
        coded=changed.coded or now.coded,
        changes=now.changes + 1,
    )


def _file_of(opening: Opening, *, opened_at: datetime) -> CaseFile:
    return CaseFile(
        student=opening.student,
        safe=opening.safe,
        eligibility=opening.eligibility,
        scheme=opening.scheme,
        category=opening.category,
        about=opening.about,
        said_woman=opening.said_woman is True,
        opened_at=opened_at,
        last_at=opened_at,
        folded=fold(opening.student, opening.about, opening.safe.how),
        coded=opening.coded or Coded(),
    )
