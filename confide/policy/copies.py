"""Copies of what was told: that one arrived is noted afterwards, as it becomes known. (RECD-1)"""

from datetime import date

from confide.policy.decision import Decision, allow, refuse


def may_note_handing(*, made_on: date, handed_on: date, noted: bool, on: date) -> Decision:
    """Note on which day a copy was handed over: once, and no day before it was made. (RECD-1)"""
    if noted:
        return refuse("RECD-1", "It is noted already that this copy was handed over.")
    if handed_on < made_on:
        return refuse("RECD-1", "This copy had not been made on that day.")
    if handed_on > on:
        return refuse("RECD-1", "This day has not come yet.")
    return allow("RECD-1", "When a copy reached its reader belongs to the record.")
