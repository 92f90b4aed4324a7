"""Giving up one's seat to a colleague, and taking away lent ones that are over. (CONF-5, RECD-4)"""

from datetime import datetime

from django.utils import timezone

from confide.casework.actions._placing import held_still
from confide.casework.actions._seating import keys_without, seat, unseat
from confide.casework.models import Contact, ContactNote, Seat
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, remit_of, scheme_of, standing, standing_of
from confide.ledger.record import Refused, record
from confide.policy import access, eligibility, sharing
from confide.policy.decision import Decision, all_of
from confide.team.models import Officer
from confide.team.queries import Acting, post_of
from confide.vault.models import Grant

HANDED_OVER = "handed-over"


def hand_over(
    acting: Acting, opened: OpenCase, to: Officer, *, student_knows: str, at: datetime
) -> None:
    """Seat a colleague in one's own place; what is written from now on opens to them alone.

    How the student heard of it is kept in the record. (CONF-5, HOUR-3, ELIG-2)
    """
    on = timezone.localtime(at).date()
    scheme = scheme_of(opened.file)

    def may() -> Decision:
        return all_of(
            access.may_hand_over(
                standing(acting, opened.ref),
                taker=standing_of(to, opened, on=on),
                student_knows=student_knows,
            ),
            eligibility.may_represent(
                remit_of(post_of(to, on=on, scheme=scheme)), opened.file.said_woman or None
            ),
        )

    decision = may()
    if not decision:
        raise Refused("case.handed-over", acting.pseudonym, opened.ref, decision, at)
    rekeying = keys_without(acting, opened, acting.officer, coming=[to], on=on)
    with record("case.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        again = may()
        if not again:
            raise Refused("case.handed-over", acting.pseudonym, opened.ref, again, at)
        unseat(case, rekeying, acting.officer)
        seat(case, rekeying.new, to, given_by=acting.pseudonym, at=at)
        note = Contact(case=case)
        note.put(rekeying.new, _note(acting, to, student_knows, at))
        note.save(force_insert=True)


def end_seats_that_are_over(*, at: datetime) -> int:
    """Take away the seats that were lent until a day before today, and what opens them. (RECD-4)

    They open nothing any longer, so says their date; here goes what they were granted. It takes
    nobody's key: the case gets new ones when somebody who sits there opens it. Answers how many.
    """
    on = timezone.localtime(at).date()
    over = Seat.objects.filter(until_on__lt=on)
    ended = over.count()
    if not ended:
        return 0
    decision = sharing.may_end_seats(ended)
    with record("seats.ended", by="service", about="service", under=decision, at=at):
        for each in over.select_related("officer").select_for_update(of=("self",)):
            Grant.objects.filter(case=each.case_id, holder=each.officer.ring_id).delete()
            each.delete()
    return ended


def _note(acting: Acting, to: Officer, student_knows: str, at: datetime) -> ContactNote:
    return ContactNote(
        kind=HANDED_OVER,
        at=at,
        said=student_knows,
        by=acting.pseudonym,
        recorded_at=at,
        subject=to.name,
        folded=fold(to.name, student_knows),
    )
