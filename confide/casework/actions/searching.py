"""Searching one's own cases, which is reading them. (CONF-1)"""

from datetime import datetime

from confide.casework.queries import Found, search, standing
from confide.ledger import history
from confide.ledger.record import record
from confide.policy import access
from confide.team.queries import Acting


def look_for(acting: Acting, words: str, *, at: datetime) -> list[Found]:
    """Search one's own cases; the first time in each unlocked session is an entry. (CONF-1)"""
    by, since = acting.pseudonym, acting.session_started_at
    if not history.recorded("cases.searched", about=by, by=by, since=since):
        decision = access.may_keep_desk(standing(acting))
        with record("cases.searched", by=by, about=by, under=decision, at=at):
            pass
    return search(acting, words)
