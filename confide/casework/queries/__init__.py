"""The only way to look at cases: what an officer may not see is as if not there. (CONF-1)"""

from confide.casework.models import CaseFile, SafeContact, TaskCard
from confide.casework.queries.cases import (
    Caseload,
    NotVisible,
    OpenCase,
    case_for,
    clock_of,
    my_caseload,
    my_cases,
    remit_in,
    remit_of,
    scheme_of,
    seated_at,
    standing,
)
from confide.casework.queries.colleagues import (
    colleagues,
    standing_of,
    stepped_aside,
    whom_to_ask,
)
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
    "Caseload",
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
    "my_caseload",
    "my_cases",
    "one_contact",
    "one_document",
    "open_steps",
    "remit_in",
    "remit_of",
    "scheme_of",
    "search",
    "seated_at",
    "standing",
    "standing_of",
    "stepped_aside",
    "tasks_of",
    "whom_to_ask",
]
