"""Destroying again, in one go, everything that is known to have been destroyed. (RECD-5)

Doing it twice is doing it once. Records nothing of its own: each order and each end does.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from confide.retention.actions._resuming import Tell, silent
from confide.retention.actions.destroying import carry_out
from confide.retention.actions.restoring import order_again
from confide.retention.queries import unfinished
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
    for case in unfinished():
        carry_out(case, at=at)
    # What had keys of its own, and what the tables tell of no case, has grants and nothing else.
    for each in risen(known_destroyed()):
        grants.forget(each)
        files.remove_case_folder(each)
    return len(again)
