"""The only way to look at cases: what an officer may not see is as if not there. (CONF-1)"""

from confide.casework.models import CaseFile, SafeContact, TaskCard
from confide.casework.queries.cases import (
    NotVisible,
    OpenCase,
    case_for,
    clock_of,
    my_cases,
    remit_of,
    seated_at,
    seats_held,
    standing,
)
from confide.casework.queries.colleagues import colleagues, standing_of, stepped_aside
from confide.casework.queries.file import (
    Entry,
    contacts_of,
    content_of,
    documents_of,
    one_contact,
    one_document,
    open_steps,
    tasks_of,
)
from confide.casework.queries.search import Found, search

__all__ = [
    "CaseFile",
    "Entry",
    "Found",
    "NotVisible",
    "OpenCase",
    "SafeContact",
    "TaskCard",
    "case_for",
    "clock_of",
    "colleagues",
    "contacts_of",
    "content_of",
    "documents_of",
    "my_cases",
    "one_contact",
    "one_document",
    "open_steps",
    "remit_of",
    "search",
    "seated_at",
    "seats_held",
    "standing",
    "standing_of",
    "stepped_aside",
    "tasks_of",
]
