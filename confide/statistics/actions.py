"""Closing a quarter, and the way of a release: drafted, checked, proposed, published. (STAT-2)"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from confide.casework.models import CodedFact
from confide.casework.queries import CodedRow, facts, standing
from confide.ledger.record import Refused, record
from confide.policy import statistics
from confide.policy.periods import quarter_of
from confide.statistics.models import ClosedQuarter, Proposal, ProposalCard, Release
from confide.statistics.queries import (
    Found,
    Wanted,
    as_text,
    before_the_first,
    card_of,
    counted,
    counts_of,
    earlier,
    keys_of,
    local_day,
    may_close,
    may_confirm,
    may_propose,
    may_take,
    newest_number,
    place_of_proposal,
    place_of_quarter,
    table_of,
)
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.vault.team_key import TeamKeys

_AT_ONCE = 500


def close_quarter(acting: Acting, quarter: str, *, at: datetime) -> int:
    """Turn a quarter's coded rows into counts and delete them. Answers how many. (STAT-1)

    What came in late, of an earlier quarter that is closed, counts in this one. The first quarter
    of all closes those of its year before it too, in which there was nothing.
    """
    decision = may_close(acting, quarter, at=at)
    keys = keys_of(acting)
    # Opening every row takes long, so it is done before anything is locked; what is opened again
    # below, as it is by then, are this quarter's. A row that came in between counts in the next.
    over = [fact for fact, row in facts(keys) if _is_of(row, quarter)] if decision else []
    with record("quarter.closed", by=acting.pseudonym, about="service", under=decision, at=at):
        again = may_close(acting, quarter, at=at)
        if not again:
            raise Refused("quarter.closed", acting.pseudonym, "service", again, at)
        rows = {fact: row for fact, row in facts(keys, among=over) if row is not None}
        for before in before_the_first(quarter):
            _close(keys, before, Counter())
        _close(keys, quarter, Counter(rows.values()))
        ids = list(rows)
        for begin in range(0, len(ids), _AT_ONCE):
            CodedFact.objects.filter(id__in=ids[begin : begin + _AT_ONCE]).delete()
    return len(rows)


def draft_release(acting: Acting, title: str, asked: Sequence[Wanted], *, at: datetime) -> str:
    """Put tables of closed quarters together, to be checked. Answers the draft's id. (STAT-2)

    Raises `TooFine` for a table that says too little about too many cells.
    """
    decision = may_take(acting, asked)
    proposal = Proposal(id=random_id())
    if not decision:
        raise Refused("release.drafted", acting.pseudonym, proposal.id, decision, at)
    keys = keys_of(acting)
    counts = counts_of(keys)
    tables = [table_of(each, counts, earlier()) for each in asked]
    card = ProposalCard(
        title=title,
        made_by=acting.pseudonym,
        wanted=tuple((each.shape.key, each.quarters[0]) for each in asked),
        tables=as_text(asked, tables),
    )
    proposal.sealed = keys.seal(card, place=place_of_proposal(proposal.id))
    with record("release.drafted", by=acting.pseudonym, about=proposal.id, under=decision, at=at):
        proposal.save(force_insert=True)
    return proposal.id


def keep_check(
    acting: Acting,
    proposal_id: str,
    asked: Sequence[Wanted],
    found: Found,
    *,
    after: int,
    at: datetime,
) -> None:
    """Keep what a check found, and the tables with what it left blank. (STAT-2)"""
    decision = statistics.may_see_figures(standing(acting))
    with record("release.checked", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        proposal = _held_still(proposal_id)
        card = msgspec.structs.replace(
            card_of(acting, proposal),
            tables=as_text(asked, found.tables),
            checked=True,
            after=after,
            disclosed=found.disclosed,
            undecided=found.undecided,
            blanked=found.blanked,
            findings=found.findings,
            coarser=found.coarser,
            # What a colleague was asked to look at was another one.
            by="",
        )
        _keep(acting, proposal, card)


def stop_check(acting: Acting, proposal_id: str, *, at: datetime) -> None:
    """Have a check that runs end at its next step. (STAT-2)"""
    decision = statistics.may_withdraw(standing(acting))
    with record("check.stopped", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        Proposal.objects.filter(id=proposal_id).update(stopped=True)


def begin_check(acting: Acting, proposal_id: str, *, at: datetime) -> None:
    """A check begins: whatever stopped the last one is over. (STAT-2)"""
    decision = statistics.may_see_figures(standing(acting))
    with record("check.begun", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        Proposal.objects.filter(id=proposal_id).update(stopped=False)


def propose(
    acting: Acting, proposal_id: str, *, commentary: Sequence[tuple[str, str]], at: datetime
) -> None:
    """Put a checked release before a second officer, with words about it. (STAT-2)"""
    card = card_of(acting, _found(proposal_id))
    decision = may_propose(acting, card)
    with record("release.proposed", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        proposal = _held_still(proposal_id)
        card = card_of(acting, proposal)
        again = may_propose(acting, card)
        if not again:
            raise Refused("release.proposed", acting.pseudonym, proposal_id, again, at)
        changed = msgspec.structs.replace(card, by=acting.pseudonym, commentary=tuple(commentary))
        _keep(acting, proposal, changed)


def publish(acting: Acting, proposal_id: str, *, seen: str, at: datetime) -> int:
    """Publish what a colleague proposed. Answers the release's number. (STAT-2)

    `seen` is the version that the officer had before them.
    """
    decision = may_confirm(acting, card_of(acting, _found(proposal_id)), seen=seen)
    with record("release.published", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        proposal = _held_still(proposal_id)
        card = card_of(acting, proposal)
        # Asked again: a colleague may have checked it anew, or published another one, meanwhile.
        again = may_confirm(acting, card, seen=seen)
        if not again:
            raise Refused("release.published", acting.pseudonym, proposal_id, again, at)
        release = Release.objects.create(
            id=proposal.id,
            number=newest_number() + 1,
            title=card.title,
            published_on=local_day(at),
            tables=card.tables,
            commentary=json.dumps(card.commentary, ensure_ascii=False),
        )
        proposal.delete()
    return release.number


def withdraw(acting: Acting, proposal_id: str, *, at: datetime) -> None:
    """Drop a release in the making. (STAT-2)"""
    decision = statistics.may_withdraw(standing(acting))
    with record("release.withdrawn", by=acting.pseudonym, about=proposal_id, under=decision, at=at):
        _held_still(proposal_id).delete()


def _close(keys: TeamKeys, quarter: str, tally: Counter[CodedRow]) -> None:
    sealed = keys.seal(counted(tally), place=place_of_quarter(quarter))
    ClosedQuarter.objects.create(quarter=quarter, sealed=sealed)


def _is_of(row: CodedRow | None, quarter: str) -> bool:
    return row is not None and quarter_of(row.period) <= quarter


def _found(proposal_id: str) -> Proposal:
    return Proposal.objects.get(id=proposal_id)


def _held_still(proposal_id: str) -> Proposal:
    return Proposal.objects.select_for_update().get(id=proposal_id)


def _keep(acting: Acting, proposal: Proposal, card: ProposalCard) -> None:
    proposal.sealed = keys_of(acting).seal(card, place=place_of_proposal(proposal.id))
    proposal.save(update_fields=["sealed"])
