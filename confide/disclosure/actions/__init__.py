"""Everything that can happen between a student's yes and somebody's knowing. (CONF-1, CONF-4)"""

from confide.disclosure.actions._breaching import Typed
from confide.disclosure.actions.breaches import (
    Added,
    advise,
    ask_the_others,
    break_confidence,
    correct,
    decide_against,
    fetch_breach,
    read_breach,
    tell_a_colleague,
    tell_the_others,
)
from confide.disclosure.actions.consents import (
    Agreed,
    AlreadyRecorded,
    give_consent,
    withdraw_consent,
)
from confide.disclosure.actions.enquiries import JustCounted, count_enquiry
from confide.disclosure.actions.tellings import (
    Fetched,
    NotAsDecided,
    ToTell,
    fetch,
    tell,
)

__all__ = [
    "Added",
    "Agreed",
    "AlreadyRecorded",
    "Fetched",
    "JustCounted",
    "NotAsDecided",
    "ToTell",
    "Typed",
    "advise",
    "ask_the_others",
    "break_confidence",
    "correct",
    "count_enquiry",
    "decide_against",
    "fetch",
    "fetch_breach",
    "give_consent",
    "read_breach",
    "tell",
    "tell_a_colleague",
    "tell_the_others",
    "withdraw_consent",
]
