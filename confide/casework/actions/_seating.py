"""Taking somebody's seat away, with new keys for whoever stays: what several actions share.

`keys_without` seals to the holders, which is slow, and comes before the record; `unseat` is called
inside it, with the case held still.
"""

from collections.abc import Sequence
from datetime import date

from confide.casework.models import Case, Seat
from confide.casework.queries import OpenCase, seated_at, standing_of
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import rekey
from confide.vault.rekey import Rekeying


def keys_without(
    acting: Acting, opened: OpenCase, leaving: Officer, *, coming: Sequence[Officer] = (), on: date
) -> Rekeying:
    """New keys for a case, for those who stay and those who come; the leaver has none of them."""
    # Whoever has left office sits there still, until a recovery; new keys are not for them.
    seated = [each for each in seated_at(opened.ref) if each.id != leaving.id]
    staying = [each for each in seated if standing_of(each, opened, on=on).in_office]
    holders = {each.id: each.ring for each in [*coming, *staying]}
    return rekey.prepare(opened.keys, holders=list(holders.values()), by=acting.unlocked)


def unseat(case: Case, rekeying: Rekeying, leaving: Officer) -> None:
    """Inside an open record: the case gets its new keys, and the leaver's seat is gone."""
    rekey.apply(rekeying)
    Seat.objects.filter(case=case, officer=leaving).delete()
