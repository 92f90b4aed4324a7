"""Breaking confidence: two grounds, four facts, and the officer decides. (BRCH-1 to BRCH-5)

The procedure, numbered as on the page and in the code:

1. Which of the two grounds it is. There is no third, and no box for one. (BRCH-1)
2. Who the student is, and what is happening that makes it necessary. (BRCH-5, first fact)
3. What the officer believes. Under the first ground, that it is best for the student, and why.
   Under the second, the duty that the law lays down, and apart from it whether they believe it best
   for the student: nobody is made to write an untruth. (BRCH-2)
4. Who was told and asked: the others, in the product; somebody, by phone; or nobody could be
   reached, with who was tried and how. No answer is waited for. (BRCH-3, BRCH-5, second fact)
5. What it will achieve. (BRCH-5, third fact)
6. To whom, and what exactly. (BRCH-5, fourth fact)
7. The officer decides, and nobody else can. Deciding not to is recorded too. (BRCH-4)

Whoever has to act first keeps what they have, with the time at which they spoke, and completes it
afterwards; until then it stays open.

A decision is noted in the ledger, which outlives the case. So every answer here has the same clause
and the same words under either ground: nobody reads from it which of the two it was.
"""

from confide.policy.breach.afterwards import (
    COPIES_FOR,
    is_colleague_still_to_be_told,
    may_add,
    may_advise,
    may_complete_from_outside,
    may_fetch,
    may_read_record,
    may_tell_the_others,
)
from confide.policy.breach.deciding import (
    held_until,
    may_ask,
    may_break,
    may_decide,
    may_keep,
    may_leave,
)
from confide.policy.breach.facts import (
    BEGUN,
    BROKEN,
    DANGER,
    GROUNDS,
    LAW,
    LEFT,
    NOBODY,
    PHONED,
    BreachFact,
    RecordFact,
)
from confide.policy.breach.missing import (
    Fault,
    faults,
    faults_in_asking,
    faults_in_keeping,
    faults_in_leaving,
)

__all__ = [
    "BEGUN",
    "BROKEN",
    "COPIES_FOR",
    "DANGER",
    "GROUNDS",
    "LAW",
    "LEFT",
    "NOBODY",
    "PHONED",
    "BreachFact",
    "Fault",
    "RecordFact",
    "faults",
    "faults_in_asking",
    "faults_in_keeping",
    "faults_in_leaving",
    "held_until",
    "is_colleague_still_to_be_told",
    "may_add",
    "may_advise",
    "may_ask",
    "may_break",
    "may_complete_from_outside",
    "may_decide",
    "may_fetch",
    "may_keep",
    "may_leave",
    "may_read_record",
    "may_tell_the_others",
]
