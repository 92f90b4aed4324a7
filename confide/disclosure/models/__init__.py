"""What is stored of telling: sealed rows that die with their case, and one tally. (CONF-1)"""

from confide.disclosure.models.breaches import (
    ADVICE,
    CORRECTION,
    TOLD,
    AskedColleague,
    BreachCard,
    BreachNoteCard,
    CitedAdvice,
)
from confide.disclosure.models.consents import (
    NARROWED,
    RENEWED,
    WRITTEN,
    ConsentCard,
    Party,
    Use,
)
from confide.disclosure.models.consultations import AskersNote, QuestionCard, ReplyCard
from confide.disclosure.models.payloads import AgreedItem, CopyMade, GivenFile, Kept, TellingCard
from confide.disclosure.models.shares import (
    GIVEN_UP,
    LAPSED,
    OTHERWISE,
    TAKEN_BACK,
    ShareCard,
)
from confide.disclosure.models.shown import (
    CARD,
    CONSENT,
    TELLING,
    CopyShown,
    TellingShown,
)
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
    "CARD",
    "CONSENT",
    "CORRECTION",
    "GIVEN_UP",
    "LAPSED",
    "NARROWED",
    "OTHERWISE",
    "RENEWED",
    "TAKEN_BACK",
    "TELLING",
    "TOLD",
    "WRITTEN",
    "AgreedItem",
    "AskedColleague",
    "AskersNote",
    "Breach",
    "BreachCard",
    "BreachNote",
    "BreachNoteCard",
    "CitedAdvice",
    "Consent",
    "ConsentCard",
    "Consultation",
    "ConsultationReply",
    "CopyMade",
    "CopyShown",
    "Enquiry",
    "GivenFile",
    "Kept",
    "Party",
    "QuestionCard",
    "ReplyCard",
    "Share",
    "ShareCard",
    "Telling",
    "TellingCard",
    "TellingShown",
    "Use",
]
