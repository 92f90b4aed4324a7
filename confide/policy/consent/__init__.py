"""Consent: what a student has expressly permitted, to whom, what for, until when. (CONF-1, CONF-4)

There are three kinds. A consent *to tell* names one recipient in one role, one purpose, and the
items that may be told. A consent *to be contacted* lets one person get in touch about the student
and, if the student says so, hear that they come here; nothing else is told under it. An *authority*
is a standing written one: it names several recipients and purposes, and whether information may be
given, asked for and received on the student's behalf. It is signed, lasts a year at most, and ends
when the case is resolved, even if the case is taken up again.

**What express permission lets an authority cover.** Permission is express if the student had before
them what they permit. So an authority gives nothing but the items that it lists, like any consent;
it is no key to the record, and what comes to the record afterwards is asked for anew. What it adds
is breadth the student can read before signing: each person it names may be given each item it
lists for each purpose it states. Asking and receiving are permitted by purpose, since what others
know cannot be listed beforehand; and to those it names, that the student comes here may be said,
because nobody can ask on somebody's behalf without it. A recipient is matched as it was signed, a
person or an office, in a role: "anybody at the university" is nobody.

Whatever is to be told must be covered by one live consent as a whole. Two are never pieced
together, since the student never agreed to the sum of them; the gate says item by item which
consent would cover it, and refuses all the same. A consent lives from its first day to the end of
its last, unless it was withdrawn or another took its place. Spoken consent counts as much as
written, if it was made completely clear: the student's words are kept, and how the officer made
sure. What was only put to the student, to be signed, permits nothing yet.

Reasons never repeat a name, a purpose or an item, so that a decision can be noted anywhere.
"""

from confide.policy.consent.agreeing import (
    ends_soon,
    may_agree,
    may_narrow,
    may_print,
    may_put_in_writing,
    may_renew,
    may_withdraw,
)
from confide.policy.consent.facts import (
    ASK,
    AUTHORITY,
    CONFIRM,
    CONTACT,
    DOCUMENT,
    GIVE,
    MESSAGE,
    ONLINE,
    PAPER,
    PROPOSED,
    RECEIVE,
    SPOKEN,
    TELL,
    ConsentFact,
    Recipient,
    is_everybody,
    is_live,
    latest_end,
    same,
    says,
)
from confide.policy.consent.telling import (
    Answer,
    Weighed,
    covering,
    item_by_item,
    may_act,
    may_tell,
    weigh,
)

__all__ = [
    "ASK",
    "AUTHORITY",
    "CONFIRM",
    "CONTACT",
    "DOCUMENT",
    "GIVE",
    "MESSAGE",
    "ONLINE",
    "PAPER",
    "PROPOSED",
    "RECEIVE",
    "SPOKEN",
    "TELL",
    "Answer",
    "ConsentFact",
    "Recipient",
    "Weighed",
    "covering",
    "ends_soon",
    "is_everybody",
    "is_live",
    "item_by_item",
    "latest_end",
    "may_act",
    "may_agree",
    "may_narrow",
    "may_print",
    "may_put_in_writing",
    "may_renew",
    "may_tell",
    "may_withdraw",
    "same",
    "says",
    "weigh",
]
