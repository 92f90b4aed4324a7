"""What is sealed in a case's rows, as typed and versioned structs. (RECD-1, RECD-2, RECD-7)"""

from datetime import date, datetime
from typing import ClassVar, Final

import msgspec

from confide.casework.models.counting import Coded, CodedRows
from confide.policy.codebook import NOT_KNOWN
from confide.vault.payloads import Payload

# Stands where a student's name would, in the case of one who gave none.
NO_NAME: Final = "No name given"


def ending_of(name: str) -> str:
    """The last part of a file's name, if it is plainly one: ".pdf"; "" otherwise."""
    dot, ending = name[-8:].rpartition(".")[1:]
    return f".{ending.casefold()}" if dot and ending.isalnum() and ending.isascii() else ""


class SafeContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How it is safe to reach the student, in their own words."""

    how: str = ""
    when: str = ""
    may_leave_message: bool = False
    may_say_who: bool = False


class SteppedAsideCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who stepped aside, and when. There is no place for why: nobody else learns it."""

    officer: str
    at: datetime


class SeatCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That somebody came to sit at a case, since when, and who gave it to them: "" for nobody."""

    officer: str
    since: datetime
    given_by: str = ""


class HoldCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What obliges the service to keep a case, who answers for it, and until when.

    It stands in the file and in no table of its own: rows would tell one kind of hold from another.
    """

    id: str
    why: str
    owner: str
    set_at: datetime
    keep_until: date
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""


class CaseFile(Payload, frozen=True, forbid_unknown_fields=True):
    """Who the student is and what it is about. `folded` is the same for searching.

    Who stepped aside stands in here and in no table of its own: that somebody did is told to those
    who sit at the case, and to nobody who counts rows. `changes` counts how often the file was set
    right, so that no change is lost to one that began before it. While it is `restricted`, nothing
    is told from the case under consent (RECD-3). `kept_for` is the day through which a breach
    record holds it: why, stands there (RECD-5). `coded` is what the student said of themselves for
    the figures, `ended` how the case ended in the same terms, and `rows` which coded rows are its
    own: nothing else knows (STAT-1). `avoids` are the officers whom the student would rather not
    have see it.
    """

    SCHEMA: ClassVar[int] = 1

    student: str
    safe: SafeContact
    eligibility: str
    scheme: str
    category: str
    about: str
    opened_at: datetime
    last_at: datetime
    said_woman: bool = False
    resolved_on: date | None = None
    outcome: str = ""
    folded: str = ""
    stepped_aside: tuple[SteppedAsideCard, ...] = ()
    seats: tuple[SeatCard, ...] = ()
    changes: int = 0
    restricted: bool = False
    holds: tuple[HoldCard, ...] = ()
    kept_for: date | None = None
    coded: Coded = Coded()
    ended: str = NOT_KNOWN
    rows: CodedRows = CodedRows()
    avoids: tuple[str, ...] = ()


class ContactNote(Payload, frozen=True, forbid_unknown_fields=True):
    """One contact: what was said, which options were explained, what the student chose.

    A student's correction `corrects` another entry, by its id, or the case's file, by the case's.
    """

    SCHEMA: ClassVar[int] = 1

    kind: str
    at: datetime
    said: str
    by: str
    recorded_at: datetime
    options: str = ""
    chose: str = ""
    subject: str = ""
    sender: str = ""
    folded: str = ""
    corrects: str = ""


class DocumentCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A document: its name, and either the key of its sealed file or the place of the paper."""

    SCHEMA: ClassVar[int] = 1

    name: str
    media_type: str
    size: int
    by: str
    added_at: datetime
    stored_as: str = ""
    file_key: bytes = b""
    kept_where: str = ""
    contact: str = ""
    folded: str = ""
    shredded_on: date | None = None
    shredded_by: str = ""

    @property
    def ending(self) -> str:
        """The last part of the name, if it is plainly one: ".pdf"."""
        return ending_of(self.name)


class TaskCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A next step, who is to take it, and by when.

    `asks_who_next`: it is to ask the student who looks after them when this officer leaves.
    """

    SCHEMA: ClassVar[int] = 1

    step: str
    by: str
    due_on: date | None = None
    done_on: date | None = None
    contact: str = ""
    asks_who_next: bool = False
