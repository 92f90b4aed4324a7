"""What is stored of telling: sealed rows that die with their case, and one tally. (CONF-1)"""

from confide.disclosure.models.breaches import (
    ADVICE,
    CORRECTION,
    TOLD,
    AskedColleague,
    BreachCard,
    BreachNoteCard,
)
from confide.disclosure.models.payloads import AgreedItem, ConsentCard, TellingCard
from confide.disclosure.models.tables import (
    Breach,
    BreachNote,
    Consent,
    Consultation,
    ConsultationReply,
    Enquiry,
    Share,
    Telling,
)

__all__ = [
    "ADVICE",
    "CORRECTION",
    "TOLD",
    "AgreedItem",
    "AskedColleague",
    "Breach",
    "BreachCard",
    "BreachNote",
    "BreachNoteCard",
    "Consent",
    "ConsentCard",
    "Consultation",
    "ConsultationReply",
    "Enquiry",
    "Share",
    "Telling",
    "TellingCard",
]
