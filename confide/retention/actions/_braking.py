"""What every way of asking for a destruction asks of the brake. (RECD-5)"""

from datetime import datetime

from confide.policy.decision import Decision
from confide.retention.queries import may_destroy_more
from confide.team.models import Officer


def may_still(officer: Officer, *, at: datetime) -> Decision:
    """Inside an open record: whether one more may go, of all that was asked on their word so far.

    Their row is locked first, so that of two asked for at one moment the later counts the earlier.
    """
    # Not against references to it: who hands a case over holds the case, and refers to the officer.
    Officer.objects.select_for_update(no_key=True).get(id=officer.id)
    return may_destroy_more(officer.pseudonym, at=at)
