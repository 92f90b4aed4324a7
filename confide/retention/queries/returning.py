"""A record as its student gets it back: everything in it that is theirs, put together. (RECD-6)

It is the same on every ground, whether a student wants their record back or asks what is held about
them (RECD-3). What is not in it is decided here, by what is never looked at: breach records and
questions to colleagues, which have keys of their own; that somebody stepped aside, which is theirs;
and why something is kept longer. So a record with any of these and one without read the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from confide.casework import queries as casework
from confide.casework.models import ContactNote
from confide.casework.queries import Entry, NotVisible, OpenCase
from confide.disclosure import queries as disclosure
from confide.disclosure.queries.extracts import Passage, Section
from confide.policy.eligibility import BASES
from confide.policy.sharing import REASONS
from confide.retention.models import CORRECTION_KIND, ReturnCard, Returned
from confide.retention.models.returning import DESTROY
from confide.retention.queries.rights import wishes_of
from confide.team.queries import names
from confide.vault.primitives import digest

# That somebody stepped aside is told to those who sit at the case. (ELIG-3)
_NOT_THEIRS: Final = ("stepped-aside",)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the record, under its title."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A document of the record. `size` is part of what the digest of the whole vouches for."""

    key: str
    label: str
    ending: str
    size: int
    paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole record, of which nothing is left out yet."""

    chapters: tuple[Chapter, ...]
    documents: tuple[Filed, ...]

    @property
    def digest(self) -> bytes:
        """What tells this record, to the last word, from any other or later one."""
        return digest(msgspec.json.encode(self))


def whole_record(opened: OpenCase) -> Whole:
    """Everything in a record that goes to its student, in the order in which it happened."""
    contacts = sorted(casework.contacts_of(opened), key=lambda entry: entry.card.at)
    documents = sorted(casework.documents_of(opened), key=lambda entry: entry.card.added_at)
    corrections = _corrections(contacts)
    chapters = [
        Chapter(gettext("About you"), _about(opened, corrections)),
        Chapter(gettext("What happened"), tuple(_happened(opened.ref, contacts, corrections))),
        Chapter(gettext("What you wrote to each other"), tuple(_written(opened))),
        Chapter(gettext("What you agreed to"), tuple(_agreed(opened))),
        Chapter(gettext("What was told to whom"), tuple(_told(opened))),
        Chapter(gettext("Next steps"), tuple(_steps(opened))),
        Chapter(gettext("Who could see your record"), tuple(_seen_by(opened))),
        Chapter(gettext("What you asked about this record"), tuple(_wished(opened))),
    ]
    filed = (
        Filed(
            key=entry.id,
            label=entry.card.name,
            ending=entry.card.ending,
            size=entry.card.size,
            paper=bool(entry.card.kept_where),
        )
        for entry in documents
    )
    kept = tuple(each for each in chapters if each.sections)
    return Whole(chapters=kept, documents=tuple(filed))


def returns_of(opened: OpenCase) -> list[Entry[ReturnCard]]:
    """Every return of a record there ever was, the newest first."""
    rows = Returned.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, ReturnCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.made_at, reverse=True)


def one_return(opened: OpenCase, return_id: str) -> Entry[ReturnCard]:
    """One return of this case's record, or `NotVisible`."""
    row = Returned.objects.filter(case=opened.row, id=return_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, ReturnCard))


def was_returned(opened: OpenCase, return_id: str) -> bool:
    """Whether that sheet was sent before."""
    return Returned.objects.filter(case=opened.row, id=return_id).exists()


def asked_with_return(opened: OpenCase) -> dict[str, str]:
    """How the student asked and was known, if they got their record and want it destroyed."""
    card = next((entry.card for entry in returns_of(opened)), None)
    if card is None or card.wish != DESTROY:
        return {}
    return {"how_asked": card.how_asked, "how_identified": card.how_identified}


def long_day(on: date | datetime) -> str:
    """A day with its year: a record may be read years later."""
    local = timezone.localtime(on).date() if isinstance(on, datetime) else on
    return str(date_format(local, "l j F Y"))


def heading_of(card: ContactNote) -> str:
    """What kind of entry it is, and its day; by whom."""
    return f"{_kind(card)}, {long_day(card.at)}"


def _kind(card: ContactNote) -> str:
    own = {
        CORRECTION_KIND: gettext("Your correction"),
        "advice": gettext("Advice of a colleague, asked without your name"),
        "handed-over": gettext("Handed over"),
        "reopened": gettext("Taken up again"),
        "asked-for-support": gettext("You asked for support"),
        "own-words": gettext("In your own words"),
        "way-given": gettext("You got a card with words of your own"),
        "asked-to-destroy": gettext("You asked to have the record destroyed"),
    }
    if card.kind in own:
        return own[card.kind]
    kinds = {code.key: code.label for code in settings.POLICY.channels}
    return gettext(kinds.get(card.kind, card.kind))


def _corrections(contacts: Iterable[Entry[ContactNote]]) -> dict[str, list[Entry[ContactNote]]]:
    """The student's corrections, by the id of what each is about."""
    found: dict[str, list[Entry[ContactNote]]] = {}
    for entry in contacts:
        if entry.card.corrects:
            found.setdefault(entry.card.corrects, []).append(entry)
    return found


