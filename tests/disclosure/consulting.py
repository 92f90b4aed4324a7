"""Asking colleagues, as the tests of consultation do it."""

from datetime import date, datetime, timedelta
from typing import Any

from confide.casework.queries import OpenCase
from confide.disclosure import actions
from confide.disclosure.actions import ToAsk
from confide.team.queries import Acting, acting_with
from tests.cast import NOON

TODAY = NOON.date()
QUESTION = "What would you do for somebody whose landlord does not answer?"


def on_day(acting: Acting, days: int) -> tuple[Acting, datetime]:
    """The same officer at work so many days later, and that moment."""
    at = NOON + timedelta(days=days)
    later = acting_with(acting.unlocked, started_at=at, on=at.date())
    assert later is not None
    return later, at


def asked(
    asker: Acting, case: OpenCase | None, *others: Acting, at: datetime = NOON, **changed: Any
) -> str:
    """A question that was sent, good unless something is changed."""
    typed = {
        "question": QUESTION,
        "colleagues": [each.officer for each in others],
        "ends_on": at.date() + timedelta(days=14),
        **changed,
    }
    return actions.ask_colleagues(asker, case, ToAsk(**typed), at=at)


def days(number: int, *, since: date = TODAY) -> date:
    """A day so many days after the first."""
    return since + timedelta(days=number)
