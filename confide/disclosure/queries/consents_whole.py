"""One consent with everything that can be said of it on a day. (CONF-4)"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise

from confide.casework.queries import Entry, OpenCase, way_in_of
from confide.disclosure.models import Consent, ConsentCard, Party
from confide.disclosure.queries.consents import fact_of, fact_of_card, one_consent
from confide.disclosure.queries.consents_agreed import MAYS
from confide.disclosure.queries.gate import Ask
from confide.disclosure.queries.tellings import asked_in, tellings_of
from confide.policy import consent
from confide.policy.consent import ASK, AUTHORITY, CONFIRM, PROPOSED
from confide.policy.decision import Decision


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done today besides telling: what, and with which of its parties."""

    kind: str
    number: int
    to: Party


@dataclass(frozen=True, slots=True)
class Ending:
    """A consent that ends within two weeks, though something is still to be done under it."""

    case: OpenCase
    entry: Entry[ConsentCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeConsent:
    """A consent as its page shows it: whether it holds today, and what may be done with it."""

    entry: Entry[ConsentCard]
    live: bool
    waits: bool
    ends_soon: bool
    ended_with_case: bool
    may_withdraw: Decision
    may_print: Decision
    may_renew: bool
    mays: list[str | Promise]
    acts: list[Act]
    asks: list[Ask]
    way_in: bool


def whole_consent(opened: OpenCase, consent_id: str, *, on: date) -> WholeConsent:
    """One consent of this case, or `NotVisible`."""
    entry = one_consent(opened, consent_id)
    fact = fact_of(opened, entry)
    live = consent.is_live(fact, on)
    asked, parties = asked_in(entry.card), entry.card.parties
    return WholeConsent(
        entry=entry,
        live=live,
        waits=fact.way == PROPOSED and bool(consent.may_print(fact, on=on)),
        ends_soon=consent.ends_soon(fact, on=on),
        ended_with_case=fact.resolved and fact.kind == AUTHORITY,
        may_withdraw=consent.may_withdraw(fact),
        may_print=consent.may_print(fact, on=on),
        may_renew=not fact.replaced,
        mays=[MAYS[act] for act in entry.card.may],
        acts=[
            Act(act, number, to)
            for number, to in enumerate(parties)
            for act in ((ASK,) if ASK in fact.may else (CONFIRM,))
            if consent.may_act(fact, act, fact.recipients[number], on=on)
        ],
        asks=[
            replace(asked, recipient=to.name, role=to.role) for to in parties if live and fact.gives
        ],
        way_in=way_in_of(opened),
    )


def lapsing_consents(cases: Mapping[str, OpenCase], *, on: date) -> list[Ending]:
    """What ends soon in these cases, for the desk: authorities, and what is not handed over yet.

    One look at the table for all of them: a desk costs what its own cases cost.
    """
    found = []
    for row in Consent.objects.filter(case__in=[case.row for case in cases.values()]):
        case = cases[row.case_id]
        entry = Entry(row.id, row.take(case.keys, ConsentCard))
        # Most do not end soon, and are told without looking at the case.
        soon = consent.ends_soon(fact_of_card(entry.card), on=on)
        if not soon:
            continue
        entry = one_consent(case, row.id)
        if consent.ends_soon(fact_of(case, entry), on=on) and _is_needed(case, entry):
            found.append(Ending(case, entry))
    return sorted(found, key=lambda each: each.entry.card.until_on or on)


def _is_needed(case: OpenCase, entry: Entry[ConsentCard]) -> bool:
    if entry.card.kind == AUTHORITY:
        return True
    under = {entry.id, entry.card.follows}
    tellings = (telling.card for telling in tellings_of(case) if telling.card.consent in under)
    copies = (copy for card in tellings for copy in card.copies)
    # Of what is read aloud no copy is ever handed over.
    return any(copy.handed_on is None and copy.how != "read" for copy in copies)
