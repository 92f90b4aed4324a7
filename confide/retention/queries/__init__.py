"""The only way to look at clocks, destructions and certificates. (RECD-5, RECD-6)"""

from confide.retention.queries.certificates import (
    Certified,
    Evidence,
    certificate,
    certificates,
    evidence,
    number_of,
    words_for,
)
from confide.retention.queries.clocks import (
    ANNOUNCED,
    ASKED,
    NIGHT,
    PROPOSED,
    asked_for,
    clock_of,
    coming,
    due,
    last_believable_day,
    local_day,
    proposed_on,
    to_announce,
    unfinished,
)
from confide.retention.queries.outlook import Outlook, outlook
from confide.retention.queries.paper import printed

__all__ = [
    "ANNOUNCED",
    "ASKED",
    "NIGHT",
    "PROPOSED",
    "Certified",
    "Evidence",
    "Outlook",
    "asked_for",
    "certificate",
    "certificates",
    "clock_of",
    "coming",
    "due",
    "evidence",
    "last_believable_day",
    "local_day",
    "number_of",
    "outlook",
    "printed",
    "proposed_on",
    "to_announce",
    "unfinished",
    "words_for",
]
