"""The tables of forgetting and giving back. (RECD-3, RECD-5, RECD-6)

Orders until they are carried out, then certificates: neither points to a case, because both are
there when the case's row is gone; and neither holds a name or a word of one. The ledger knows the
moments; here stand days. What a student asked about their record, and that it was given back, are
parts of the case and go with it.
"""

from typing import ClassVar

from django.db import models

from confide.casework.models import Case
from confide.policy.fates import Fate
from confide.vault.models import SealedRow
from confide.vault.primitives import random_id

_CASE = Fate("pseudonym", "RECD-5", "a reference to something that no longer exists")
_CAUSE = Fate("plain-necessary", "RECD-5", "the clock, the student's wish, or two steps by hand")
_DAY = Fate("plain-necessary", "RECD-5", "shows that it was done in time")


class Destruction(models.Model):
    """A destruction that was ordered and is not finished. Its row goes with its last step."""

    case = models.CharField(max_length=26, primary_key=True)
    cause = models.CharField(max_length=8)
    ordered_on = models.DateField()

    fates: ClassVar[dict[str, Fate]] = {"case": _CASE, "cause": _CAUSE, "ordered_on": _DAY}

    def __str__(self) -> str:
        return self.case


class Certificate(models.Model):
    """That a case was destroyed: when, why, and how much of what kind. It outlives the case."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    number = models.CharField(max_length=20, unique=True)
    case = models.CharField(max_length=26, unique=True)
    cause = models.CharField(max_length=8)
    ordered_on = models.DateField()
    destroyed_on = models.DateField()
    counts = models.JSONField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "RECD-5", "a random number"),
        "number": Fate("plain-necessary", "RECD-5", "what it is called on paper"),
        "case": _CASE,
        "cause": _CAUSE,
        "ordered_on": _DAY,
        "destroyed_on": _DAY,
        "counts": Fate("counted", "RECD-5", "how many entries of each kind there were"),
    }

    def __str__(self) -> str:
        return self.number


class _PartOfCase(SealedRow):
    """A sealed row that belongs to a case and dies with it."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "case"

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "RECD-3", "a random number"),
        "case": Fate("pseudonym", "RECD-3", "which case it belongs to"),
        "sealed": Fate("sealed", "RECD-3", "what a student asked about their record"),
    }

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id


class Returned(_PartOfCase):
    """That a record was given back to its student, and what was left out of it. (RECD-6)"""


class Wish(_PartOfCase):
    """What a student asked about their record; of what kind it is, is sealed too. (RECD-3)"""
