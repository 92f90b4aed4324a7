"""Saying that the papers of a record that is gone are gone too. (RECD-5)"""

from datetime import datetime

from confide.casework.queries import standing
from confide.ledger.record import record
from confide.policy import access, retention
from confide.policy.decision import all_of
from confide.retention.queries import PAPERS_CONFIRMED, Certified, papers_of
from confide.team.queries import Acting


def confirm_papers(acting: Acting, certified: Certified, *, at: datetime) -> None:
    """Say that what was left of a record's papers is shredded. (RECD-5)"""
    case = certified.case
    decision = all_of(
        access.may_keep_desk(standing(acting)),
        retention.may_confirm_papers(left=papers_of(case).left),
    )
    with record(PAPERS_CONFIRMED, by=acting.pseudonym, about=case, under=decision, at=at):
        pass
