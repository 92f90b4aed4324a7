"""Officers' keys: making one's own, unlocking, leaving. (CONF-5, RECD-2)

Whoever appointed an officer passed on an invitation and could have read it, so an invitation is
good for one thing only: making keys that nobody else ever saw.
"""

from confide.policy.decision import Decision, allow, refuse


def may_enrol(enrolled: bool) -> Decision:
    """Make keys of one's own in place of the invitation's, once. (RECD-2)"""
    if enrolled:
        return refuse(
            "RECD-2",
            "You have keys of your own already.",
            instead="You can choose another passphrase for them.",
        )
    return allow("RECD-2", "Your keys are yours alone from now on.")


def may_change_passphrase(enrolled: bool, *, knows_present: bool) -> Decision:
    """Choose another passphrase for one's own keys, knowing the present one. (RECD-2)"""
    if enrolled and not knows_present:
        return refuse(
            "RECD-2",
            "Your present passphrase is asked for, so that nobody can take your keys while you "
            "are away from your desk.",
            instead="Go back and type it once more.",
        )
    if not enrolled:
        return refuse("RECD-2", "An invitation cannot be changed, only used.")
    return allow("RECD-2", "Your new passphrase opens your keys from now on.")


def may_sign_in() -> Decision:
    """Unlock one's keys: whoever opens them may. What they are for, the terms of office say."""
    return allow("RECD-2", "Your keys are unlocked until you lock them.")


def may_sign_out() -> Decision:
    """Lock one's keys, at any time and for any reason. (RECD-2)"""
    return allow("RECD-2", "Your keys are locked.")


def may_hold_team_key(in_office: bool) -> Decision:
    """Hold the key of the coded facts: caseworkers in office, and nobody after it. (CONF-5)"""
    if not in_office:
        return refuse("CONF-5", "Only caseworkers in office hold the team's key.")
    return allow("CONF-5", "The caseworkers in office share the team's key.")
