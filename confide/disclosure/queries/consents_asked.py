"""What a student said of their consents, laid over what the record says of them. (CONF-4)

A student cannot change what is sealed in the case, and need not: whoever weighs their consents,
at the gate as on their own side, reads what they signed beside them, from that moment on. Once it
was taken into the record, this changes nothing any more.
"""

from collections.abc import Iterable

import msgspec

from confide.casework.models import Asked
from confide.casework.queries import Entry
from confide.disclosure.models import NARROWED, ConsentCard
from confide.policy.consent import ONLINE
from confide.policy.requests import AGREE, WITHDRAW


def with_asked(
    entries: Iterable[Entry[ConsentCard]], asked: Iterable[tuple[str, Asked]]
) -> list[Entry[ConsentCard]]:
    """The consents with what was asked of them; `asked` has only what was signed, oldest first."""
    cards = {entry.id: entry.card for entry in entries}
    for item_id, each in asked:
        if each.kind == AGREE:
            _agree(cards, item_id, each)
        elif each.kind == WITHDRAW:
            _withdraw(cards, each)
    return [Entry(consent_id, card) for consent_id, card in cards.items()]


def card_said(item_id: str, asked: Asked) -> ConsentCard:
    """The consent that a student signed: what was signed, and nothing that others may add.

    Less of it is no new consent: it was given when the whole was, which is in what was signed.
    """
    said = msgspec.json.decode(asked.words, type=ConsentCard)
    return ConsentCard(
        recipient=said.recipient,
        role=said.role,
        purpose=said.purpose,
        items=said.items,
        summary=said.summary,
        way=ONLINE,
        given_at=said.given_at if said.because == NARROWED else asked.at,
        by="",
        recorded_at=asked.at,
        kind=said.kind,
        also_to=said.also_to,
        also_for=said.also_for,
        may=said.may,
        begins_on=said.begins_on,
        until_on=said.until_on,
        writing=item_id,
        follows=asked.about,
        because=said.because,
        narrowed_words=said.narrowed_words,
    )


def _agree(cards: dict[str, ConsentCard], item_id: str, asked: Asked) -> None:
    old = cards.get(asked.about)
    if old is not None and old.replaced_at is None:
        cards[asked.about] = msgspec.structs.replace(old, replaced_at=asked.at, replaced_by=item_id)
    cards.setdefault(item_id, card_said(item_id, asked))


def _withdraw(cards: dict[str, ConsentCard], asked: Asked) -> None:
    consent_id = asked.about
    while (card := cards.get(consent_id)) is not None and _gave_way(cards, card, asked):
        consent_id = card.replaced_by
    if card is not None and card.withdrawn_at is None:
        cards[consent_id] = msgspec.structs.replace(
            card, withdrawn_at=asked.at, withdrawn_words=asked.words
        )


def _gave_way(cards: dict[str, ConsentCard], card: ConsentCard, asked: Asked) -> bool:
    """Whether another had taken its place already, which is then the one that was taken back."""
    follower = cards.get(card.replaced_by)
    return follower is not None and follower.recorded_at <= asked.at
