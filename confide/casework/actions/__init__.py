"""Everything that can happen to a case, one verb each. (RECD-1, RECD-2, RECD-5)

Each asks the policy, then records and changes as one. What takes long (sealing a file, giving a
key) is done before the record begins.
"""

from confide.casework.actions._answering import answer_what_waits
from confide.casework.actions._placing import (
    Brought,
    Said,
    bring,
    held_still,
    keep_at_least_until,
)
from confide.casework.actions._seating import grant, keys_for_who_sits, keys_without, seat, unseat
from confide.casework.actions.closing import forget_outcome, reopen, resolve
from confide.casework.actions.conflicts import declare_conflict, step_aside, take_back_conflict
from confide.casework.actions.conflicts_checks import (
    About,
    AlreadyAsked,
    answer_check,
    ask_colleagues,
    end_asking,
    end_lapsed_checks,
)
from confide.casework.actions.contacts import add_contact, file_mail
from confide.casework.actions.documents import add_document, register_paper
from confide.casework.actions.opening import (
    ChangedMeanwhile,
    Opening,
    change_file,
    open_case,
    read,
)
from confide.casework.actions.searching import look_for
from confide.casework.actions.seats import end_seats_that_are_over, hand_over
from confide.casework.actions.tasks import add_task, finish_task

__all__ = [
    "About",
    "AlreadyAsked",
    "Brought",
    "ChangedMeanwhile",
    "Opening",
    "Said",
    "add_contact",
    "add_document",
    "add_task",
    "answer_check",
    "answer_what_waits",
    "ask_colleagues",
    "bring",
    "change_file",
    "declare_conflict",
    "end_asking",
    "end_lapsed_checks",
    "end_seats_that_are_over",
    "file_mail",
    "finish_task",
    "forget_outcome",
    "grant",
    "hand_over",
    "held_still",
    "keep_at_least_until",
    "keys_for_who_sits",
    "keys_without",
    "look_for",
    "open_case",
    "read",
    "register_paper",
    "reopen",
    "resolve",
    "seat",
    "step_aside",
    "take_back_conflict",
    "unseat",
]
