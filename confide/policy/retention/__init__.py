"""How long records are kept, and what it takes to destroy them. (RECD-5, RECD-6)

A case that was resolved is destroyed in the night that begins its last day, that is within the
last twenty-four hours before resolution and the union's months are over: three years at most.
Before that the student may ask for it at any moment. Nothing is destroyed that was not announced
seven days ahead, or asked for by the student, or decided by hand in two steps seven days apart;
and nothing while a hold obliges the service to keep it. All days are days in the union's own
time zone, and the last day of anything belongs to it.
"""

from confide.policy.retention.asking import may_fetch_return, may_return, may_take_request
from confide.policy.retention.braking import (
    LONGEST_WAIT,
    MOST_A_WEEK,
    SECOND_HOLDS,
    WEEK,
    WORDS_ARE_NEW,
    may_destroy_more,
    may_go_unseconded,
    may_second,
)
from confide.policy.retention.clock import (
    DORMANT,
    LONGEST_MONTHS,
    NIGHT_RUN,
    WARNINGS,
    Clock,
    days_left,
    destroy_on,
    is_dormant,
    is_held,
    last_night,
    resolved_day,
    warning,
)
from confide.policy.retention.destroying import (
    ANNOUNCED_WITHIN,
    ASKED_WORDS,
    BY_HAND,
    CAUSES,
    CLOCK,
    CLOCK_MAY_RUN_AHEAD,
    COOL_OFF,
    FIRST_STEP_HOLDS,
    STUDENT,
    may_announce,
    may_finish_destruction,
    may_order_destruction,
    may_run_nightly,
)
from confide.policy.retention.holding import (
    LONGEST_HOLD,
    goes_on,
    held_through,
    is_to_be_reviewed,
    may_end_hold,
    may_hold,
)
from confide.policy.retention.papers import may_confirm_papers, may_tick_off
from confide.policy.retention.resolving import may_reopen, may_resolve

__all__ = [
    "ANNOUNCED_WITHIN",
    "ASKED_WORDS",
    "BY_HAND",
    "CAUSES",
    "CLOCK",
    "CLOCK_MAY_RUN_AHEAD",
    "COOL_OFF",
    "DORMANT",
    "FIRST_STEP_HOLDS",
    "LONGEST_HOLD",
    "LONGEST_MONTHS",
    "LONGEST_WAIT",
    "MOST_A_WEEK",
    "NIGHT_RUN",
    "SECOND_HOLDS",
    "STUDENT",
    "WARNINGS",
    "WEEK",
    "WORDS_ARE_NEW",
    "Clock",
    "days_left",
    "destroy_on",
    "goes_on",
    "held_through",
    "is_dormant",
    "is_held",
    "is_to_be_reviewed",
    "last_night",
    "may_announce",
    "may_confirm_papers",
    "may_destroy_more",
    "may_end_hold",
    "may_fetch_return",
    "may_finish_destruction",
    "may_go_unseconded",
    "may_hold",
    "may_order_destruction",
    "may_reopen",
    "may_resolve",
    "may_return",
    "may_run_nightly",
    "may_second",
    "may_take_request",
    "may_tick_off",
    "resolved_day",
    "warning",
]
