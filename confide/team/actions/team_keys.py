"""The team's key: a new epoch when somebody has left, older ones for whoever joins. (CONF-5)"""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from confide.ledger.record import record
from confide.policy import keys
from confide.policy.decision import Decision
from confide.team.queries import Acting, rings_in_office
from confide.vault import rings, team_key
from confide.vault.grants import recovery_ring
from confide.vault.models import KeyRing, TeamGrant
from confide.vault.primitives import DoesNotOpen
from confide.vault.team_key import TeamKeys


def settle_team_key(acting: Acting, *, at: datetime) -> None:
    """See that the caseworkers in office hold the team's keys, and that nobody else the newest."""
    decision = keys.may_hold_team_key(acting.in_office)
    granted = _missing(acting, _serving(at), decision) if decision else []
    if granted:
        # Two who unlock at once settle the same thing: the second finds it done, and an officer's
        # sign-in never fails for it.
        with (
            suppress(IntegrityError),
            record("team-key.given", by=acting.pseudonym, about="service", under=decision, at=at),
        ):
            TeamGrant.objects.bulk_create(granted)


def _serving(at: datetime) -> list[KeyRing]:
    """The caseworkers' rings. One whose keys were exchanged or damaged is given nothing."""
    officers = rings_in_office(on=timezone.localtime(at).date())
    return [each.ring for each in officers if rings.fingerprint(each.ring) == each.ring.id]


def _missing(acting: Acting, serving: list[KeyRing], decision: Decision) -> list[TeamGrant]:
    in_office_now = {ring.id for ring in serving}
    newest = TeamGrant.objects.aggregate(newest=Max("epoch"))["newest"] or 0
    holders = set(TeamGrant.objects.filter(epoch=newest).values_list("holder", flat=True))
    somebody_left = holders - in_office_now - {recovery_ring().id}
    if somebody_left or not holders & in_office_now:
        return team_key.make_epoch(newest + 1, by=acting.unlocked, holders=serving)
    mine = _mine(acting, decision)
    if mine is None:
        # A colleague who holds one passes it on when they next unlock.
        return []
    held = set(TeamGrant.objects.filter(holder__in=in_office_now).values_list("holder", "epoch"))
    lacking = [ring for ring in serving if any((ring.id, each) not in held for each in mine.epochs)]
    given = mine.share(lacking, by=acting.unlocked)
    return [grant for grant in given if (grant.holder_id, grant.epoch) not in held]


def _mine(acting: Acting, decision: Decision) -> TeamKeys | None:
    try:
        return team_key.open_team(acting.unlocked, under=decision)
    except DoesNotOpen:
        return None
