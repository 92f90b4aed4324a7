"""Everything that can happen between a student's yes and somebody's knowing. (CONF-1, CONF-4)"""

from confide.disclosure.actions.consents import (
    Agreed,
    AlreadyRecorded,
    give_consent,
    withdraw_consent,
)
from confide.disclosure.actions.tellings import (
    Fetched,
    NotAsDecided,
    ToTell,
    fetch,
    tell,
)

__all__ = [
    "Agreed",
    "AlreadyRecorded",
    "Fetched",
    "NotAsDecided",
    "ToTell",
    "fetch",
    "give_consent",
    "tell",
    "withdraw_consent",
]
