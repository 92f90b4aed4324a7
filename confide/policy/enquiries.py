"""Somebody asks about a student. (CONF-3, CONF-1)

Whether somebody uses the service is never confirmed, and never denied: the words are the same for
a student who comes every week and for a name that was made up. So there is nothing to look up, and
what is kept is how often somebody of each kind asked in a month: no name of theirs, no name of
whom they asked about.
"""

from dataclasses import dataclass
from datetime import timedelta

from confide.policy.decision import Decision, allow, refuse

# Pressed again within this, a button was pressed by mistake: the next call takes longer to answer.
ONE_PRESS = timedelta(seconds=5)

NEVER = "We never say whether somebody comes to us. That is the same for everyone, whether or not "
NEVER += "they do, so please do not take it for a yes or a no."


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks: what to tell them, word for word, and what to tell them if they press."""

    key: str
    heading: str
    words: tuple[str, ...]
    if_they_press: str
    mind: str = ""


_ASKERS = (
    Asker(
        "family",
        "A parent or a relative",
        (
            NEVER,
            "I can hear that you are worried, and I am glad you rang. What I can tell you is what "
            "anybody may know: who we are, when we are here, and that every student can come.",
            "If you think that somebody is in danger now, please ring 999. Their college’s porters "
            "can look in on a student at any hour.",
        ),
        "I would say the same to your neighbour, and to you about anybody. It is what lets a "
        "student who needs us come at all.",
        "That they pay the fees, or know that the student came, changes nothing. Being kind is no "
        "breach; “I’ll let them know you rang” is one.",
    ),
    Asker(
        "college",
        "A tutor, a college or the university",
        (
            NEVER,
            "If a student would like you to hear from us, you hear from us: with their consent, "
            "and only what they agreed to. You need not ask for it.",
            "If you want to help a student, you can always tell them about us.",
        ),
        "I know that you mean well. Your own counsellor would not tell me either.",
        "Being on first-name terms, on the same committee, or copied into an e-mail by the student "
        "changes nothing. Do not answer “about the student we discussed”.",
    ),
    Asker(
        "authority",
        "The police, a court or a lawyer",
        (
            NEVER,
            "Please put what you need in writing to the union, at its office. The union’s "
            "solicitor answers such letters, and I do not.",
            "May I take your name, your number and your reference, so that we can ring you back?",
        ),
        "I understand that it is urgent for you. I may not answer, and I am not the one who can. "
        "The office gives you the union’s address and nothing else.",
        "Ring back by the switchboard of their station or their chambers, never by a number that "
        "they gave you. Ring the union’s solicitor at once, before anything else.",
    ),
    Asker(
        "press",
        "A journalist",
        (
            NEVER,
            "We do not speak about any student, with or without a name, and not off the record.",
            "The union’s press office answers everything else.",
        ),
        "Nothing I leave unsaid means anything.",
        "Do not correct what they have got wrong, not even to protect the student. “I can’t "
        "comment on that case” says that there is a case.",
    ),
    Asker(
        "student",
        "Another student, a friend or a partner",
        (
            NEVER,
            "You can come to us yourself, also because you are worried about somebody. What you "
            "tell us about them stays here too.",
            "If somebody is in danger now, please ring 999, or the porters of their college.",
        ),
        "If you came to us, I would not tell anybody about you either.",
        "A friend who waits outside, or who came along last time, gets the same words. So does "
        "somebody who says that they are the student, until you know it is they.",
    ),
    Asker(
        "doctor",
        "A doctor, a nurse or a counsellor",
        (
            NEVER,
            "If a student would like you to hear from us, you hear from us, with their consent.",
            "If you know something that somebody’s safety depends on, tell me. I listen and write "
            "it down, whoever it is about, and you do not need an answer from me for that.",
        ),
        "You keep confidence too, so you know that I would say this either way.",
        "Consent that they hold is not consent that you hold. Ask the student first.",
    ),
    Asker(
        "other",
        "Somebody else",
        (
            NEVER,
            "Who we are and when we are here is on our front page. Every student can come.",
        ),
        "I would say the same about anybody.",
        "That includes a landlord, an employer, an embassy, and another officer of the union who "
        "is not a caseworker.",
    ),
)
ASKERS = {asker.key: asker for asker in _ASKERS}


def may_count(in_office: bool, asked_by: str) -> Decision:
    """Note that somebody of this kind asked, and nothing of whom they asked about. (CONF-3)"""
    if not in_office:
        return refuse("CONF-3", "Only caseworkers and stewards in office keep this tally.")
    if asked_by not in ASKERS:
        return refuse("CONF-3", "The tally knows these kinds of people only, and no names.")
    return allow("CONF-3", "A number is kept, and nobody’s name.")


def may_count_again(just_counted: bool) -> Decision:
    """Count another one, unless this officer counted one within the length of a press. (CONF-3)"""
    if just_counted:
        return refuse("CONF-3", "This was counted a moment ago, and counts once.")
    return allow("CONF-3", "A number is kept, and nobody’s name.")


def may_see_tally(in_office: bool) -> Decision:
    """See how often each kind of person asked: small numbers, for caseworkers alone. (CONF-3)"""
    if not in_office:
        return refuse("CONF-3", "Only caseworkers in office see how often somebody asked.")
    return allow("CONF-3", "These numbers stay among the caseworkers.")
