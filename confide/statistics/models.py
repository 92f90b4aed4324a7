"""What is stored of figures: counts of closed quarters, releases in the making, and releases.

Counts as they are, and whatever is not published yet, are sealed under the team's key. A release is
public and never changes. (STAT-1, STAT-2)
"""

from typing import ClassVar

import msgspec
from django.db import models

from confide.policy.fates import Fate
from confide.vault.payloads import Payload
from confide.vault.primitives import random_id

Cells = tuple[tuple[tuple[str, ...], int], ...]


class MonthCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many cases of one kind were opened, or resolved, in a month."""

    event: str
    period: str
    scheme: str
    category: str
    number: int


class ShapeCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cells of a table, with what they count and by what: a key alone can be given anew."""

    counts: str
    by: tuple[str, ...]
    cells: Cells


class QuarterCounts(Payload, frozen=True, forbid_unknown_fields=True):
    """What is left of a quarter: counts by month for the officers, and for each table's shape."""

    SCHEMA: ClassVar[int] = 1

    months: tuple[MonthCount, ...]
    tables: dict[str, ShapeCounts]


class ProposalCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A release in the making: which tables, as they would be published, and what was found.

    `wanted` has a shape's key and a quarter each. `tables` is what `published` will be, as text;
    `after` is the newest release that the check knew of. `by` is whoever proposed it, "" before.
    """

    SCHEMA: ClassVar[int] = 1

    title: str
    made_by: str
    wanted: tuple[tuple[str, str], ...]
    tables: str = ""
    checked: bool = False
    after: int = 0
    disclosed: int = 0
    undecided: int = 0
    blanked: int = 0
    findings: tuple[tuple[str, ...], ...] = ()
    coarser: tuple[str, ...] = ()
    by: str = ""
    commentary: tuple[tuple[str, str], ...] = ()


class ClosedQuarter(models.Model):
    """A quarter whose rows have become counts, and are gone."""

    quarter = models.CharField(max_length=7, primary_key=True)
    sealed = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "quarter": Fate("plain-necessary", "STAT-1", "a quarter is closed once"),
        "sealed": Fate("counted", "STAT-1", "counts, which open with the team's key"),
    }

    def __str__(self) -> str:
        return self.quarter


class Proposal(models.Model):
    """A release in the making. `stopped` tells a check that runs to end."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    sealed = models.BinaryField()
    stopped = models.BooleanField(default=False)

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "STAT-2", "a random number"),
        "sealed": Fate("counted", "STAT-2", "counts, which open with the team's key"),
        "stopped": Fate("plain-necessary", "STAT-2", "whether somebody wants its check to end"),
    }

    def __str__(self) -> str:
        return self.id


class Release(models.Model):
    """Tables that were published, for good."""

    id = models.CharField(max_length=26, primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    tables = models.TextField()
    commentary = models.TextField(blank=True)

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "STAT-2", "a random number"),
        "number": Fate("plain-necessary", "STAT-2", "published"),
        "title": Fate("plain-necessary", "STAT-2", "published"),
        "published_on": Fate("plain-necessary", "STAT-2", "published"),
        "tables": Fate("counted", "STAT-2", "published, once nobody can be recognised in it"),
        "commentary": Fate("plain-necessary", "STAT-2", "published: words about the figures"),
    }

    def __str__(self) -> str:
        return str(self.number)
