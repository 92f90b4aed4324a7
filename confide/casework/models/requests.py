"""A request that nobody has taken yet, and a student's drawer. (CONF-1, CONF-3, RECD-6)

A drawer has keys of its own, mixed with its case's shred key, so that it dies with the case; they
are granted to the student's ring, and lie sealed in the case for those who sit there. What is in it
are *items* of several kinds, in one table, so that nobody counts how many there are of which.
"""

from datetime import date, datetime
from typing import ClassVar

import msgspec
from django.db import models

from confide.casework.models.payloads import SafeContact, ending_of
from confide.casework.models.tables import Case, PartOfCase
from confide.policy.fates import Fate
from confide.vault.models import KeyRing, SealedRow
from confide.vault.payloads import Payload
from confide.vault.primitives import random_id

_SEALED = Fate("sealed", "RECD-2", "opens with the student's words, or for those at the case")


class Request(PartOfCase):
    """That a case was asked for by its student, and nobody has taken it yet."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], name="one_request_each"),
        ]


class DrawerKey(PartOfCase):
    """The key of the student's drawer, for whoever opens the case."""


class Drawer(SealedRow):
    """What a student sees of their own case, by their own words; it never opens the case."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="drawer")
    ring = models.ForeignKey(KeyRing, on_delete=models.PROTECT, related_name="+")
    lookup = models.CharField(max_length=26, unique=True)
    rings_on = models.DateField(null=True)

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "RECD-2", "a random number"),
        "case": Fate("pseudonym", "RECD-2", "which case it dies with"),
        "ring": Fate("pseudonym", "RECD-6", "which keys open it: they have no name"),
        "lookup": Fate("pseudonym", "RECD-6", "derived from words that are not stored"),
        "rings_on": Fate("plain-necessary", "HOUR-3", "a message that waits is told without keys"),
        "sealed": _SEALED,
    }

    def __str__(self) -> str:
        return self.id


class DrawerItem(SealedRow):
    """One thing in a drawer; of which kind is sealed too."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    drawer = models.ForeignKey(Drawer, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "drawer"

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "RECD-2", "a random number"),
        "drawer": Fate("pseudonym", "RECD-2", "whose it is"),
        "sealed": _SEALED,
    }

    def __str__(self) -> str:
        return self.id


class RequestCard(Payload, frozen=True, forbid_unknown_fields=True):
    """Whom a student asked for, whom they would rather not have see it, and when they asked.

    Officers stand in it by pseudonym; `wanted` is "" for any. `stand_in` says that another may
    read it where that one is away.
    """

    SCHEMA: ClassVar[int] = 1

    asked_at: datetime
    lapses_on: date
    wanted: str = ""
    avoids: tuple[str, ...] = ()
    stand_in: bool = False


class DrawerKeyCard(Payload, frozen=True, forbid_unknown_fields=True):
    """The key of a drawer in its present generation."""

    SCHEMA: ClassVar[int] = 1

    drawer: str
    generation: int
    key: bytes


class Sight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That an officer can see the case, since when, and until when if it is for a while."""

    officer: str
    name: str
    since: datetime
    until_on: date | None = None
    lent: bool = False


class DrawerCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What is held about the student, as they are shown it, and who can see it since when.

    `lapses_on` is there until somebody takes the request. Of the case's file it has what the
    student said; nothing that an officer wrote about them. `closed`: nobody has words to it now.
    `ended_row` is the coded row that says how the case ended, so that it goes if they wish.
    `reopened_at` is when the case was last taken up again, if it ever was. `ring` is the student's,
    so that another in its place is seen.
    """

    SCHEMA: ClassVar[int] = 1

    student: str
    safe: SafeContact
    about: str
    eligibility: str
    began_at: datetime
    sights: tuple[Sight, ...] = ()
    lapses_on: date | None = None
    resolved_on: date | None = None
    destroy_on: date | None = None
    closed: bool = False
    ended_row: str = ""
    reopened_at: datetime | None = None
    ring: str = ""


class Enclosed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a student sent, in its case's folder; `document` is its entry, if it has one."""

    name: str
    media_type: str
    size: int
    stored_as: str
    file_key: bytes
    document: str = ""

    @property
    def ending(self) -> str:
        """The last part of the name, if it is plainly one: ".pdf"."""
        return ending_of(self.name)


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="message"):
    """Words one way or the other: `by` is an officer's pseudonym, "" for the student."""

    words: str
    at: datetime
    by: str = ""
    read_at: datetime | None = None
    files: tuple[Enclosed, ...] = ()


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="shown"):
    """Something that was done in the case, as the student sees it.

    `kind` says what, `about` is the id of the row in the case, `words` are its named parts.
    """

    kind: str
    at: datetime
    by: str = ""
    about: str = ""
    words: dict[str, str] = {}
    ended_at: datetime | None = None


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="asked"):
    """What the student asks or says by their own words, signed with their own key.

    `done_at` is when it took effect or was answered, `answer` what they are told of it.
    """

    kind: str
    at: datetime
    signature: bytes
    words: str = ""
    about: str = ""
    safe: SafeContact | None = None
    done_at: datetime | None = None
    answer: str = ""


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="sent"):
    """The files that came with what the student first asked: documents of the case from then on."""

    at: datetime
    files: tuple[Enclosed, ...]


Item = Message | Shown | Asked | Sent


class ItemCard(Payload, frozen=True, forbid_unknown_fields=True):
    """One thing in a drawer."""

    SCHEMA: ClassVar[int] = 1

    item: Item
