"""The gate: may this be told to this person for this purpose today? (CONF-1, CONF-4)"""

from dataclasses import dataclass
from datetime import date

from confide.casework.queries import Entry, OpenCase
from confide.disclosure.models import ConsentCard
from confide.disclosure.queries.consents import consents_of, fact_of, keys_of
from confide.policy import consent
from confide.policy.consent import Recipient
from confide.policy.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an officer wants to tell: to whom, what for, and which items of the record."""

    recipient: str
    role: str
    purpose: str
    items: tuple[str, ...] = ()
    summary: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """All of it as the policy compares it."""
        return keys_of(self.items, self.summary)


@dataclass(frozen=True, slots=True)
class Gate:
    """The policy's answer, and the consent that it rests on."""

    decision: Decision
    consent: Entry[ConsentCard] | None


def gate(opened: OpenCase, ask: Ask, *, on: date) -> Gate:
    """Ask, from the consents as they stand in the database at this moment."""
    consents = {entry.id: entry for entry in consents_of(opened)}
    facts = [fact_of(entry) for entry in consents.values()]
    recipient = Recipient(ask.recipient, ask.role)
    covered = consent.covering(facts, recipient, ask.purpose, ask.keys, on)
    decision = consent.may_tell(facts, recipient, ask.purpose, ask.keys, on)
    return Gate(decision, consents[covered.ref] if covered else None)
