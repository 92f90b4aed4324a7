"""What a student's drawer shows of the consents and tellings of their case. (CONF-1, CONF-4)

A breach record has no part in it, on either ground, and nothing else that is sealed apart from the
case: none of this looks there.
"""

import msgspec

from confide.casework.models import Shown
from confide.casework.queries import (
    Entry,
    OpenCase,
    contacts_of,
    drawer_in,
    one_document,
    shown_in,
    waiting_in,
)
from confide.disclosure.models import (
    BY_STUDENT,
    CARD,
    CONSENT,
    TELLING,
    ConsentCard,
    CopyMade,
    CopyShown,
    FileShown,
    GivenFile,
    Kept,
    TellingCard,
    TellingShown,
)
from confide.disclosure.queries.consents import consents_of
from confide.disclosure.queries.items import PARTS
from confide.disclosure.queries.tellings import tellings_of
from confide.policy.consent import PROPOSED
from confide.policy.requests import AGREE, WITHDRAW


def shown_of(opened: OpenCase) -> list[Shown]:
    """What the drawer is to show of this case, as its record stands now."""
    return [
        *(shown_consent(opened, entry) for entry in consents_of(opened)),
        *(shown_telling(opened, entry) for entry in tellings_of(opened)),
    ]


def lags_behind(opened: OpenCase) -> bool:
    """Whether the record has not taken in what the student said, or the drawer not what was done.

    The latter is so where the student was given their way in after it was done.
    """
    drawer = drawer_in(opened.ref, opened.keys)
    if drawer is None:
        return False
    there = [item for _, item in shown_in(drawer)]
    said = waiting_in(drawer, AGREE, WITHDRAW)
    return bool(said) or any(each not in there for each in shown_of(opened))


def shown_consent(opened: OpenCase, entry: Entry[ConsentCard]) -> Shown:
    """A consent as the drawer has it: whole, and what is put to them with the words it is about.

    Permission is express if the student had before them what they permit.
    """
    card = entry.card
    asked = _written(opened, card) if card.way == PROPOSED else {}
    return Shown(
        kind=CONSENT,
        at=card.recorded_at,
        by=card.by,
        about=entry.id,
        words={CARD: msgspec.json.encode(card).decode(), **asked},
        ended_at=card.withdrawn_at or card.replaced_at,
    )


def shown_telling(opened: OpenCase, entry: Entry[TellingCard]) -> Shown:
    """A telling as the drawer has it: what opens its files only if the student takes them there."""
    card = entry.card
    told = TellingShown(
        consent=card.consent,
        recipient=card.recipient,
        role=card.role,
        purpose=card.purpose,
        items=card.items,
        summary=card.summary,
        told_at=card.told_at,
        by=card.by,
        copies=tuple(_copy(each) for each in card.copies),
        files=tuple(_file(opened, each) for each in card.files) if _is_taken(card) else (),
    )
    words = {CARD: msgspec.json.encode(told).decode()}
    return Shown(kind=TELLING, at=card.told_at, by=card.by, about=entry.id, words=words)


def _written(opened: OpenCase, card: ConsentCard) -> dict[str, str]:
    """What was written in each picked part of a contact, by its key; a document is named."""
    noted = {entry.id: entry.card for entry in contacts_of(opened)}
    found = {}
    for item in card.items:
        contact, _, part = item.key.partition(".")
        if part in PARTS and contact in noted:
            found[item.key] = str(getattr(noted[contact], part))
    return found


def _is_taken(card: TellingCard) -> bool:
    return any(copy.how == BY_STUDENT for copy in card.copies)


def _copy(copy: CopyMade) -> CopyShown:
    paper = copy.paper if copy.how == BY_STUDENT else None
    return CopyShown(copy.mark, copy.how, copy.made_at, copy.handed_on, paper)


def _file(opened: OpenCase, file: GivenFile) -> FileShown:
    if file.cleaned is not None:
        return FileShown(file.key, file.label, file.ending, file.cleaned)
    filed = one_document(opened, file.key).card
    content = Kept(filed.stored_as, filed.file_key, filed.size)
    return FileShown(file.key, file.label, file.ending, content)
