"""The register of what was told. (CONF-1, RECD-1)"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import Entry, NotVisible, OpenCase, documents_of
from confide.disclosure.models import AgreedItem, BreachCard, ConsentCard, Telling, TellingCard
from confide.disclosure.queries.extracts import Extract
from confide.disclosure.queries.gate import Ask
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id

_MARK: Final = 4

WAYS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "paper": _("On paper, into their hands"),
        "student": _("To the student, who takes it to them"),
        "file": _("As a file, over a channel that the student finds safe"),
        "read": _("Read aloud, and no copy given"),
    }
)


def tellings_of(opened: OpenCase) -> list[Entry[TellingCard]]:
    """Everything that was told of a case, the newest first."""
    rows = Telling.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, TellingCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.number, reverse=True)


def one_telling(opened: OpenCase, telling_id: str) -> Entry[TellingCard]:
    """One telling of this case, or `NotVisible`."""
    row = Telling.objects.filter(case=opened.row, id=telling_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, TellingCard))


def new_mark() -> str:
    """What tells one copy from another: random, and no two of its signs look alike."""
    drawn = random_id().upper()
    return f"{drawn[:_MARK]}-{drawn[_MARK : 2 * _MARK]}"


def told_words(opened: OpenCase, card: TellingCard, *, mark: str) -> Extract:
    """The extract as it was told, word for word, under the mark of one of its copies."""
    words = SealedFile(card.words.stored_as, card.words.file_key, card.words.size)
    content = b"".join(files.read(words, case=opened.ref))
    return replace(msgspec.json.decode(content, type=Extract), mark=mark)


def attached_to(opened: OpenCase, card: TellingCard | BreachCard) -> list[AgreedItem]:
    """The documents of a telling that go with it as files."""
    files = {entry.id for entry in documents_of(opened) if entry.card.stored_as}
    return [item for item in card.items if item.key in files]


def asked_in(card: TellingCard | ConsentCard) -> Ask:
    """What was told, or may be, as a question: the gate answers it anew each time."""
    return Ask(
        recipient=card.recipient,
        role=card.role,
        purpose=card.purpose,
        items=tuple(item.key for item in card.items),
        summary=card.summary,
    )
