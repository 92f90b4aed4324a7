"""Everything that can happen to a case, one verb each. (RECD-1, RECD-2, RECD-5)

Each asks the policy, then records and changes as one. What takes long (sealing a file, giving a
key) is done before the record begins.
"""

from confide.casework.actions._answering import answer_what_waits
from confide.casework.actions._drawer import (
    change_shown,
    clear_drawer,
    held_open,
    keep_drawer,
    show,
)
from confide.casework.actions._placing import (
    Brought,
    Said,
    bring,
    held_still,
    keep_at_least_until,
    keep_from_outside,
)
from confide.casework.actions._seating import grant, keys_for_who_sits, keys_without, seat, unseat
from confide.casework.actions._shown import keep_shown, settle
from confide.casework.actions.closing import (
    forget_outcome,
    forget_outcome_as_student,
    reopen,
    resolve,
)
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
from confide.casework.actions.counting import bring_rows
from confide.casework.actions.documents import add_document, register_paper, tick_off_paper
from confide.casework.actions.opening import (
    ChangedMeanwhile,
    Opening,
    change_file,
    open_case,
    read,
)
from confide.casework.actions.requesting import (
    Asking,
    Requested,
    read_request,
    request,
    take_request,
)
from confide.casework.actions.searching import look_for
from confide.casework.actions.seats import end_seats_that_are_over, hand_over
from confide.casework.actions.tasks import add_task, finish_task
from confide.casework.actions.ways_in import close_way, give_way_in, renew_words, take_way_back
from confide.casework.actions.writing import ask, reply, take_in, write

__all__ = [
    "About",
    "AlreadyAsked",
    "Asking",
    "Brought",
    "ChangedMeanwhile",
    "Opening",
    "Requested",
    "Said",
    "add_contact",
    "add_document",
    "add_task",
    "answer_check",
    "answer_what_waits",
    "ask",
    "ask_colleagues",
    "bring",
    "bring_rows",
    "change_file",
    "change_shown",
    "clear_drawer",
    "close_way",
    "declare_conflict",
    "end_asking",
    "end_lapsed_checks",
    "end_seats_that_are_over",
    "file_mail",
    "finish_task",
    "forget_outcome",
    "forget_outcome_as_student",
    "give_way_in",
    "grant",
    "hand_over",
    "held_open",
    "held_still",
    "keep_at_least_until",
    "keep_drawer",
    "keep_from_outside",
    "keep_shown",
    "keys_for_who_sits",
    "keys_without",
    "look_for",
    "open_case",
    "read",
    "read_request",
    "register_paper",
    "renew_words",
    "reopen",
    "reply",
    "request",
    "resolve",
    "seat",
    "settle",
    "show",
    "step_aside",
    "take_back_conflict",
    "take_in",
    "take_request",
    "take_way_back",
    "tick_off_paper",
    "unseat",
    "write",
]
