"""What lies ahead of one case, for the page on which its destruction is asked for. (RECD-6)"""

from dataclasses import dataclass
from datetime import date, timedelta

from confide.casework import queries as casework
from confide.casework.queries import OpenCase
from confide.policy import retention
from confide.retention.queries.certificates import words_for
from confide.retention.queries.clocks import clock_of, proposed_on
from confide.vault.rekey import sealed_models


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would go, what has to be shredded by hand, and on which days what can happen."""

    clock: retention.Clock
    what: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    horizon_ends: date
    proposed_on: date | None
    second_step_on: date | None
    second_step_open: bool


def outlook(opened: OpenCase, *, on: date, horizon_days: int) -> Outlook:
    """Everything that an officer is told before the button."""
    clock, proposed = clock_of(opened.row), proposed_on(opened.ref)
    by_hand = retention.may_order_destruction(
        retention.BY_HAND, clock, on, asked_on=proposed, confirmed=True
    )
    return Outlook(
        clock=clock,
        what=words_for(_counts(opened.ref)),
        papers=_papers(opened),
        horizon_ends=on + timedelta(days=horizon_days),
        proposed_on=proposed,
        second_step_on=proposed + retention.COOL_OFF if proposed else None,
        second_step_open=bool(by_hand),
    )


def _counts(case: str) -> dict[str, int]:
    return {str(model._meta.model_name): model.of_case(case).count() for model in sealed_models()}


def _papers(opened: OpenCase) -> tuple[tuple[str, str], ...]:
    return tuple(
        (entry.card.name, entry.card.kept_where)
        for entry in casework.documents_of(opened)
        if entry.card.kept_where and entry.card.shredded_on is None
    )
