"""What the student agreed to, as it was recorded and as the policy weighs it. (CONF-4)

Every function takes an `OpenCase`, which only casework's query and its reading action give.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from confide.casework.queries import Entry, NotVisible, OpenCase
from confide.disclosure.models import Consent, ConsentCard
from confide.policy import consent
from confide.policy.consent import ConsentFact, Recipient


def consents_of(opened: OpenCase) -> list[Entry[ConsentCard]]:
    """Every consent there ever was, the newest first."""
    rows = Consent.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, ConsentCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.given_at, reverse=True)


def live_consents(opened: OpenCase, *, on: date) -> list[Entry[ConsentCard]]:
    """The consents under which something may be told on that day."""
    return [each for each in consents_of(opened) if consent.is_live(fact_of(each), on)]


def one_consent(opened: OpenCase, consent_id: str) -> Entry[ConsentCard]:
    """One consent of this case, or `NotVisible`."""
    row = Consent.objects.filter(case=opened.row, id=consent_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, ConsentCard))


def fact_of(entry: Entry[ConsentCard]) -> ConsentFact:
    """A consent as the policy weighs it: days instead of moments, keys instead of titles."""
    card = entry.card
    withdrawn = card.withdrawn_at
    return ConsentFact(
        recipient=Recipient(card.recipient, card.role),
        purpose=card.purpose,
        items=keys_of((item.key for item in card.items), card.summary),
        given_on=timezone.localtime(card.given_at).date(),
        until_on=card.until_on,
        withdrawn_on=timezone.localtime(withdrawn).date() if withdrawn else None,
        spoken=card.spoken,
        words=card.words,
        clarity=card.clarity,
        writing=card.writing or card.document,
        ref=entry.id,
    )


def keys_of(items: Iterable[str], summary: str) -> frozenset[str]:
    """What is to be told, as the policy compares it: the picked items, and the summary's words."""
    words = " ".join(summary.split())
    # A summary stands for itself. No other key has a blank in it, so that none can pass for one.
    return frozenset(items) | ({f"summary: {words}"} if words else frozenset())
