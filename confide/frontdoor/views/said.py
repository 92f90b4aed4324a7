"""What the policy says to officers, said to the student themselves. (CONF-4, RECD-3, RECD-6)

A rule has one set of words, and most of them name the student: on their own side that is whoever
reads them. What is not here is said as it stands.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

from confide.policy.decision import Decision

_ANEW = gettext_noop("If it should hold again, agree to it anew.")
_TO_THEM: Final[Mapping[str, str]] = {
    "Ask the student who exactly may be told.": gettext_noop(
        "Write who exactly may be told, and who they are to you."
    ),
    "Ask the student who there exactly may be told.": gettext_noop(
        "Write who there exactly may be told."
    ),
    "Ask the student what it should achieve.": gettext_noop("Write what it should achieve."),
    "The student has agreed in writing already.": gettext_noop(
        "You have agreed to this in writing already."
    ),
    "Ask the student again.": _ANEW,
    "The student's consent ended on {day}.": gettext_noop("What you agreed to ended on {day}."),
    "Nothing would be left of this consent.": gettext_noop("Nothing would be left of it."),
    "Withdraw it.": gettext_noop("Take all of it back instead."),
    "Withdraw the one that took its place.": gettext_noop("Take back the one that took its place."),
    "This would allow more than the student agreed to.": gettext_noop(
        "This would allow more than you agreed to."
    ),
    "Ask the student, and record a new consent.": gettext_noop(
        "If more may be told now, agree to that anew."
    ),
    "The student withdrew this consent on {day}.": gettext_noop("You took this back on {day}."),
    "What the student agreed to since does not cover this.": gettext_noop(
        "What you agreed to since does not cover this."
    ),
    "The student has not agreed to this.": gettext_noop("You have not agreed to this."),
    "Ask the student. If somebody is in danger, phone, and then break confidence.": _ANEW,
    "A restriction is noted as the student asked for it.": gettext_noop(
        "What you ask for is noted in your own words."
    ),
    "Write what they said, such as that something in it is not right.": gettext_noop(
        "Write why, such as that something in it is not right."
    ),
}


def in_words(no: Decision) -> str:
    """Why not, and what can be done instead, for the student to read."""
    return " ".join(filter(None, (no.why(_to_them), no.what_instead(_to_them))))


def _to_them(words: str) -> str:
    return gettext(_TO_THEM.get(words, words))
