"""What the student agreed to, as it was recorded and as the policy weighs it. (CONF-4)

Every function takes an `OpenCase`, which only casework's query and its reading action give.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.utils import timezone

from confide.casework.models import Case
from confide.casework.queries import (
    Entry,
    NotVisible,
    OpenCase,
    asked_in,
    contacts_of,
    drawer_in,
)
from confide.disclosure.models import Consent, ConsentCard
from confide.disclosure.queries.consents_asked import with_asked
from confide.policy import consent
from confide.policy.consent import ConsentFact, Recipient
from confide.policy.requests import AGREE, WITHDRAW


def consents_of(opened: OpenCase) -> list[Entry[ConsentCard]]:
    """Every consent there ever was, the newest first, with what the student said of them since.

    What they signed on their own side counts from that moment, whether or not it was taken in.
    """
    rows = Consent.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, ConsentCard)) for row in rows]
    drawer = drawer_in(opened.ref, opened.keys)
    if drawer is not None:
        entries = with_asked(entries, asked_in(drawer, AGREE, WITHDRAW))
    return sorted(
        entries, key=lambda entry: (entry.card.given_at, entry.card.recorded_at), reverse=True
    )


def live_consents(opened: OpenCase, *, on: date) -> list[Entry[ConsentCard]]:
    """The consents that hold on that day."""
    entries = consents_of(opened)
    facts = facts_of(opened, entries)
    return [e for e, fact in zip(entries, facts, strict=True) if consent.is_live(fact, on)]


def ending_consents(opened: OpenCase, *, on: date) -> list[Entry[ConsentCard]]:
    """The consents of a case that end within two weeks, the next one first."""
    entries = consents_of(opened)
    facts = facts_of(opened, entries)
    soon = [e for e, fact in zip(entries, facts, strict=True) if consent.ends_soon(fact, on=on)]
    return sorted(soon, key=lambda entry: entry.card.until_on or on)


def ended_with_case(opened: OpenCase, entries: Iterable[Entry[ConsentCard]]) -> set[str]:
    """The ids of the authorities that ended because the case was resolved."""
    facts = facts_of(opened, entries)
    return {fact.ref for fact in facts if fact.resolved and fact.kind == consent.AUTHORITY}


def one_consent(opened: OpenCase, consent_id: str) -> Entry[ConsentCard]:
    """One consent of this case, or `NotVisible`."""
    found = next((entry for entry in consents_of(opened) if entry.id == consent_id), None)
    if found is None:
        raise NotVisible
    return found


def facts_of(opened: OpenCase, entries: Iterable[Entry[ConsentCard]]) -> list[ConsentFact]:
    """Consents as the policy weighs them: days instead of moments, keys instead of titles."""
    entries = list(entries)
    authority = any(entry.card.kind == consent.AUTHORITY for entry in entries)
    resolved_at = _resolved_at(opened) if authority else None
    return [fact_of_card(entry.card, ref=entry.id, resolved_at=resolved_at) for entry in entries]


def fact_of(opened: OpenCase, entry: Entry[ConsentCard]) -> ConsentFact:
    """One consent as the policy weighs it."""
    return facts_of(opened, [entry])[0]


def fact_of_card(
    card: ConsentCard, *, ref: str = "", resolved_at: datetime | None = None
) -> ConsentFact:
    """A consent as the policy weighs it; `resolved_at` is when its case was last resolved."""
    withdrawn = card.withdrawn_at
    return ConsentFact(
        kind=card.kind,
        recipient=Recipient(card.recipient, card.role),
        also_to=tuple(Recipient(each.name, each.role) for each in card.also_to),
        purpose=card.purpose,
        also_for=card.also_for,
        items=keys_of((item.key for item in card.items), card.summary),
        may=frozenset(card.may),
        given_on=timezone.localtime(card.given_at).date(),
        begins_on=card.begins_on,
        until_on=card.until_on,
        withdrawn_on=timezone.localtime(withdrawn).date() if withdrawn else None,
        replaced=card.replaced_at is not None,
        resolved=resolved_at is not None and card.given_at < resolved_at,
        way=card.way,
        words=card.words,
        clarity=card.clarity,
        writing=card.writing or card.document,
        ref=ref,
    )


def keys_of(items: Iterable[str], summary: str) -> frozenset[str]:
    """What is to be told, as the policy compares it: the picked items, and the summary's words."""
    words = " ".join(summary.split())
    # A summary stands for itself. No other key has a blank in it, so that none can pass for one.
    return frozenset(items) | ({f"summary: {words}"} if words else frozenset())


def _resolved_at(opened: OpenCase) -> datetime | None:
    """The moment before which everything was given before the case was last resolved, if it was.

    Read from the database as it is now: another officer may have resolved it a moment ago. A case
    that was taken up again keeps a note of that, and what was given before stays ended.
    """
    if not Case.objects.filter(pk=opened.row.pk, destroy_on=None).exists():
        return datetime.max.replace(tzinfo=UTC)
    again = [e.card.recorded_at for e in contacts_of(opened) if e.card.kind == "reopened"]
    return max(again, default=None)
