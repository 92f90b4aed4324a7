"""What the actions on consents share: keeping a new one, and putting it in an old one's place."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from confide.casework import actions as casework
from confide.casework.actions import held_still
from confide.casework.queries import Entry, NotVisible, OpenCase
from confide.disclosure.models import RENEWED, Consent, ConsentCard
from confide.disclosure.queries import (
    Agreed,
    card_of,
    items_of,
    one_consent,
    shown_consent,
    writings_of,
)
from confide.ledger.record import Refused
from confide.policy.decision import Decision
from confide.team.queries import Acting


class AlreadyRecorded(Exception):  # noqa: N818 (it reads as what happened)
    """This very form was sent before: what it says was recorded then, and is not a second time."""


def kept(opened: OpenCase, entry: Entry[ConsentCard]) -> None:
    """Keep a new consent, if its form was not sent before. The case is held still."""
    if Consent.objects.filter(id=entry.id).exists():
        raise AlreadyRecorded
    changed(opened, entry.id, entry.card)


def changed(opened: OpenCase, consent_id: str, card: ConsentCard) -> None:
    """Keep a consent with what became of it, and show it to the student. The case is held still.

    One that the student gave by themselves has no row until something becomes of it.
    """
    row = Consent.objects.filter(id=consent_id, case=opened.row).first()
    row = row or Consent(id=consent_id, case=opened.row)
    row.put(opened.keys, card)
    row.save()
    casework.keep_shown(opened, [shown_consent(opened, Entry(consent_id, card))])


def not_yet(old: Entry[ConsentCard], form: str) -> Entry[ConsentCard]:
    """A consent, unless this very form put another in its place before."""
    if form and old.card.replaced_by == form:
        raise AlreadyRecorded
    return old


def replaced(
    opened: OpenCase, old: Entry[ConsentCard], new: Entry[ConsentCard], *, at: datetime
) -> None:
    """Put one consent in the place of another, which stays as it was given."""
    kept(opened, new)
    card = msgspec.structs.replace(old.card, replaced_at=at, replaced_by=new.id)
    changed(opened, old.id, card)


def asked_again(
    may: Callable[[Entry[ConsentCard]], Decision],
    acting: Acting,
    opened: OpenCase,
    consent_id: str,
    event: str,
    at: datetime,
    *,
    form: str = "",
) -> Entry[ConsentCard]:
    """The consent as it is now, with its case held still, if it may still be done: two may ask."""
    held_still(opened)
    entry = not_yet(one_consent(opened, consent_id), form)
    again = may(entry)
    if not again:
        raise Refused(event, acting.pseudonym, opened.ref, again, at)
    return entry


def agreed_card(
    acting: Acting, opened: OpenCase, agreed: Agreed, *, at: datetime, follows: str = ""
) -> ConsentCard:
    """What was agreed to as it is kept, or `NotVisible` for what is not in this case."""
    if agreed.document and agreed.document not in dict(writings_of(opened)):
        raise NotVisible
    return card_of(
        agreed,
        titles={item.key: item.title for item in items_of(opened)},
        by=acting.pseudonym,
        at=at,
        follows=follows,
        because=RENEWED if follows else "",
    )
