"""Every way in which information can move, in every combination of who asks and how things stand.

Each generator below is one way. It yields what the clauses say, worked out from the tables here and
nothing else, beside what the rules answer. Who somebody is decides four things, and the clauses
name each: whether they are bound (CONF-5), may have a case come to them (CONF-5, ELIG-3), may read
one (CONF-1), and may decide about it (RECD-4).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from confide.policy import access, conflicts, consent, consultation, retention, sharing
from confide.policy.access import Standing
from confide.policy.consent import ConsentFact, Recipient
from confide.policy.consultation import Asking, Part
from confide.policy.decision import Decision, all_of
from confide.policy.eligibility import EVERYONE, WOMEN, may_represent

TODAY: Final = date(2026, 11, 24)
DAY: Final = timedelta(days=1)
Row = tuple[bool, Decision, object]

_BOUND = Standing(in_office=True, undertaking_signed=True)
ACTORS: Final = {
    "seated": replace(_BOUND, seated=True),
    "lent a seat": replace(_BOUND, seated=True, lent=True),
    "seated elsewhere": _BOUND,
    "conflicted, and seated still": replace(_BOUND, seated=True, conflicted=True),
    "in office, unsigned": replace(_BOUND, seated=True, undertaking_signed=False),
    "former, and seated still": replace(_BOUND, seated=True, in_office=False),
    "of another scheme, and seated still": replace(_BOUND, seated=True, serves=False),
    "a steward": Standing(in_office=False, undertaking_signed=False),
    "nobody": Standing(in_office=False, undertaking_signed=False, serves=False),
}
DECIDE: Final = {"seated"}
READ: Final = DECIDE | {"lent a seat"}
COME: Final = READ | {"seated elsewhere"}
BOUND: Final = COME | {"conflicted, and seated still", "of another scheme, and seated still"}

_YES, _NO = {True: "She knows.", False: " - "}, (True, False)
REMITS: Final = tuple(product((EVERYONE, WOMEN), (True, False, None)))


def fits(remit: str, woman: bool | None) -> bool:
    """ELIG-2: the Women's Officer represents those who said that they are women."""
    return remit == EVERYONE or woman is True


def reading() -> Iterator[Row]:
    """Seat: reading a case, writing in it, deciding about it."""
    for who, standing in ACTORS.items():
        yield who in READ, access.may_read(standing), who
        yield who in READ, access.may_work(standing), who
        yield who in DECIDE, access.may_decide(standing), who
        yield who in BOUND, access.may_open_cases(standing), who


def handing_over() -> Iterator[Row]:
    """Seat: a case given to another caseworker, and one's own stepping aside."""
    for who, to, (remit, woman), told in product(ACTORS, ACTORS, REMITS, _NO):
        given = access.may_hand_over(ACTORS[who], taker=ACTORS[to], student_knows=_YES[told])
        may = who in DECIDE and to in COME and told and fits(remit, woman)
        yield may, all_of(given, may_represent(remit, woman)), (who, to, remit, woman, told)
    for who, another, stays, resolved, said in product(ACTORS, _NO, _NO, _NO, _NO):
        lent = who == "lent a seat"
        may = who in (DECIDE if another else READ) and (said or lent) and (stays or resolved)
        aside = conflicts.may_step_aside(
            ACTORS[who],
            to_another=another,
            somebody_stays=stays,
            resolved=resolved,
            student_said=_YES[said],
        )
        yield may, aside, (who, another, stays, resolved, said)
    for to, (remit, woman) in product(ACTORS, REMITS):
        taken = conflicts.may_take(ACTORS[to], remit=remit, said_woman=bool(woman))
        yield to in COME and fits(remit, woman), taken, (to, remit, woman)


ENDS: Final = {None: True, -DAY: False, 0 * DAY: True, 90 * DAY: True, 91 * DAY: False}


def share() -> Iterator[Row]:
    """Share: one more caseworker, for one of two reasons, until a day at most."""
    reasons = ("benefit", "advice", "")
    every = product(ACTORS, ACTORS, reasons, REMITS, _NO, ENDS)
    for who, to, reason, (remit, woman), why, days in every:
        decision = sharing.may_share(
            ACTORS[who],
            taker=ACTORS[to],
            reason=reason,
            why=_YES[why],
            until_on=None if days is None else TODAY + days,
            on=TODAY,
            remit=remit,
            said_woman=bool(woman),
        )
        # Who sits there already needs no second seat.
        comes = to in COME - READ and (reason == "advice" or fits(remit, woman))
        may = who in DECIDE and comes and bool(reason) and why and ENDS[days]
        yield may, decision, (who, to, reason, remit, woman, why, days)
    for who, mine, ended, stays in product(ACTORS, _NO, _NO, _NO):
        facts, there = (who, mine, ended, stays), not ended and stays
        back = sharing.may_take_back(ACTORS[who], ended=ended, somebody_stays=stays)
        yield who in DECIDE and there, back, facts
        up = sharing.may_give_up(ACTORS[who], mine=mine, ended=ended, somebody_stays=stays)
        yield who in READ and mine and there, up, facts
    for until, on in product((None, TODAY - DAY, TODAY, TODAY + DAY), (TODAY,)):
        seat = access.may_read(replace(_BOUND, seated=sharing.sits(until, on)))
        yield until is None or until >= on, seat, until


CASES: Final = {"open": None, "resolved": TODAY + 20 * DAY, "about to go": TODAY + DAY}
LENGTHS: Final = {-DAY: (), 0 * DAY: set(CASES), 14 * DAY: {"open", "resolved"}, 29 * DAY: ()}


