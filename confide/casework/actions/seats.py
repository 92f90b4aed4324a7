"""Giving up one's seat at a case to a colleague, with new keys for the case. (CONF-5, ELIG-2)"""

from datetime import datetime

from django.utils import timezone

from confide.casework.actions._placing import held_still
from confide.casework.actions._seating import keys_without, unseat
from confide.casework.models import Seat
from confide.casework.queries import OpenCase, remit_of, scheme_of, standing, standing_of
from confide.ledger.record import Refused, record
from confide.policy import access, eligibility
from confide.policy.decision import all_of
from confide.team.models import Officer
from confide.team.queries import Acting, post_of


def hand_over(acting: Acting, opened: OpenCase, to: Officer, *, at: datetime) -> None:
    """Seat a colleague in one's own place; what is written from now on opens to them alone."""
    on = timezone.localtime(at).date()
    post = post_of(to, on=on, scheme=scheme_of(opened.file))
    decision = all_of(
        access.may_hand_over(standing(acting, opened.ref), taker=standing_of(to, opened, on=on)),
        eligibility.may_represent(remit_of(post), opened.file.said_woman or None),
    )
    if not decision:
        raise Refused("case.handed-over", acting.pseudonym, opened.ref, decision, at)
    rekeying = keys_without(acting, opened, acting.officer, coming=[to], on=on)
    with record("case.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        unseat(case, rekeying, acting.officer)
        Seat.objects.get_or_create(case=case, officer=to)
