"""The register of what was told. (CONF-1, RECD-1)"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import Entry, NotVisible, OpenCase, documents_of
from confide.disclosure.models import AgreedItem, BreachCard, ConsentCard, Telling, TellingCard
from confide.disclosure.queries.gate import Ask

WAYS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "paper": _("On paper, into their hands"),
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
