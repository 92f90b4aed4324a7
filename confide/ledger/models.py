"""What the ledger stores: entries and checkpoints, both only ever added to.

The database itself refuses to change, remove or renumber a row (migration 0002). Positions are
counted and not random, because the order is what the ledger keeps; nothing else here is counted.
"""

from datetime import datetime
from typing import ClassVar

from django.db import models

from confide.policy.fates import Fate

from .entry import Placed, Told, moment

DATABASE = "default"


class Entry(models.Model):
    """One line of the ledger, field by field as in its canonical bytes."""

    position = models.BigIntegerField(primary_key=True)
    after = models.CharField(max_length=64)
    # Text, as in the canonical bytes, so that no database's idea of a moment stands between the
    # row and its hash.
    stamp = models.CharField(max_length=20)
    event = models.CharField(max_length=48)
    by = models.CharField(max_length=26)
    about = models.CharField(max_length=26)
    clause = models.CharField(max_length=8)
    verdict = models.CharField(max_length=7)
    leaf = models.CharField(max_length=64)

    fates: ClassVar[dict[str, Fate]] = {
        "position": Fate("plain-necessary", "RECD-2", "the order is what the ledger keeps"),
        "after": Fate("plain-necessary", "RECD-2", "a hash: vouches for the entry before"),
        "stamp": Fate("plain-necessary", "RECD-2", "when something happened, to the second"),
        "event": Fate("plain-necessary", "RECD-2", "one of the program's own words"),
        "by": Fate("pseudonym", "CONF-3", "an officer's random number, or a fixed word"),
        "about": Fate("pseudonym", "CONF-3", "a case's or officer's random number"),
        "clause": Fate("plain-necessary", "RECD-2", "which clause allowed or refused it"),
        "verdict": Fate("plain-necessary", "RECD-2", "whether it was allowed"),
        "leaf": Fate("plain-necessary", "RECD-2", "a hash: shows a change to the entry"),
    }

    class Meta:
        indexes = (models.Index(fields=["about", "event"], name="ledger_about_event"),)

    def __str__(self) -> str:
        return f"{self.position} {self.event}"

    @property
    def at(self) -> datetime:
        """The moment of the entry."""
        return moment(self.stamp)

    @classmethod
    def of(cls, placed: Placed) -> "Entry":
        """Make the row, not yet saved, of an entry that has its place."""
        at, event, by, about, clause, verdict = placed.told
        return cls(
            position=placed.position,
            after=placed.after,
            stamp=at,
            event=event,
            by=by,
            about=about,
            clause=clause,
            verdict=verdict,
            leaf=placed.leaf,
        )

    def placed(self) -> Placed:
        """Give the row as the pure parts of the ledger know it.

        SQLite lets anything stand in any column. What isn't text or a number becomes one that no
        entry may hold, so that verifying names the entry instead of stumbling over it.
        """
        told = (self.stamp, self.event, self.by, self.about, self.clause, self.verdict)
        position = self.position if isinstance(self.position, int) else -1
        return Placed(position, str(self.after), Told(*map(str, told)), str(self.leaf))


class Checkpoint(models.Model):
    """A signed head of the ledger, as text; at most one for each size."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    made_at = models.DateTimeField()

    fates: ClassVar[dict[str, Fate]] = {
        "size": Fate("plain-necessary", "RECD-2", "how many entries it bears witness to"),
        "note": Fate("plain-necessary", "RECD-2", "a hash and a signature, made to be published"),
        "made_at": Fate("plain-necessary", "RECD-2", "when the service signed it"),
    }

    def __str__(self) -> str:
        return self.note
