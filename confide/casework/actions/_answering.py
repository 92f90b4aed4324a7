"""Answering whatever colleagues asked this officer's session, in passing. (ELIG-3, CONF-3)

Records nothing itself: each answer is an action that does.
"""

from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from confide.casework.actions.conflicts_checks import answer_check
from confide.casework.queries import NotVisible
from confide.casework.queries.conflicts import OwnCases
from confide.casework.queries.conflicts_checks import found_before, waiting_for
from confide.ledger.record import Refused
from confide.team.queries import Acting


def answer_what_waits(acting: Acting, *, at: datetime) -> None:
    """Answer every waiting question. Where nothing waits it costs one statement.

    The officer came for something else: what cannot be answered now waits for their next look.
    """
    waiting = waiting_for(acting, on=timezone.localtime(at).date())
    if not waiting:
        return
    own = OwnCases(acting)
    for each in waiting:
        with suppress(NotVisible, Refused, DatabaseError):
            answer_check(acting, each, found_before(acting, each, own), at=at)
