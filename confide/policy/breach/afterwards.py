"""What may be done with a record that is there: read, advised on, added to, copied. (BRCH-3…5)"""

from datetime import date, datetime, timedelta

from confide.policy.access import Standing, may_open_cases
from confide.policy.breach.facts import BEGUN, BROKEN, PHONED, BreachFact, RecordFact, says
from confide.policy.decision import Decision, allow, refuse

# A risk is imminent, or it is none: later than this, what is told rests on a decision of its own.
COPIES_FOR = timedelta(days=7)


def may_advise(record: RecordFact, standing: Standing) -> Decision:
    """Advise whoever decides, before or after they did: it is kept, and gates nothing. (BRCH-4)"""
    bound = may_read_record(standing)
    if not bound:
        return bound
    if record.mine:
        return refuse("BRCH-3", "Advice is somebody else’s.", instead="Add a correction.")
    return allow("BRCH-4", "Your advice is kept. The decision is theirs.")


def may_add(record: RecordFact, *, words: str, happened_at: datetime, at: datetime) -> Decision:
    """Add to one’s own complete record: a correction, or that a colleague was told. (BRCH-5)"""
    if not record.mine or record.state == BEGUN:
        return refuse(
            "BRCH-5",
            "Only whoever decided adds to the record, and only once it is complete.",
        )
    if not says(words):
        return refuse("BRCH-5", "An addition says something.", instead="A sentence is enough.")
    if happened_at > at:
        return refuse("BRCH-5", "This moment has not come yet.", instead="Check day and time.")
    return allow("BRCH-5", "It is added, and what was written before stays as it was.")


def may_tell_the_others(record: RecordFact, *, there_are: bool) -> Decision:
    """Put one's own complete record to the desks of the others, after all. (BRCH-3)"""
    if not record.mine or record.state == BEGUN:
        return refuse(
            "BRCH-5",
            "Only whoever decided adds to the record, and only once it is complete.",
        )
    if not there_are:
        return refuse(
            "BRCH-3",
            "There is no other caseworker in office.",
            instead="The duty stays open. Ask a steward when somebody is appointed.",
        )
    return allow("BRCH-3", "The others are told.")


def may_fetch(record: RecordFact, *, on: date) -> Decision:
    """Hand out the extract of a breach that is recorded, for a few days. (BRCH-4, BRCH-5)"""
    if not record.mine or record.state != BROKEN or not record.as_extract:
        return refuse("BRCH-5", "Nothing leaves before the record is complete.")
    if record.decided_on is None or not record.decided_on <= on <= record.decided_on + COPIES_FOR:
        return refuse(
            "BRCH-4",
            "This decision was for a danger of its own day, and that day is past.",
            instead="If somebody is in danger now, decide anew and record it.",
        )
    return allow("BRCH-5", "The record is complete.")


def may_read_record(standing: Standing) -> Decision:
    """Read a breach record that was given to one. (BRCH-3, CONF-5, ELIG-3)"""
    bound = may_open_cases(standing)
    if not bound:
        return bound
    if standing.conflicted:
        return refuse("ELIG-3", "You have declared a conflict of interests in this case.")
    return allow("BRCH-3", "You were told and asked.")


def is_colleague_still_to_be_told(fact: BreachFact, state: str, *, told_since: bool) -> bool:
    """Whether *tell a colleague* is open: confidence was broken, and nobody was reached. (BRCH-3)

    It is overdue from the first moment, since it should have come first.
    """
    reached = fact.others_asked or fact.consulted == PHONED
    return state == BROKEN and not reached and not told_since


def may_complete_from_outside(standing: Standing, *, as_extract: bool) -> Decision:
    """Complete one’s own record after the case went to somebody else. (BRCH-4, BRCH-5)

    What was done is written down all the same. Nothing more leaves: an extract is made of a case.
    """
    bound = may_read_record(standing)
    if not bound:
        return bound
    if as_extract:
        return refuse(
            "BRCH-5",
            "An extract is made by whoever sits at the case.",
            instead="Say how they were told: by phone, or in person.",
        )
    return allow("BRCH-5", "What was done is written down.")
