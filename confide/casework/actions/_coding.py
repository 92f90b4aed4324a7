"""A case's coded rows: written when it is opened and resolved, and set right with it. (STAT-1)

Called inside an action's open record. A figure never holds up a case: an officer who holds none of
the team's keys yet works on, and the row is written when the case is next set right or resolved.

The row stands in no order and bears no time. Since whatever one transaction writes can be told to
belong together from a database's own marks, each write seals a number of other rows anew with it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from django.utils import timezone

from confide.casework.models import CaseFile, Coded, CodedFact, CodedRow
from confide.casework.queries import place_of_fact, row_in, scheme_of, team_keys
from confide.policy.codebook import NOT_KNOWN, NOT_SAID, OPENED, RESOLVED
from confide.policy.periods import period_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.vault.team_key import TeamKeys

OTHERS: Final = 16


def with_rows(
    acting: Acting,
    file: CaseFile,
    *,
    resolved_at: datetime | None = None,
    confirmed: bool = True,
) -> CaseFile:
    """The file with the ids of its coded rows, which say what it says.

    `resolved_at` is given when the case is being resolved. What no officer has `confirmed`, because
    a student typed it who asked for support, counts as not said until one has. A row whose period
    was closed is gone and counted, and is not written again: nobody is counted twice.
    """
    keys = team_keys(acting)
    if keys is None:
        return file
    rows = file.rows
    said = file if confirmed else msgspec.structs.replace(file, category=NOT_SAID, coded=Coded())
    held = _held_still(file)
    opened = _kept(keys, rows.opened, held, _row(said, OPENED, file.opened_at))
    resolved = rows.resolved
    if resolved_at is not None or resolved:
        row = _row(file, RESOLVED, resolved_at or file.opened_at)
        resolved = _kept(keys, resolved, held, row)
    _seal_others(keys, but=[opened, resolved])
    rows = msgspec.structs.replace(rows, opened=opened, resolved=resolved)
    return msgspec.structs.replace(file, rows=rows)


def without_resolved_row(file: CaseFile) -> CaseFile:
    """The file of a case that is taken up again: it counts as resolved no more.

    Where that was counted already it stays so, and the case is not counted a second time.
    """
    _held_still(file)
    gone = CodedFact.objects.filter(id=file.rows.resolved).delete()[0]
    rows = msgspec.structs.replace(file.rows, resolved="" if gone else file.rows.resolved)
    return msgspec.structs.replace(file, rows=rows)


def _held_still(file: CaseFile) -> dict[str, CodedFact]:
    """Both rows of a case at once, in the order in which closing a quarter takes its rows.

    One after the other, each of the two could wait for a row that the other holds.
    """
    both = [file.rows.opened, file.rows.resolved]
    rows = CodedFact.objects.select_for_update().filter(id__in=both).order_by("id")
    return {fact.id: fact for fact in rows}


def _row(file: CaseFile, event: str, at: datetime) -> CodedRow:
    return CodedRow(
        event=event,
        period=period_of(timezone.localtime(at).date()),
        scheme=scheme_of(file),
        # A request may leave open what it is about; that is no code of the union's.
        category=NOT_SAID if file.category == NOT_KNOWN else file.category,
        level=file.coded.level,
        college=file.coded.college,
        fee_status=file.coded.fee_status,
        heard=file.coded.heard,
        outcome=file.ended if event == RESOLVED else NOT_KNOWN,
    )


def _kept(keys: TeamKeys, fact_id: str, held: Mapping[str, CodedFact], row: CodedRow) -> str:
    """The id of the row written anew or, where it stands already, set right in its own period."""
    if not fact_id:
        new = CodedFact(id=random_id())
        new.sealed = keys.seal(row, place=place_of_fact(new.id))
        new.save(force_insert=True)
        return new.id
    fact = held.get(fact_id)
    was = fact and row_in(keys, fact)
    if fact and was:
        right = msgspec.structs.replace(row, period=was.period)
        fact.sealed = keys.seal(right, place=place_of_fact(fact.id))
        fact.save(update_fields=["sealed"])
    return fact_id


def _seal_others(keys: TeamKeys, *, but: list[str]) -> None:
    # Random ids, so any stretch of them is a random choice; what a colleague is writing is passed
    # over, so that nobody waits for anybody.
    others = CodedFact.objects.select_for_update(skip_locked=True).exclude(id__in=but)
    start = random_id()
    some = list(others.filter(id__gte=start).order_by("id")[:OTHERS])
    # At the end of them it goes on with the first.
    some += others.filter(id__lt=start).order_by("id")[: OTHERS - len(some)]
    for fact in some:
        if row := row_in(keys, fact):
            fact.sealed = keys.seal(row, place=place_of_fact(fact.id))
    CodedFact.objects.bulk_update(some, ["sealed"])
