"""Until when what was made for a student can be fetched, and by whom. (RECD-6)"""

from datetime import date

from django.utils import timezone

from confide.casework.queries import OpenCase, standing
from confide.policy import access, retention
from confide.policy.decision import Decision, all_of
from confide.retention.models import ReturnCard
from confide.retention.queries.clocks import clock_of
from confide.team.queries import Acting


def may_fetch(acting: Acting, opened: OpenCase, card: ReturnCard, *, on: date) -> Decision:
    """Whether it can still be fetched, by whoever decides about the case."""
    return all_of(
        access.may_decide(standing(acting, opened.ref)),
        retention.may_return(clock_of(opened.row)),
        retention.may_fetch_return(
            made_on=timezone.localtime(card.made_at).date(),
            handed_over=card.handed_on is not None,
            on=on,
        ),
    )
