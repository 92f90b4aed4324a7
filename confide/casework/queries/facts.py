"""The coded rows, which outlive their cases and say of no case that it is the one. (STAT-1)"""

from collections.abc import Iterator, Sequence

from confide.casework.models import CodedFact, CodedRow
from confide.policy import keys
from confide.team.queries import Acting
from confide.vault import team_key
from confide.vault.primitives import DoesNotOpen
from confide.vault.team_key import TeamKeys

_AT_ONCE = 2000
# As many as any database takes as parameters of one query.
_FEW = 500


def team_keys(acting: Acting) -> TeamKeys | None:
    """The team's keys that the officer holds; None until a colleague passed them on."""
    decision = keys.may_hold_team_key(acting.in_office)
    try:
        return team_key.open_team(acting.unlocked, under=decision) if decision else None
    except DoesNotOpen:
        return None


def place_of_fact(fact_id: str) -> str:
    """The place that a coded row is sealed in."""
    return f"casework_codedfact:{fact_id}"


def row_in(team: TeamKeys, fact: CodedFact) -> CodedRow | None:
    """The coded row in a fact; None for a damaged one, which counts as none."""
    return _row(team, fact.id, fact.sealed)


def how_many_facts() -> int:
    """How many coded rows there are."""
    return CodedFact.objects.count()


def facts(
    team: TeamKeys, *, among: Sequence[str] | None = None
) -> Iterator[tuple[str, CodedRow | None]]:
    """Every coded row by its id, or those `among` these; None for one that does not open.

    Those `among` some are held still, in the order of their ids, until the transaction that asks is
    over.
    """
    if among is None:
        stored = CodedFact.objects.values_list("id", "sealed").iterator(chunk_size=_AT_ONCE)
        yield from ((fact_id, _row(team, fact_id, sealed)) for fact_id, sealed in stored)
        return
    ids = sorted(among)
    for begin in range(0, len(ids), _FEW):
        some = CodedFact.objects.select_for_update().filter(id__in=ids[begin : begin + _FEW])
        some = some.order_by("id")
        for fact_id, sealed in some.values_list("id", "sealed"):
            yield fact_id, _row(team, fact_id, sealed)


def _row(team: TeamKeys, fact_id: str, sealed: bytes | memoryview) -> CodedRow | None:
    try:
        return team.unseal(bytes(sealed), CodedRow, place=place_of_fact(fact_id))
    except DoesNotOpen:
        return None