def _about(
    opened: OpenCase, corrections: dict[str, list[Entry[ContactNote]]]
) -> tuple[Section, ...]:
    file = opened.file
    basis = BASES.get(file.eligibility)
    labels = {code.key: code.label for code in settings.POLICY.about}
    known = [
        (gettext("Name"), file.student),
        (gettext("How it is safe to reach you"), f"{file.safe.how}\n{file.safe.when}".strip()),
        (gettext("Helped as"), gettext(basis.heading) if basis else ""),
        (gettext("What it is about"), gettext(labels.get(file.category, file.category))),
        (gettext("In short"), file.about),
        (gettext("Since"), long_day(file.opened_at)),
        (gettext("Resolved"), long_day(file.resolved_on) if file.resolved_on else ""),
        (gettext("How it ended"), file.outcome),
        (gettext("Destroyed on"), long_day(opened.row.destroy_on) if opened.row.destroy_on else ""),
    ]
    if file.said_woman:
        known.insert(3, (gettext("You said"), gettext("that you define yourself as a woman")))
    added = corrections.get(opened.ref, [])
    return (
        Section(gettext("What your file says"), _passages("file", known)),
        *(_contact(entry) for entry in added),
    )


def _happened(
    about: str,
    contacts: list[Entry[ContactNote]],
    corrections: dict[str, list[Entry[ContactNote]]],
) -> Iterator[Section]:
    """The contacts, each with the corrections to it right behind it."""
    behind = {entry.id for entry in contacts} | {about}
    for entry in contacts:
        if entry.card.corrects in behind or entry.card.kind in _NOT_THEIRS:
            continue
        yield _contact(entry)
        yield from (_contact(each) for each in corrections.get(entry.id, []))


def _contact(entry: Entry[ContactNote]) -> Section:
    card = entry.card
    said = gettext("What you say is right") if card.corrects else gettext("What was said")
    written = [
        (gettext("From"), card.sender),
        (gettext("About") if card.corrects else gettext("Subject"), card.subject),
        (said, card.said),
        (gettext("The options explained"), card.options),
        (gettext("What you chose"), card.chose),
        (gettext("Written down by"), names([card.by]).get(card.by, "")),
    ]
    return Section(heading_of(card), _passages(entry.id, written))


def _written(opened: OpenCase) -> Iterator[Section]:
    thread = casework.thread_of(opened)
    who = names(message.by for message in thread)
    for number, message in enumerate(thread):
        by = who.get(message.by, "") if message.by else gettext("You")
        yield Section(long_day(message.at), _passages(f"message-{number}", [(by, message.words)]))


def _agreed(opened: OpenCase) -> Iterator[Section]:
    for entry in reversed(disclosure.consents_of(opened)):
        card = entry.card
        people = "\n".join(f"{each.name}, {each.role}" for each in card.parties)
        what = "\n".join([*(item.title for item in card.items), card.summary]).strip()
        ended = card.withdrawn_at or card.replaced_at
        said = [
            (gettext("To whom"), people),
            (gettext("What for"), "\n".join(card.purposes)),
            (gettext("What may be told"), what),
            (gettext("Until"), long_day(card.until_on) if card.until_on else ""),
            (gettext("In your words"), card.words or card.writing),
            (gettext("Ended"), long_day(ended) if ended else ""),
            (gettext("What you said then"), card.withdrawn_words or card.narrowed_words),
        ]
        yield Section(long_day(card.happened_at), _passages(entry.id, said))


def _told(opened: OpenCase) -> Iterator[Section]:
    for entry in reversed(disclosure.tellings_of(opened)):
        card = entry.card
        ways = (str(disclosure.WAYS.get(copy.how, copy.how)) for copy in card.copies)
        what = "\n".join([*(item.title for item in card.items), card.summary]).strip()
        said = [
            (gettext("To whom"), f"{card.recipient}, {card.role}"),
            (gettext("What for"), card.purpose),
            (gettext("What was told"), what),
            (gettext("How"), "\n".join(ways)),
        ]
        yield Section(long_day(card.told_at), _passages(entry.id, said))


def _steps(opened: OpenCase) -> Iterator[Section]:
    for entry in casework.tasks_of(opened):
        card = entry.card
        heading = gettext("Still to be done")
        if card.done_on:
            heading = gettext("Done on {day}").format(day=long_day(card.done_on))
        elif card.due_on:
            heading = gettext("To be done by {day}").format(day=long_day(card.due_on))
        yield Section(heading, _passages(entry.id, [(gettext("Step"), card.step)]))


def _seen_by(opened: OpenCase) -> Iterator[Section]:
    """Who sat at it from when on, and with whom it was shared, for which reason and why."""
    who = names(card.officer for card in opened.file.seats)
    sat = [
        (gettext("Since {day}").format(day=long_day(card.since)), who.get(card.officer, ""))
        for card in opened.file.seats
    ]
    if sat:
        yield Section(gettext("Your caseworkers"), _passages("seats", sat))
    for share in reversed(disclosure.shares_shown(opened)):
        card = share.card
        ended = card.ended_at or card.until_on
        said = [
            (gettext("With whom"), share.officer),
            (gettext("For which reason"), gettext(REASONS[card.reason])),
            (gettext("Why"), card.why),
            (gettext("Until"), long_day(ended) if ended else gettext("it is taken back")),
        ]
        heading = gettext("Shared on {day}").format(day=long_day(card.shared_at))
        yield Section(heading, _passages(share.id, said))


def _wished(opened: OpenCase) -> Iterator[Section]:
    for entry in reversed(wishes_of(opened)):
        said = [(gettext("What you said"), entry.card.words)]
        yield Section(long_day(entry.card.asked_on), _passages(entry.id, said))


def _passages(key: str, said: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    return tuple(Passage(key, label, words) for label, words in said if words.strip())
