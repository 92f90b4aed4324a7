"""Coded rows from before: what a union has counted itself until it came here. (STAT-1)"""

from collections.abc import Sequence
from datetime import datetime

from confide.casework.models import CodedFact, CodedRow
from confide.casework.queries import place_of_fact, standing
from confide.ledger.record import record
from confide.policy import statistics
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.vault.team_key import TeamKeys


def bring_rows(acting: Acting, keys: TeamKeys, rows: Sequence[CodedRow], *, at: datetime) -> None:
    """Count cases in that were never here: their months and codes, and nothing else. (STAT-1)"""
    decision = statistics.may_see_figures(standing(acting))
    facts = [CodedFact(id=random_id()) for _ in rows]
    for fact, row in zip(facts, rows, strict=True):
        fact.sealed = keys.seal(row, place=place_of_fact(fact.id))
    with record("rows.brought", by=acting.pseudonym, about="service", under=decision, at=at):
        CodedFact.objects.bulk_create(facts)
