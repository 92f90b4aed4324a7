"""What is stored of a case: tables that tell nothing, and the sealed words in them. (RECD-2)

In clear about a case's life stand two dates only, which destruction needs when nobody is there
to unlock anything. No row carries a time, a name or a count.
"""

from confide.casework.models.conflicts import AnswerCard, AskedOf, Question, StandingCard
from confide.casework.models.counting import Coded, CodedFact, CodedRow, CodedRows
from confide.casework.models.payloads import (
    CaseFile,
    ContactNote,
    DocumentCard,
    HoldCard,
    SafeContact,
    SeatCard,
    SteppedAsideCard,
    TaskCard,
)
from confide.casework.models.requests import (
    Asked,
    Drawer,
    DrawerCard,
    DrawerItem,
    DrawerKey,
    DrawerKeyCard,
    Enclosed,
    Item,
    ItemCard,
    Message,
    Request,
    RequestCard,
    Sent,
    Shown,
    Sight,
)
from confide.casework.models.tables import (
    Case,
    ConflictAnswer,
    ConflictCheck,
    Contact,
    Document,
    Seat,
    StandingConflict,
    Task,
)

__all__ = [
    "AnswerCard",
    "Asked",
    "AskedOf",
    "Case",
    "CaseFile",
    "Coded",
    "CodedFact",
    "CodedRow",
    "CodedRows",
    "ConflictAnswer",
    "ConflictCheck",
    "Contact",
    "ContactNote",
    "Document",
    "DocumentCard",
    "Drawer",
    "DrawerCard",
    "DrawerItem",
    "DrawerKey",
    "DrawerKeyCard",
    "Enclosed",
    "HoldCard",
    "Item",
    "ItemCard",
    "Message",
    "Question",
    "Request",
    "RequestCard",
    "SafeContact",
    "Seat",
    "SeatCard",
    "Sent",
    "Shown",
    "Sight",
    "StandingCard",
    "StandingConflict",
    "SteppedAsideCard",
    "Task",
    "TaskCard",
]
