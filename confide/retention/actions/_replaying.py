"""Destroying again, in one go, everything that is known to have been destroyed. (RECD-5)

Doing it twice is doing it once. Records nothing of its own: each order and each end does. One case
that cannot be finished, because of a file or a lock, keeps neither the others nor the service
waiting: its key is gone by then. Whoever must know that nothing is left asks `proved`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from confide.retention.actions._resuming import Tell, each_by_itself, finish, silent
from confide.retention.actions.restoring import order_again
from confide.retention.queries.restoring import came_back, known_destroyed, risen, to_destroy
from confide.vault import files, grants, shred

_NOON = time(12, tzinfo=UTC)


def replay(also: Mapping[str, date], *, at: datetime, tell: Tell = silent) -> int:
    """Apply every tombstone that is known here or told by others. Answers how many cases went.

    The keys go first, all of them: an older copy of the shred keys never brings one back to life
    that is known to be dead, whatever else becomes of this run.
    """
    known = {**also, **known_destroyed()}
    for each in to_destroy(known):
        shred.destroy(each, at=datetime.combine(known[each], _NOON))
    again = came_back(known_destroyed())
    for done, case in enumerate(again, start=1):
        order_again(case, known[case], at=at)
        tell("destroying again", done, len(again))
    finish(at, tell=tell)
    # What had keys of its own, and what the tables tell of no case, has grants and nothing else.
    each_by_itself("clearing", risen(known_destroyed()), _forget, tell)
    return len(again)


def _forget(case: str) -> None:
    grants.forget(case)
    files.remove_case_folder(case)
