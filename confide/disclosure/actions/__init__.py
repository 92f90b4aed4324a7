"""Everything that can happen between a student's yes and somebody's knowing. (CONF-1, CONF-4)"""

from confide.disclosure.actions._breaching import Typed
from confide.disclosure.actions.breaches import (
    Added,
    advise,
    ask_the_others,
    break_confidence,
    correct,
    decide_against,
    keep_for_later,
    read_breach,
    tell_a_colleague,
    tell_the_others,
)
from confide.disclosure.actions.breaches_fetched import NotCleaned, fetch_breach
from confide.disclosure.actions.breaches_own import complete_from_outside
from confide.disclosure.actions.by_student import (
    MayBeTold,
    agree_as_student,
    fetch_as_student,
    narrow_as_student,
    sign_as_student,
    withdraw_as_student,
)
from confide.disclosure.actions.consents import (
    Agreed,
    AlreadyRecorded,
    give_consent,
    propose_consent,
    renew_consent,
    withdraw_consent,
)
from confide.disclosure.actions.consents_after import (
    Less,
    narrow_consent,
    note_use,
    print_consent,
    put_in_writing,
)
from confide.disclosure.actions.consultations import (
    NotAsChecked,
    ToAsk,
    ask_colleagues,
    end_expired_questions,
    end_question,
    note_replies,
    reply,
)
from confide.disclosure.actions.copies import copy_again, note_handing, show_to_print, whose_copy
from confide.disclosure.actions.enquiries import JustCounted, count_enquiry
from confide.disclosure.actions.shares import (
    Sharing,
    close_what_ended,
    give_up,
    share,
    take_back,
)
from confide.disclosure.actions.taking_in import take_in_consents
from confide.disclosure.actions.tellings import (
    Fetched,
    NotAsDecided,
    ToTell,
    fetch,
    tell,
)

__all__ = [
    "Added",
    "Agreed",
    "AlreadyRecorded",
    "Fetched",
    "JustCounted",
    "Less",
    "MayBeTold",
    "NotAsChecked",
    "NotAsDecided",
    "NotCleaned",
    "Sharing",
    "ToAsk",
    "ToTell",
    "Typed",
    "advise",
    "agree_as_student",
    "ask_colleagues",
    "ask_the_others",
    "break_confidence",
    "close_what_ended",
    "complete_from_outside",
    "copy_again",
    "correct",
    "count_enquiry",
    "decide_against",
    "end_expired_questions",
    "end_question",
    "fetch",
    "fetch_as_student",
    "fetch_breach",
    "give_consent",
    "give_up",
    "keep_for_later",
    "narrow_as_student",
    "narrow_consent",
    "note_handing",
    "note_replies",
    "note_use",
    "print_consent",
    "propose_consent",
    "put_in_writing",
    "read_breach",
    "renew_consent",
    "reply",
    "share",
    "show_to_print",
    "sign_as_student",
    "take_back",
    "take_in_consents",
    "tell",
    "tell_a_colleague",
    "tell_the_others",
    "whose_copy",
    "withdraw_as_student",
    "withdraw_consent",
]
