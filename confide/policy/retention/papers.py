"""Papers go with their case; no program can shred them: people do, and tick them off. (RECD-5)"""

from confide.policy.decision import Decision, allow, refuse


def may_tick_off(*, shredded: bool) -> Decision:
    """Say that a paper was shredded by hand. (RECD-2, RECD-5)"""
    if shredded:
        return refuse("RECD-5", "This paper was shredded already.")
    return allow("RECD-5", "Papers are shredded when their record goes.")


def may_confirm_papers(*, left: int) -> Decision:
    """Say, once the record is gone, that the papers that belonged to it are gone too. (RECD-5)"""
    if left < 1:
        return refuse("RECD-5", "No paper of this record is left to be shredded.")
    return allow("RECD-5", "Papers are shredded when their record goes.")
