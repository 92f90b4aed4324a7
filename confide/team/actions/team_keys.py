"""The team's key: a new epoch when somebody has left, older ones for whoever joins. (CONF-5)"""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from confide.ledger.record import record
from confide.policy import keys
from confide.policy.decision import Decision
from confide.team.models import Role
from confide.team.queries import Acting, in_office
from confide.vault import team_key
from confide.vault.grants import recovery_ring
from confide.vault.models import KeyRing, TeamGrant
from confide.vault.primitives import DoesNotOpen
from confide.vault.team_key import TeamKeys


def settle_team_key(acting: Acting, *, at: datetime) -> None:
    """See that the caseworkers in office hold the newest team key, and that nobody else does."""
    decision = keys.may_hold_team_key(acting.in_office)
    on = timezone.localtime(at).date()
    serving = [each.ring for each in in_office(Role.CASEWORKER, on=on) if each.enrolled]
    granted = _missing(acting, serving, decision) if decision else []
    if granted:
        with record("team-key.given", by=acting.pseudonym, about="service", under=decision, at=at):
            TeamGrant.objects.bulk_create(granted)


def _missing(acting: Acting, serving: list[KeyRing], decision: Decision) -> list[TeamGrant]:
    in_office_now = {ring.id for ring in serving}
    newest = TeamGrant.objects.aggregate(newest=Max("epoch"))["newest"] or 0
    holders = set(TeamGrant.objects.filter(epoch=newest).values_list("holder", flat=True))
    somebody_left = holders - in_office_now - {recovery_ring().id}
    if somebody_left or not holders & in_office_now:
        return team_key.make_epoch(newest + 1, by=acting.unlocked, holders=serving)
    mine = _mine(acting, decision)
    if mine is None or acting.unlocked.ring_id not in holders:
        # A colleague who holds it passes it on when they next unlock.
        return []
    return mine.share([ring for ring in serving if ring.id not in holders], by=acting.unlocked)


def _mine(acting: Acting, decision: Decision) -> TeamKeys | None:
    try:
        return team_key.open_team(acting.unlocked, under=decision)
    except DoesNotOpen:
        return None
