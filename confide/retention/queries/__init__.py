"""The only way to look at clocks, destructions and certificates. (RECD-5, RECD-6)"""

from confide.retention.models.returning import ARCHIVE, DESTROY, KEEP, NOT_SAID, PAPER
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
from confide.retention.queries.holding import Hold, holds_of, is_held_now, to_review
from confide.retention.queries.outlook import Outlook, outlook
from confide.retention.queries.paper import printed
from confide.retention.queries.registering import assessment, register
from confide.retention.queries.returning import (
    Whole,
    asked_with_return,
    one_return,
    returns_of,
    was_returned,
    whole_record,
)
from confide.retention.queries.returning_fetch import may_fetch
from confide.retention.queries.returning_judged import (
    known_in,
    others_in_record,
    shown_with_marks,
)
from confide.retention.queries.rights import (
    Waiting,
    access_of,
    access_waiting,
    one_wish,
    restriction_of,
    was_wished,
    wishes_of,
)

__all__ = [
    "ANNOUNCED",
    "ARCHIVE",
    "ASKED",
    "DESTROY",
    "KEEP",
    "NIGHT",
    "NOT_SAID",
    "PAPER",
    "PROPOSED",
    "Certified",
    "Evidence",
    "Hold",
    "Outlook",
    "Waiting",
    "Whole",
    "access_of",
    "access_waiting",
    "asked_for",
    "asked_with_return",
    "assessment",
    "certificate",
    "certificates",
    "clock_of",
    "coming",
    "due",
    "evidence",
    "holds_of",
    "is_held_now",
    "known_in",
    "last_believable_day",
    "local_day",
    "may_fetch",
    "number_of",
    "one_return",
    "one_wish",
    "others_in_record",
    "outlook",
    "printed",
    "proposed_on",
    "register",
    "restriction_of",
    "returns_of",
    "shown_with_marks",
    "to_announce",
    "to_review",
    "unfinished",
    "was_returned",
    "was_wished",
    "whole_record",
    "wishes_of",
    "words_for",
]
