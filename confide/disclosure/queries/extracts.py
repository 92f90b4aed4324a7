"""The extract, as its recipient reads it, from exactly the items that were decided. (CONF-1)

It is put together item by item: what was not asked for is never looked at, so that there is nothing
to leave out. `Extract.keys` says what is in it, read off the extract itself and not off the
question, and the action that tells compares it with what was decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext

from confide.casework.models import ContactNote
from confide.casework.queries import NotVisible, OpenCase, one_contact, one_document
from confide.disclosure.models import ConsentCard
from confide.disclosure.queries.consents import keys_of
from confide.disclosure.queries.gate import Ask
from confide.disclosure.queries.items import PARTS, heading_of
from confide.team.queries import Acting


@dataclass(frozen=True, slots=True)
class Passage:
    """One item, with its words; a document has a name only."""

    key: str
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What was picked of one contact."""

    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Everything that a recipient gets to read, and nothing besides."""

    facts: tuple[tuple[str, str], ...]
    plea: str
    summary: str
    sections: tuple[Section, ...]
    documents: tuple[Passage, ...]
    mark: str

    @property
    def keys(self) -> frozenset[str]:
        """The items that are in it."""
        passages = [passage for section in self.sections for passage in section.passages]
        return keys_of((each.key for each in (*passages, *self.documents)), self.summary)


def compose(
    acting: Acting,
    opened: OpenCase,
    ask: Ask,
    consent: ConsentCard,
    *,
    labels: Mapping[str, str] | None = None,
    by_name: bool = False,
    mark: str = "",
) -> Extract:
    """Put an extract together, or raise `NotVisible` for an item that this case has not.

    It is signed with the officer's post, and with their name only where that is wished.
    """
    plea = gettext(
        "This was told in confidence and with agreement. Please keep it to yourself: whoever "
        "agreed did so for you and for this purpose, and for nobody and nothing else. Destroy "
        "it when you no longer need it."
    )
    facts = tuple(_facts(acting, opened, ask, consent, by_name=by_name))
    return put_together(opened, ask, facts=facts, plea=plea, labels=labels, mark=mark)


def put_together(
    opened: OpenCase,
    ask: Ask,
    *,
    facts: tuple[tuple[str, str], ...],
    plea: str,
    labels: Mapping[str, str] | None = None,
    mark: str = "",
) -> Extract:
    """The asked items under these facts, and nothing besides; on whatever basis they are told.

    `labels` says by a document's key what it is called to its reader, if not by its own name.
    """
    return Extract(
        facts=facts,
        plea=plea,
        summary=ask.summary,
        sections=tuple(_sections(opened, ask)),
        documents=tuple(_documents(opened, ask, labels or {})),
        mark=mark,
    )


def _facts(
    acting: Acting, opened: OpenCase, ask: Ask, consent: ConsentCard, *, by_name: bool
) -> Iterator[tuple[str, str]]:
    post = settings.POLICY.post(acting.post)
    title, union = gettext(post.title) if post else "", settings.POLICY.union.name
    sender = [acting.name if by_name else "", title, union]
    yield gettext("For"), f"{ask.recipient}, {ask.role}"
    yield gettext("What for"), ask.purpose
    yield gettext("Agreed to by"), opened.file.student
    yield gettext("You may use it"), _until(consent.until_on)
    yield gettext("From"), ", ".join(part for part in sender if part)


def _until(on: date | None) -> str:
    if on is None:
        return gettext("for this purpose only, until you hear that it was taken back")
    return gettext("for this purpose only, until {day}").format(day=date_format(on, "l j F Y"))


def _sections(opened: OpenCase, ask: Ask) -> Iterator[Section]:
    """The contacts in the order in which they happened, each with its picked parts."""
    picked: dict[str, list[str]] = {}
    for contact, part in _picked_parts(ask):
        picked.setdefault(contact, []).append(part)
    contacts = [one_contact(opened, contact) for contact in picked]
    for entry in sorted(contacts, key=lambda entry: entry.card.at):
        parts = [part for part in PARTS if part in picked[entry.id]]
        passages = tuple(
            Passage(f"{entry.id}.{part}", _label(part), _words(entry.card, part)) for part in parts
        )
        yield Section(heading_of(entry.card), passages)


def _picked_parts(ask: Ask) -> Iterator[tuple[str, str]]:
    for key in ask.items:
        contact, dot, part = key.partition(".")
        if dot and part not in PARTS:
            raise NotVisible
        if dot:
            yield contact, part


def _documents(opened: OpenCase, ask: Ask, labels: Mapping[str, str]) -> Iterator[Passage]:
    for key in dict.fromkeys(ask.items):
        if "." not in key:
            name = one_document(opened, key).card.name
            yield Passage(key, labels.get(key) or name)


def _label(part: str) -> str:
    words = str(PARTS[part])
    return f"{words[:1].upper()}{words[1:]}"


def _words(card: ContactNote, part: str) -> str:
    words: str = getattr(card, part)
    if part == "said" and card.sender:
        # What a mail says includes from whom it came and what it is headed.
        return "\n\n".join(each for each in (card.sender, card.subject, words) if each)
    return words
