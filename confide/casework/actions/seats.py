"""Giving up one's seat at a case to a colleague, with new keys for the case. (CONF-5, ELIG-2)"""

from datetime import date, datetime

from django.utils import timezone

from confide.casework.actions._placing import held_still
from confide.casework.models import Seat
from confide.casework.queries import OpenCase, remit_of, seated_at, standing
from confide.ledger.record import Refused, record
from confide.policy import access, eligibility
from confide.policy.decision import all_of
from confide.team.models import Officer, Role
from confide.team.queries import Acting, has_signed, post_of, roles_of
from confide.vault import rekey


def hand_over(acting: Acting, opened: OpenCase, to: Officer, *, at: datetime) -> None:
    """Seat a colleague in one's own place; what is written from now on opens to them alone."""
    on = timezone.localtime(at).date()
    taker = access.Standing(in_office=_serves(to, on), undertaking_signed=has_signed(to))
    decision = all_of(
        access.may_hand_over(standing(acting, opened.ref), taker=taker),
        eligibility.may_represent(remit_of(post_of(to, on=on)), opened.file.said_woman or None),
    )
    if not decision:
        raise Refused("case.handed-over", acting.pseudonym, opened.ref, decision, at)
    # Whoever has left office sits there still, until a recovery; new keys are not for them.
    seated = [each for each in seated_at(opened.ref) if each != acting.officer]
    staying = [each for each in seated if _serves(each, on)]
    rekeying = rekey.prepare(
        opened.keys, holders=[to.ring, *(each.ring for each in staying)], by=acting.unlocked
    )
    with record("case.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        rekey.apply(rekeying)
        Seat.objects.filter(case=case, officer=acting.officer).delete()
        Seat.objects.get_or_create(case=case, officer=to)


def _serves(officer: Officer, on: date) -> bool:
    # An invitation's keys are known to whoever passed it on: no case is ever given to them.
    return officer.enrolled and Role.CASEWORKER in roles_of(officer, on=on)
