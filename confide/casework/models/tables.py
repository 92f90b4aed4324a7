"""The tables of a case. (RECD-2, RECD-5)"""

from typing import ClassVar

from django.db import models

from confide.policy.fates import Fate
from confide.team.models import Officer
from confide.vault.models import SealedRow
from confide.vault.primitives import random_id

_RANDOM = Fate("pseudonym", "RECD-2", "a random number")
_SEALED = Fate("sealed", "RECD-2", "everything that can identify")
_OF_CASE = Fate("pseudonym", "RECD-2", "which case it belongs to")


class Case(SealedRow):
    """One student's case. Its two dates stand in clear because destruction has no keys."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    destroy_on = models.DateField(null=True)
    keep_until = models.DateField(null=True)
    being_destroyed = models.BooleanField(default=False)

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "sealed": _SEALED,
        "destroy_on": Fate("plain-necessary", "RECD-5", "destruction must work without keys"),
        "keep_until": Fate("plain-necessary", "RECD-5", "every kind of hold sets it alike"),
        "being_destroyed": Fate("plain-necessary", "RECD-5", "true only between two steps"),
    }

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["destroy_on"])]

    def __str__(self) -> str:
        return self.id


class Seat(models.Model):
    """An officer's place at a case: the only thing that lets them see it. (CONF-1, CONF-5)"""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="seats")
    until_on = models.DateField(null=True)

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "case": _OF_CASE,
        "officer": Fate("pseudonym", "CONF-5", "who may see the case"),
        "until_on": Fate("plain-necessary", "RECD-4", "a seat that was lent ends without keys"),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "officer"], name="one_seat_per_officer"),
        ]

    def __str__(self) -> str:
        return self.id


class PartOfCase(SealedRow):
    """A sealed row that belongs to a case and dies with it."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "case"

    fates: ClassVar[dict[str, Fate]] = {"id": _RANDOM, "case": _OF_CASE, "sealed": _SEALED}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id


class Contact(PartOfCase):
    """A conversation with the student, or about them. (RECD-1)"""


class Document(PartOfCase):
    """A file, sealed beside the database, or a paper in a locked cabinet. (RECD-2)"""


class Task(PartOfCase):
    """A next step that somebody promised. (RECD-1)"""


class StandingConflict(models.Model):
    """A person, college or course before whom an officer would not be impartial. (ELIG-3)

    Sealed under the officer's own ring: nobody else learns what they declared.
    """

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "officer": Fate("pseudonym", "ELIG-3", "who declared it"),
        "sealed": Fate("sealed", "ELIG-3", "opens with this officer's own ring only"),
    }

    def __str__(self) -> str:
        return self.id


class ConflictCheck(SealedRow):
    """The question whether somebody may be impartial, sealed to those it asks. (ELIG-3)

    It has keys of its own, bound to no case: it may be asked before there is one.
    """

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    ends_on = models.DateField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "sealed": _SEALED,
        "ends_on": Fate("plain-necessary", "ELIG-3", "the question goes without keys"),
    }

    def __str__(self) -> str:
        return self.id


class ConflictAnswer(SealedRow):
    """One colleague's answer: they can take it, or somebody else should. (ELIG-3)"""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    check_asked = models.ForeignKey(ConflictCheck, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "check_asked"

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "check_asked": Fate("pseudonym", "ELIG-3", "which question it answers"),
        "officer": Fate("pseudonym", "ELIG-3", "who answered, whatever they did"),
        "sealed": _SEALED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["check_asked", "officer"], name="one_answer_each"),
        ]

    def __str__(self) -> str:
        return self.id
