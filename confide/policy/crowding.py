"""How much the public side takes in a while, so that a flood ends at it. (CONF-3)

What is counted is where something came from and how much came in all, never who sent it or whom it
is about: so no limit tells a user from a stranger. Whoever is refused is told so at once, loses
nothing that they typed, and is told of ways that have no limit. No entry is made of it: a flood
would write the ledger full. What takes back, ends it all or is urgent has no limit that a person
ever meets.
"""

from dataclasses import dataclass
from datetime import timedelta

from confide.policy.decision import Decision, allow, refuse


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and then one more each time that `every` has passed."""

    many: int
    every: timedelta


# One college may be one address to us. What is asked for is read by three people: sixty at once,
# and one a minute after that, are what they can read.
ASKING_EACH = Pace(10, timedelta(minutes=6))
ASKING_IN_ALL = Pace(60, timedelta(minutes=1))
# Whoever's browser has worked for it meets limits of their own, so that a flood which did not work
# locks out nobody else's script. Measured in docs/decisions/0018.
WORKED_EACH = Pace(10, timedelta(minutes=6))
WORKED_IN_ALL = Pace(120, timedelta(seconds=20))
# Ten words are 115 bits, so that the limit on trying them is there for the machine alone.
TRYING_EACH = Pace(30, timedelta(seconds=10))
# By the drawer: what fills it, and what is pressed, since a refusal too is written down.
FILLING_EACH = Pace(60, timedelta(seconds=20))
PRESSING_EACH = Pace(600, timedelta(seconds=10))

_NEAR = (
    "So much was sent in the last few minutes, from near you or in all, that we take nothing more "
    "for the moment."
)


def paces_of_asking(*, worked: bool) -> tuple[Pace, Pace]:
    """How fast support may be asked for from one place and in all, by whether a browser worked."""
    return (WORKED_EACH, WORKED_IN_ALL) if worked else (ASKING_EACH, ASKING_IN_ALL)


def may_ask_now(*, room: bool) -> Decision:
    """Ask for support in this moment: there is room at both paces. (CONF-3)"""
    if room:
        return allow("CONF-3", "There is room for it now.")
    return refuse(
        "CONF-3",
        _NEAR,
        instead="Send it again in a few minutes: what you typed is still here. Or come, or ring: "
        "nobody is turned away there.",
    )


def may_try_words_now(*, room: bool) -> Decision:
    """Have ten words tried in this moment, whatever they are. (CONF-3)"""
    if room:
        return allow("CONF-3", "There is room for it now.")
    return refuse(
        "CONF-3",
        _NEAR,
        instead="Type your words again in a few minutes. Or come, or ring: nobody is turned away "
        "there.",
    )


def may_put_in_now(*, room: bool) -> Decision:
    """Put one more thing into one's own side in this moment. (CONF-3)"""
    if room:
        return allow("CONF-3", "There is room for it now.")
    return refuse(
        "CONF-3",
        "So much was sent in the last few minutes that we take nothing more for the moment.",
        instead="Send it again in a few minutes: what you typed is still here. Or come, or ring.",
    )
