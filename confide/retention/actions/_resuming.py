"""What start-up and the night share: finishing what was ordered, destroying what is due.

Records nothing of its own: every order and every end is an action that does. One case that cannot
be finished, because of a file or a lock, never keeps the others waiting.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from confide.casework.queries import NotVisible
from confide.ledger.record import Refused
from confide.policy import retention
from confide.policy.decision import Decision
from confide.retention.actions._wiping import wipe_traces
from confide.retention.actions.destroying import NotOrdered, carry_out
from confide.retention.actions.ordering import order
from confide.retention.queries import (
    asked_for,
    due,
    last_believable_day,
    local_day,
    unfinished,
)

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Caught:
    """What start-up did, and the policy's no if the date could not be believed."""

    finished: int
    destroyed: int
    failed: int
    refused: Decision | None = None


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def finish(at: datetime, *, tell: Tell = silent) -> tuple[int, int]:
    """Carry out what was ordered and not finished. Answers how many were, and were not."""
    return each_by_itself("finishing", unfinished(), lambda case: carry_out(case, at=at), tell)


def destroy_due(at: datetime, *, tell: Tell = silent) -> tuple[int, int]:
    """Destroy what the clock or a student's request asks for today, once the date is believed."""
    on = local_day(at)

    def destroy(case: str, cause: str) -> None:
        order(case, cause=cause, by="service", at=at)
        carry_out(case, at=at)

    causes = dict.fromkeys(due(on), retention.CLOCK)
    causes |= dict.fromkeys(asked_for(on), retention.STUDENT)
    return each_by_itself("destroying", causes, lambda case: destroy(case, causes[case]), tell)


def destroy_asked(cases: Iterable[str], at: datetime) -> tuple[int, int]:
    """Destroy what students asked for and a second caseworker has seconded."""

    def destroy(case: str) -> None:
        order(case, cause=retention.STUDENT, by="service", at=at)
        carry_out(case, at=at)

    return each_by_itself("destroying", cases, destroy, silent)


def resume(at: datetime) -> Caught:
    """Before a page is served: finish what was ordered, destroy what went overdue meanwhile.

    A service that was off for long cannot know that its date is right; then the overdue waits for
    a caseworker, and only what was ordered is finished. (RECD-5)
    """
    finished, failed = finish(at)
    decision = retention.may_run_nightly(last_believable_day(), local_day(at))
    if not decision:
        return Caught(finished, 0, failed, decision)
    destroyed, failed_too = destroy_due(at)
    wipe_traces(patiently=True)
    return Caught(finished, destroyed, failed + failed_too)


def each_by_itself(
    what: str, cases: Iterable[str], do: Callable[[str], object], tell: Tell
) -> tuple[int, int]:
    """Do it to each, whatever becomes of another. Answers how many it was done to, and failed."""
    done, failed, todo = 0, 0, list(cases)
    for number, case in enumerate(todo, start=1):
        try:
            do(case)
            done += 1
        except (Refused, NotVisible, NotOrdered):
            # Taken up again, put under a hold, or finished by somebody else, a moment ago.
            pass
        except (OSError, DatabaseError):
            failed += 1
        tell(what, number, len(todo))
    return done, failed
