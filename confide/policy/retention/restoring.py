"""Copies of the records, and what is brought back from them. (RECD-5, RECD-2)"""

from confide.policy.decision import Decision, allow, refuse

REPLAYED = "replayed"


def may_back_up(keep: int) -> Decision:
    """Make an encrypted copy of everything that is kept. (RECD-2)"""
    if keep < 1:
        return refuse("RECD-2", "At least one copy is kept.")
    return allow("RECD-2", "The records are kept safe by an encrypted copy.")


def may_restore() -> Decision:
    """Bring a service back from its copies. (RECD-2)"""
    return allow("RECD-2", "The records are brought back from an encrypted copy.")


def may_replay(destroyed: bool) -> Decision:
    """Destroy again what a copy brought back, because it was destroyed once. (RECD-5)"""
    if not destroyed:
        return refuse("RECD-5", "Nothing says that these records were destroyed.")
    return allow("RECD-5", "These records were destroyed, and stay so.")


def may_continue_history(*, in_office: bool, different: bool, lost: bool) -> Decision:
    """Go on with an older history, of which it is written down what was lost. (RECD-2)"""
    if not in_office:
        return refuse("RECD-2", "Only somebody in office can declare that entries were lost.")
    if not different:
        return refuse("RECD-2", "Two different people declare that entries were lost.")
    if not lost:
        return refuse("RECD-2", "Nothing that was witnessed is missing here.")
    return allow("RECD-2", "Two people declared together that later entries were lost.")
