"""Completing one’s own breach record after the case went to somebody else. (BRCH-4, BRCH-5)"""

from dataclasses import replace
from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import keep_from_outside
from confide.casework.queries import standing
from confide.disclosure.actions._breaching import Typed, card_with, go_on, may_go_on
from confide.disclosure.queries import OpenBreach
from confide.disclosure.queries.breaches import EXTRACT
from confide.ledger.record import record
from confide.policy import breach
from confide.policy.decision import all_of
from confide.team.queries import Acting


def complete_from_outside(
    acting: Acting, found: OpenBreach, typed: Typed, *, state: str, at: datetime
) -> None:
    """Say that confidence was broken, or was not; what was picked from the case stays as it was."""
    fact = replace(typed.fact, others_asked=bool(found.card.asked))
    broken = state == breach.BROKEN
    decision = all_of(
        breach.may_complete_from_outside(standing(acting), as_extract=typed.how == EXTRACT),
        may_go_on(acting, found, typed),
        breach.may_break(fact, at=at) if broken else breach.may_leave(fact),
    )
    items, cited = found.card.items, found.card.cited
    card = card_with(acting, found.card, typed, items=items, cited=cited, state=state, at=at)
    on, told = timezone.localtime(at).date(), card.told_at is not None
    until = breach.held_until(card.ground, state, told=told, obliged=card.obliged, on=on)
    with record("breach.decided", by=acting.pseudonym, about=found.id, under=decision, at=at):
        keep_from_outside(found.case, until)
        decided = msgspec.structs.replace(card, decided_at=at)
        go_on(acting, found.id, found.keys, decided, event="breach.decided", at=at)