def consult() -> Iterator[Row]:
    """Consult: a question without a name goes to whom it names, and is theirs to see."""
    every = product(ACTORS, ACTORS, _NO, CASES, (0, 1), _NO, _NO, LENGTHS)
    for who, to, about, state, marks, reason, says, days in every:
        asking = Asking(
            about_case=about,
            says_something=says,
            marks=marks,
            reason_given=reason,
            ends_on=TODAY + days,
            destroy_on=CASES[state],
        )
        decision = consultation.may_ask(
            asking, asker=ACTORS[who], colleagues=[ACTORS[to]], on=TODAY
        )
        asks = who in (READ if about else BOUND) and to in COME and says
        may = asks and (reason or not marks) and state in LENGTHS[days]
        yield may, decision, (who, to, about, state, marks, reason, says, days)
    parts = {"its asker": (True, False), "asked": (False, True), "neither": (False, False)}
    for who, (part, which), until, says in product(ACTORS, parts.items(), (-1, 0, 1), _NO):
        fact = Part(asked_it=which[0], was_asked=which[1], ends_on=TODAY + until * DAY)
        sees = who in BOUND and part != "neither" and until >= 0
        facts = (who, part, until, says)
        yield sees, consultation.may_see(ACTORS[who], fact, on=TODAY), facts
        follow = consultation.may_follow(ACTORS[who], fact, on=TODAY)
        yield sees and part == "its asker", follow, facts
        said = consultation.may_reply(ACTORS[who], fact, says_something=says, on=TODAY)
        yield sees and part == "asked" and says, said, facts


TUTOR: Final = Recipient("Dr Sen", "tutor")
ITEMS: Final = frozenset({"letter", "note"})
_LIVE: Final = ConsentFact(
    recipient=TUTOR, purpose="More time", items=ITEMS, given_on=TODAY - 30 * DAY, clarity="Read."
)
_AUTHORITY: Final = replace(_LIVE, kind=consent.AUTHORITY, way=consent.PAPER)
CONSENTS: Final[dict[str, tuple[bool, ConsentFact | None]]] = {
    "none": (False, None),
    "live": (True, _LIVE),
    "live, spoken": (True, replace(_LIVE, way=consent.SPOKEN)),
    "on its last day": (True, replace(_LIVE, until_on=TODAY)),
    "ended": (False, replace(_LIVE, until_on=TODAY - DAY)),
    "withdrawn": (False, replace(_LIVE, withdrawn_on=TODAY)),
    "replaced by less": (False, replace(_LIVE, replaced=True)),
    "not begun": (False, replace(_LIVE, begins_on=TODAY + DAY)),
    "not signed": (False, replace(_LIVE, way=consent.PROPOSED)),
    "to another person": (False, replace(_LIVE, recipient=Recipient("Dr Okoro", "tutor"))),
    "in another role": (False, replace(_LIVE, recipient=Recipient("Dr Sen", "examiner"))),
    "for another purpose": (False, replace(_LIVE, purpose="A complaint")),
    "of less": (False, replace(_LIVE, items=frozenset({"letter"}))),
    "of the rest": (False, replace(_LIVE, items=frozenset({"note"}))),
    "to be contacted": (False, replace(_LIVE, kind=consent.CONTACT)),
    "an authority": (True, _AUTHORITY),
    "an authority of a resolved case": (False, replace(_AUTHORITY, resolved=True)),
    "an authority to ask": (False, replace(_AUTHORITY, may=frozenset({consent.ASK}))),
}


def told(who: str, *states: str) -> Decision:
    """What is asked before an extract is made, and again before each copy of it leaves."""
    facts = [fact for _, fact in map(CONSENTS.__getitem__, states) if fact]
    telling = consent.may_tell(facts, TUTOR, "More time", ITEMS, TODAY)
    return all_of(access.may_decide(ACTORS[who]), telling)


def agreed() -> Iterator[Row]:
    """Consent: an extract to an outsider, under one consent or with any two at hand."""
    for who, one, other in product(ACTORS, CONSENTS, CONSENTS):
        # Two that cover a part each were never agreed to together.
        may = who in DECIDE and (CONSENTS[one][0] or CONSENTS[other][0])
        yield may, told(who, one, other), (who, one, other)


CLOCKS: Final = {
    "open": retention.Clock(),
    "resolved": retention.Clock(destroy_on=TODAY + 300 * DAY),
    "held": retention.Clock(destroy_on=TODAY + 300 * DAY, keep_until=TODAY),
    "being destroyed": retention.Clock(destroy_on=TODAY, being_destroyed=True),
}


def returned(who: str, asked: bool, known: bool, state: str) -> Decision:
    """What is asked before a record goes back to its student, by their own caseworker's hand."""
    request = retention.may_take_request(
        how_asked="She came." if asked else " ", how_identified="I know her." if known else ""
    )
    returning = retention.may_return(CLOCKS[state])
    return all_of(access.may_decide(ACTORS[who]), request, returning)


def student() -> Iterator[Row]:
    """Student: their record back, when they asked and it is they. Their own drawer is coming."""
    for who, asked, known, state in product(ACTORS, _NO, _NO, CLOCKS):
        may = who in DECIDE and asked and known and state != "being destroyed"
        yield may, returned(who, asked, known, state), (who, asked, known, state)


WAYS: Final[dict[str, Any]] = {
    "seat": (reading, handing_over),
    "share": (share,),
    "consult": (consult,),
    "consent": (agreed,),
    "student": (student,),
}
