"""Everything that can happen to a case, one verb each. (RECD-1, RECD-2, RECD-5)

Each asks the policy, then records and changes as one. What takes long (sealing a file, giving a
key) is done before the record begins.
"""

from confide.casework.actions._placing import (
    Brought,
    Said,
    bring,
    held_still,
    keep_at_least_until,
)
from confide.casework.actions.closing import reopen, resolve
from confide.casework.actions.contacts import add_contact, file_mail
from confide.casework.actions.documents import add_document, register_paper
from confide.casework.actions.opening import Opening, change_file, open_case, read
from confide.casework.actions.searching import look_for
from confide.casework.actions.seats import hand_over
from confide.casework.actions.tasks import add_task, finish_task

__all__ = [
    "Brought",
    "Opening",
    "Said",
    "add_contact",
    "add_document",
    "add_task",
    "bring",
    "change_file",
    "file_mail",
    "finish_task",
    "hand_over",
    "held_still",
    "keep_at_least_until",
    "look_for",
    "open_case",
    "read",
    "register_paper",
    "reopen",
    "resolve",
]
