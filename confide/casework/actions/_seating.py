"""Seats, and the keys that go with them: what several actions share. (CONF-1, CONF-5, RECD-4)

What seals to holders is slow, and comes before the record: `keys_without`, `keys_for_who_sits`.
The rest is called inside it, with the case held still. Who is to hold the new keys was read before
that; so `unseat` asks again who sits, and nobody who came meanwhile is left without a key.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions._drawer import keep_drawer, keep_key
from confide.casework.models import Case, CaseFile, Drawer, Seat, SeatCard
from confide.casework.queries import GivenNewKeys, OpenCase, seated_at, seats_on, standing_of
from confide.casework.queries.drawers import drawer_in
from confide.policy.sharing import UNTIL_TAKEN_BACK
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import rekey
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant, Moved
from confide.vault.rekey import Rekeying


@dataclass(frozen=True, slots=True, repr=False)
class Reseating(Rekeying):
    """New keys for a case and its drawer, and which seats there were, on which day, by then."""

    seats: frozenset[str]
    on: date
    drawer: Rekeying | None = None


def keys_without(
    acting: Acting, opened: OpenCase, leaving: Officer, *, coming: Sequence[Officer] = (), on: date
) -> Reseating:
    """New keys for a case, for those who stay and those who come; the leaver has none of them."""
    return keys_for_who_sits(acting, opened, but=[leaving], coming=coming, on=on)


def keys_for_who_sits(
    acting: Acting,
    opened: OpenCase,
    *,
    but: Collection[Officer] = (),
    coming: Sequence[Officer] = (),
    on: date,
) -> Reseating:
    """New keys for a case: for whoever sits there on that day and is in office, and who comes."""
    leaving = {each.id for each in but}
    seats = [each for each in seated_at(opened.ref, on=on) if each.officer_id not in leaving]
    # Whoever has left office sits there still, until a recovery; new keys are not for them.
    staying = [s.officer for s in seats if standing_of(s.officer, opened, on=on).in_office]
    holders = {each.id: each.ring for each in [*coming, *staying]}
    made = rekey.prepare(opened.keys, holders=list(holders.values()), by=acting.unlocked)
    drawer = drawer_in(opened.ref, opened.keys)
    part = None
    if drawer is not None:
        part = rekey.prepare_part(drawer.keys, holder=drawer.row.ring, by=acting.unlocked)
    sitting = frozenset(each.id for each in seats)
    return Reseating(made.old, made.new, made.grants, sitting, on, part)


def unseat(case: Case, rekeying: Reseating, *leaving: Officer) -> None:
    """Inside an open record: the case gets its new keys, and the leavers' seats are gone.

    So are those that were lent and are over, which nobody holds a key to any longer.
    """
    Seat.objects.filter(case=case, officer__in=leaving).delete()
    if {each.id for each in seats_on(rekeying.on, case=case)} - rekeying.seats:
        raise GivenNewKeys
    Seat.objects.filter(case=case, until_on__lt=rekeying.on).delete()
    rekey.apply(rekeying)
    _new_keys_for_drawer(case, rekeying)
    keep_drawer(case.id, rekeying.new, on=rekeying.on)


def seat(
    case: Case,
    keys: CaseKeys,
    officer: Officer,
    *,
    given_by: str,
    lent: bool = False,
    until_on: date | None = None,
    at: datetime,
) -> None:
    """Inside an open record: somebody sits at a case who has been granted its keys, or is."""
    until = (until_on or UNTIL_TAKEN_BACK) if lent else None
    Seat.objects.update_or_create(case=case, officer=officer, defaults={"until_on": until})
    row = Case.objects.get(id=case.id)
    file = row.take(keys, CaseFile)
    card = SeatCard(officer=officer.pseudonym, since=at, given_by=given_by)
    row.put(keys, msgspec.structs.replace(file, seats=(*file.seats, card)))
    row.save(update_fields=["sealed"])
    keep_drawer(case.id, keys, on=timezone.localtime(at).date())


def grant(opened: OpenCase, granted: Sequence[Grant], officer: Officer) -> None:
    """Inside an open record: keep what was granted, in place of what is left of an earlier seat."""
    Grant.objects.filter(case=opened.ref, holder=officer.ring_id).delete()
    Grant.objects.bulk_create(granted)


def _new_keys_for_drawer(case: Case, rekeying: Reseating) -> None:
    """Who left the case has had the key of its drawer too."""
    if rekeying.drawer is None:
        # A way in that was given since those keys were made: whoever leaves could know its key.
        if Drawer.objects.filter(case=case).exists():
            raise GivenNewKeys
        return
    if not Drawer.objects.filter(case=case, ring__in=_holders(rekeying.drawer)).exists():
        raise GivenNewKeys
    try:
        keep_key(case.id, rekeying.new, rekey.apply(rekeying.drawer))
    except Moved as moved:
        raise GivenNewKeys from moved


def _holders(rekeying: Rekeying) -> set[str]:
    return {grant.holder_id for grant in rekeying.grants}
