"""`confide nightly`: the night's work, without keys. (RECD-5)"""

import sys
from argparse import Namespace
from datetime import UTC, date, datetime, time

from confide.site.command.backup_clearing import clear_leftovers
from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble

_HOUR = time(3, tzinfo=UTC)


def run(arguments: Namespace) -> int:
    """Do the night's work and say what was done."""
    prepare(arguments.data)
    from django.conf import settings

    from confide.ledger.record import Refused, note_refusal
    from confide.retention import actions
    from confide.web import clock

    at = clock.now()
    if arguments.on:
        if not settings.DEMONSTRATION:
            raise Trouble("--on is for a demonstration only: a real night has the real date.")
        at = _that_night(arguments.on)
    try:
        report = actions.nightly(at=at, confirmed=arguments.date_is_right, tell=_tell)
    except Refused as refused:
        note_refusal(refused)
        raise Trouble(
            f"{refused.decision.why()} {refused.decision.what_instead()} Nothing was destroyed. "
            "When a caseworker has looked at today's date: confide nightly --date-is-right"
        ) from None
    for line in report.lines():
        print(line)
    if report.failed:
        raise Trouble("Not everything could be destroyed. The next night tries again.")
    clear_leftovers(arguments.data)
    return 0


def _tell(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what}: {done:,} of {total:,}", end="", file=sys.stderr)


def _that_night(typed: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(typed), _HOUR)
    except ValueError:
        raise Trouble("Give the day as year-month-day, such as 2026-11-24.") from None
