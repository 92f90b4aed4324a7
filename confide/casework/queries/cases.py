"""Which cases an officer may open, and opening them. (CONF-1, CONF-5)"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from confide.casework.models import Case, CaseFile, Seat
from confide.policy import access, eligibility, retention
from confide.policy.decision import Decision
from confide.team.models import Role, Term
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.models import Moved
from confide.vault.primitives import DoesNotOpen


class NotVisible(Http404):
    """There is no such case, or not for this officer: they must not be able to tell which."""


class GivenNewKeys(NotVisible):
    """The case was given new keys since it was opened, or its seats changed: open it again.

    To whoever sits there no longer it is as if not there, like anything else.
    """


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that was opened: its row, its keys and its file."""

    row: Case
    keys: CaseKeys = field(repr=False)
    file: CaseFile = field(repr=False)

    @property
    def ref(self) -> str:
        """The reference, which means nothing."""
        return self.row.id

    @property
    def goes_on(self) -> date | None:
        """The day on which its records go, with every hold in mind; None while it is open."""
        return retention.goes_on(clock_of(self.row))


def standing(acting: Acting, ref: str | None = None) -> access.Standing:
    """The facts about an officer before a case or, without one, before casework as such."""
    seat = seats_on(acting.on, case=ref, officer=acting.officer).first() if ref else None
    return access.Standing(
        in_office=acting.in_office,
        undertaking_signed=acting.undertaking_signed,
        seated=seat is not None,
        lent=is_lent(seat, on=acting.on),
    )


def is_lent(seat: Seat | None, *, on: date) -> bool:
    """Whether a seat is a colleague's for a while, beside the student's own caseworker in office.

    Where none of those is left, whoever it was shared with stands in for them: a case is not to be
    without anybody who may decide.
    """
    if seat is None or seat.until_on is None:
        return False
    term = {"role": Role.CASEWORKER, "starts_on__lte": on, "ends_on__gte": on}
    own = Seat.objects.filter(case_id=seat.case_id, until_on=None)
    return own.filter(officer__in=Term.objects.filter(**term).values("officer")).exists()


def seats_on(day: date, **which: Any) -> QuerySet[Seat]:
    """The seats that are seats on that day: one that was lent and is over opens nothing. (RECD-4)

    So says the date alone, before any key is touched, whether or not the night has come by.
    """
    return Seat.objects.filter(Q(until_on=None) | Q(until_on__gte=day), **which)


def remit_of(held: str) -> str:
    """Whom the post with that key represents: everyone, or women."""
    post = settings.POLICY.post(held)
    return post.remit if post else eligibility.EVERYONE


def remit_in(acting: Acting, scheme: str) -> str:
    """Whom the officer represents in a scheme, by the post that they hold there."""
    return remit_of(acting.held.get(scheme, ""))


def case_for(acting: Acting, ref: str) -> OpenCase:
    """Open one case, or raise `NotVisible`: for no case, no seat and no office alike."""
    decision = access.may_read(standing(acting, ref))
    if not decision:
        raise NotVisible
    try:
        opened = _opened(acting, ref, decision)
    except Moved:
        # It was given new keys between the two looks: they are there now.
        opened = _opened(acting, ref, decision)
    # Which scheme it belongs to and who stepped aside stand in the case, so that this is asked
    # once it is open.
    if not access.may_read(_before(acting, opened)):
        raise NotVisible
    return opened


def _opened(acting: Acting, ref: str, decision: Decision) -> OpenCase:
    # The keys first: a row that is newer than they are can be told from one that is damaged.
    try:
        keys = grants.open_case(acting.unlocked, ref, under=decision)
        row = Case.objects.filter(id=ref, being_destroyed=False).first()
        if row is None:
            raise NotVisible
        return OpenCase(row, keys, row.take(keys, CaseFile))
    except Moved:
        raise
    except DoesNotOpen as closed:
        raise NotVisible from closed


def scheme_of(file: CaseFile) -> str:
    """The scheme that a case belongs to. One that names none belongs to the first."""
    first: str = settings.POLICY.first_scheme
    return file.scheme or first


def serves(acting: Acting, file: CaseFile) -> bool:
    """Whether the officer serves the scheme of this case today."""
    return scheme_of(file) in acting.schemes


def has_stepped_aside(acting: Acting, file: CaseFile) -> bool:
    """Whether the officer declared a conflict in this case.

    Their keys do not open it. Should somebody give them new ones by mistake, this holds.
    """
    return any(card.officer == acting.pseudonym for card in file.stepped_aside)


@dataclass(frozen=True, slots=True)
class Caseload:
    """An officer's own cases, and how many more should have opened and did not."""

    cases: list[OpenCase]
    shut: int = 0


def my_cases(acting: Acting) -> list[OpenCase]:
    """The officer's own cases, the one with the newest contact first."""
    return my_caseload(acting).cases


def my_caseload(acting: Acting) -> Caseload:
    """The officer's own cases, and how many of those at which they sit did not open."""
    decision = access.may_keep_desk(standing(acting))
    if not decision:
        return Caseload([])
    seats = seats_on(acting.on, officer=acting.officer)
    rows = Case.objects.filter(seats__in=seats, being_destroyed=False)
    by_ref = {row.id: row for row in rows}
    opened = grants.open_cases(acting.unlocked, list(by_ref), under=decision)
    cases = []
    for ref, keys in opened.items():
        # A damaged row must not take the whole desk with it; the desk says how many did not open.
        with suppress(DoesNotOpen):
            cases.append(OpenCase(by_ref[ref], keys, by_ref[ref].take(keys, CaseFile)))
    for ref in by_ref.keys() - {case.ref for case in cases}:
        # It may have been given new keys between the two looks.
        with suppress(NotVisible, DoesNotOpen):
            cases.append(case_for(acting, ref))
    # Whoever serves one scheme no longer, and another still, has no case of the former.
    mine = [
        case
        for case in cases
        if serves(acting, case.file)
        and not has_stepped_aside(acting, case.file)
        and acting.pseudonym not in case.file.avoids
    ]
    mine.sort(key=lambda case: case.file.last_at, reverse=True)
    return Caseload(mine, shut=len(by_ref) - len(cases))


def clock_of(case: Case) -> retention.Clock:
    """What stands in clear of a case's end, as the policy's facts."""
    return retention.Clock(
        destroy_on=case.destroy_on,
        keep_until=case.keep_until,
        being_destroyed=case.being_destroyed,
    )


def seated_at(ref: str, *, on: date) -> list[Seat]:
    """The seats at a case, with who sits there, by name. Ask only after `case_for` opened it."""
    seats = seats_on(on, case=ref).select_related("officer__ring")
    return list(seats.prefetch_related("officer__terms").order_by("officer__name"))


def _before(acting: Acting, opened: OpenCase) -> access.Standing:
    return replace(
        standing(acting, opened.ref),
        serves=serves(acting, opened.file),
        conflicted=has_stepped_aside(acting, opened.file),
        avoided=acting.pseudonym in opened.file.avoids,
    )
