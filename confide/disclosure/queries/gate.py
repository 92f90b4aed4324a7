"""The gate: may this be told to this person for this purpose today? (CONF-1, CONF-4, RECD-3)"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from confide.casework.queries import Entry, OpenCase, is_missing, is_restricted, to_go_since
from confide.disclosure.models import ConsentCard
from confide.disclosure.queries.consents import consents_of, facts_of, keys_of
from confide.disclosure.queries.items import items_of
from confide.policy import consent
from confide.policy.consent import Recipient
from confide.policy.decision import Decision, all_of
from confide.policy.retention import rights


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


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One chosen item: its title, whether a consent covers it, which one, and why or why not."""

    title: str
    decision: Decision
    consent: Entry[ConsentCard] | None = None


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """A consent that holds today, and what of the question it covers."""

    consent: Entry[ConsentCard]
    fits: Decision
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """A question to the gate, item by item, and held against every consent that holds today."""

    items: tuple[AskedItem, ...]
    consents: tuple[HeldAgainst, ...]


def gate(opened: OpenCase, ask: Ask, *, on: date) -> Gate:
    """Ask, from the consents as they stand in the database at this moment."""
    consents = consents_of(opened)
    facts = facts_of(opened, consents)
    recipient = Recipient(ask.recipient, ask.role)
    covered = consent.covering(facts, recipient, ask.purpose, ask.keys, on)
    decision = all_of(
        may_tell_from(opened),
        consent.may_tell(facts, recipient, ask.purpose, ask.keys, on),
    )
    by_id = {entry.id: entry for entry in consents}
    return Gate(decision, by_id[covered.ref] if covered else None)


def may_tell_from(opened: OpenCase) -> Decision:
    """Whether anything may be told from this record at all, as the student wishes now. (RECD-3)"""
    return rights.may_tell_from(
        restricted=is_restricted(opened),
        leaving=to_go_since(opened) is not None,
        missing=is_missing(opened),
    )


def weighing(opened: OpenCase, ask: Ask, *, on: date) -> Weighing:
    """What covers which item, and why not; only `gate` says whether it may be told together."""
    consents = {entry.id: entry for entry in consents_of(opened)}
    facts = facts_of(opened, consents.values())
    titles = {item.key: item.title for item in items_of(opened)}
    asked = (facts, Recipient(ask.recipient, ask.role), ask.purpose, _in_order(ask), on)

    def shown(answers: tuple[consent.Answer, ...]) -> tuple[AskedItem, ...]:
        return tuple(
            AskedItem(
                titles.get(each.item) or gettext("Your summary"),
                each.decision,
                consents.get(each.ref),
            )
            for each in answers
        )

    return Weighing(
        shown(consent.item_by_item(*asked)),
        tuple(
            HeldAgainst(consents[each.ref], each.fits, shown(each.items))
            for each in consent.weigh(*asked)
        ),
    )


def _in_order(ask: Ask) -> list[str]:
    """The summary first, then the items as they were picked."""
    summary = keys_of((), ask.summary)
    return [*summary, *dict.fromkeys(ask.items)]
