"""Who may see and work a case, and who looks after the service. (CONF-1, CONF-5, ELIG-3)

An officer stands before a case with five facts. All five must be right for each reading and each
addition: being trusted yesterday, or with another case, opens nothing.
"""

from dataclasses import dataclass

from confide.policy import schemes
from confide.policy.decision import Decision, all_of, allow, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the policy needs to know about an officer who stands before a case.

    `in_office` means as a caseworker: a steward stands before no case. `undertaking_signed`
    means for the version of the policy in force today, `serves` in the scheme of this case. `lent`
    means that the seat is theirs for a while, beside the student's own caseworker (RECD-4),
    `avoided` that the student would rather not have them see it.
    """

    in_office: bool
    undertaking_signed: bool
    seated: bool = False
    conflicted: bool = False
    serves: bool = True
    lent: bool = False
    avoided: bool = False


def may_open_cases(s: Standing) -> Decision:
    """Start casework at all: in office, and bound by this version of the policy. (CONF-5)"""
    if not s.in_office:
        return refuse(
            "CONF-5",
            "Only a caseworker in office works on cases.",
            instead="Ask a steward of the service whether your term of office is entered.",
        )
    if not s.undertaking_signed:
        return refuse(
            "CONF-5",
            "Nobody works on a case before signing the undertaking to this policy.",
            instead="Read the undertaking and sign it; it takes two minutes.",
        )
    return allow("CONF-5", "You are in office and have signed the undertaking.")


def may_keep_desk(s: Standing) -> Decision:
    """See the list of one's own cases, and search in them. (CONF-5)"""
    return may_open_cases(s)


def may_read(s: Standing) -> Decision:
    """Read a case. (CONF-1, CONF-5, ELIG-3)"""
    ready = may_open_cases(s)
    if not ready:
        return ready
    if s.conflicted:
        return refuse(
            "ELIG-3",
            "You have declared a conflict of interests, so this case is closed to you.",
            instead="Another caseworker can see the student.",
        )
    if s.avoided:
        return refuse("CONF-1", "This case is not for you to see.")
    if not s.seated:
        return refuse(
            "CONF-1",
            "Only the caseworkers who sit at a case may see it.",
            instead="The caseworker who has the case can share it with you.",
        )
    if not s.serves:
        return refuse(
            "CONF-5",
            "This case belongs to a scheme that you do not serve.",
            instead="A caseworker of that scheme can see the student.",
        )
    return allow("CONF-1", "You sit at this case.")


def may_work(s: Standing) -> Decision:
    """Add to a case: contacts, documents, consents. Whoever may read a case may. (CONF-1)"""
    return may_read(s)


def may_decide(s: Standing) -> Decision:
    """Decide about a case: tell from it, share it, hand it over, resolve or destroy it. (RECD-4)

    That is for the student's own caseworker. A colleague with whom the case was shared looks on,
    helps and writes down; the student was promised that sharing goes no further than that. Breaking
    confidence where somebody is in danger is no such decision: whoever may work on a case may.
    """
    working = may_work(s)
    if not working:
        return working
    if s.lent:
        return refuse(
            "RECD-4",
            "This case was shared with you. What happens with it is decided by the student and "
            "their own caseworker.",
            instead="Ask the caseworker who shared it, or have them hand the case over to you.",
        )
    return working


def may_steward(is_steward: bool) -> Decision:
    """Look after the service: officers, terms, recovery sheets, the ledger. (HOUR-3)"""
    if not is_steward:
        return refuse(
            "HOUR-3",
            "Only a steward of the service may do this.",
            instead="Ask a steward; the office knows who they are.",
        )
    return allow("HOUR-3", "You are a steward of the service, and see no case.")


def may_come_to(taker: Standing) -> Decision:
    """Be given sight of a colleague's case, by whatever way it comes. (CONF-5, ELIG-3)"""
    if taker.conflicted:
        return refuse(
            "ELIG-3",
            "They have declared a conflict of interests.",
            instead="Choose another caseworker.",
        )
    if taker.avoided:
        return refuse(
            "CONF-1",
            "The student would rather that they did not see it.",
            instead="Choose another caseworker.",
        )
    together = schemes.may_serve_together(taker.serves)
    if not together:
        return together
    if not taker.in_office or not taker.undertaking_signed:
        return refuse(
            "CONF-5",
            "Only a caseworker in office who has signed the undertaking can take a case.",
            instead="Ask them to sign it, or choose another caseworker.",
        )
    return allow("CONF-5", "They are bound by the same policy.")


def may_hand_over(s: Standing, *, taker: Standing, student_knows: str) -> Decision:
    """Give one's seat at a case to another caseworker, who sits there from then on. (CONF-5)

    `student_knows` says how the student was asked, or told, who looks after them from now on.
    """
    given = all_of(may_decide(s), may_come_to(taker), may_be_told(student_knows))
    if not given:
        return given
    return allow("CONF-5", "The case goes to a caseworker who is bound by the same policy.")


def may_be_told(student_knows: str) -> Decision:
    """Say how the student heard that somebody else looks after them from now on. (HOUR-3)"""
    if not any(sign.isalnum() for sign in student_knows):
        return refuse(
            "HOUR-3",
            "Students know who helps them: they are asked, or at least told, before a case goes to "
            "somebody else.",
            instead="Say how the student heard of it. If you cannot reach them, say so, and who "
            "will tell them.",
        )
    return allow("HOUR-3", "The student knows who helps them.")
