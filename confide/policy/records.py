"""What may be entered into a case's record. (RECD-1, RECD-7)

A record is kept of what happened, so nothing can be entered for a time that has not come. It asks
which options were explained and what the student chose; there is nowhere to say what was decided
for them.
"""

from datetime import datetime, timedelta

from confide.policy.access import Standing, may_work
from confide.policy.decision import Decision, allow, refuse

# A form takes a few minutes to fill in, and two clocks differ a little.
CLOCKS_DIFFER = timedelta(minutes=10)


def may_enter(standing: Standing, *, happened_at: datetime, at: datetime) -> Decision:
    """Enter a contact, a document or a step, if it has happened by now. (RECD-1)"""
    working = may_work(standing)
    if not working:
        return working
    if happened_at > at + CLOCKS_DIFFER:
        return refuse(
            "RECD-1",
            "A record is of what has happened, and this moment has not come yet.",
            instead="Check the date and the time, or keep it as a next step.",
        )
    return allow("RECD-1", "What happened belongs in the record.")
