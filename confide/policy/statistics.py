"""Who sees the figures, when a period is closed, and what may be released. (STAT-1, STAT-2)

Officers see their work as it is. Everybody else sees releases: tables of closed periods, in shapes
that were set beforehand, that were audited together with all that was ever released, and that two
officers put their names to. What an audit could not decide in its time is treated as disclosed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from confide.policy.access import Standing, may_open_cases
from confide.policy.decision import Decision, allow, refuse
from confide.policy.periods import first_day, last_day

_A_YEAR: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit found: cells that would be given away, and cells it could not decide.

    `after` is the number of the newest release that it took into account, 0 for none.
    """

    disclosed: int
    undecided: int
    after: int


def may_see_figures(officer: Standing) -> Decision:
    """See the work in figures, without identity. (STAT-1)"""
    ready = may_open_cases(officer)
    return ready and allow("STAT-1", "Caseworkers in office watch over their schemes.")


def may_close(
    officer: Standing, quarter: str, *, closed: Collection[str], oldest: str, on: date
) -> Decision:
    """Turn the coded rows of a quarter into counts, for good. (STAT-1)

    `oldest` is the first quarter that is not closed and has anything to count.
    """
    seeing = may_see_figures(officer)
    if not seeing:
        return seeing
    if quarter in closed:
        return refuse(
            "STAT-1",
            "This quarter is closed. What comes in late counts in the next one.",
        )
    if on <= last_day(quarter):
        return refuse(
            "STAT-1",
            "This quarter is not over yet.",
            instead="It can be closed on the day after its last.",
        )
    if first_day(oldest) < first_day(quarter):
        return refuse(
            "STAT-1",
            "An earlier quarter is still open, and what comes in late belongs to the next one.",
            instead="Close the earlier quarter first.",
        )
    if quarter != oldest:
        # Were it closed, every quarter between would be refused for ever as earlier than the next.
        return refuse(
            "STAT-1",
            "There is nothing to count in this quarter.",
            instead="Close the first quarter that has something.",
        )
    return allow("STAT-1", "The quarter is over: its rows become counts and are deleted.")


def may_take(
    officer: Standing,
    *,
    quarters: Collection[str],
    closed: Collection[str],
    resolved: Collection[str] = (),
) -> Decision:
    """Take tables of these quarters into a release: closed ones only. (STAT-2)

    `resolved` are those of them that a table of resolved cases is of.
    """
    seeing = may_see_figures(officer)
    if not seeing:
        return seeing
    if not quarters or not set(quarters) <= set(closed):
        return refuse(
            "STAT-2",
            "Figures are released of closed quarters only, for a figure that still changes shows "
            "who came in between.",
            instead="Close the quarter, or choose an earlier one.",
        )
    if not first_year(closed).isdisjoint(resolved):
        return refuse(
            "STAT-2",
            "In a service's first year no more cases can be resolved than were opened, so that the "
            "two numbers side by side say more than each of them.",
            instead="Leave its tables of resolved cases out. Those of later years may be taken.",
        )
    return allow("STAT-2", "These quarters are closed and change no more.")


def first_year(closed: Collection[str]) -> frozenset[str]:
    """The first four closed quarters, of which no table of resolved cases is released."""
    return frozenset(sorted(closed, key=first_day)[:_A_YEAR])


def may_propose(officer: Standing, audited: Audited, *, waits: bool, newest: int) -> Decision:
    """Put a release before a second officer, once its audit found nothing. (STAT-2)

    While it `waits` for one, nothing about it changes.
    """
    seeing = may_see_figures(officer)
    if seeing and waits:
        return refuse(
            "STAT-2",
            "It waits for a second officer already, and stays as they find it.",
            instead="To change what is said about it, check it again first.",
        )
    return seeing and _may_leave(audited, newest)


def may_confirm(
    officer: Standing, audited: Audited, *, is_proposer: bool, as_seen: bool, newest: int
) -> Decision:
    """Publish what a colleague proposed, `as_seen` by whoever publishes it. (STAT-2)"""
    seeing = may_see_figures(officer)
    if not seeing:
        return seeing
    if not as_seen:
        return refuse(
            "STAT-2",
            "This release changed since you opened its page.",
            instead="Look at it again as it is now, and publish it from there.",
        )
    if is_proposer:
        return refuse(
            "STAT-2",
            "A release is published by a second officer, who looks at it with fresh eyes.",
            instead="Ask a colleague to look at it on their page of figures.",
        )
    return _may_leave(audited, newest)


def may_withdraw(officer: Standing) -> Decision:
    """Drop a release that is not published yet: any caseworker in office may. (STAT-2)"""
    seeing = may_see_figures(officer)
    return seeing and allow("STAT-2", "Nothing was published yet.")


def _may_leave(audited: Audited, newest: int) -> Decision:
    if audited.after != newest:
        return refuse(
            "STAT-2",
            "Another release was published since this one was checked, and the two have to be "
            "looked at together.",
            instead="Check it again.",
        )
    if audited.disclosed:
        return refuse(
            "STAT-2",
            "Together with what was published before, this would give away {number} numbers of "
            "fewer than five people.",
            instead="Leave a table out, or have the numbers that give them away left blank.",
            number=audited.disclosed,
        )
    if audited.undecided:
        return refuse(
            "STAT-2",
            "In its time the check could not decide about {number} numbers, and what is not "
            "decided does not leave.",
            instead="Choose fewer tables, or give the check more time.",
            number=audited.undecided,
        )
    return allow("STAT-2", "Nobody can be recognised from this and all earlier releases together.")
