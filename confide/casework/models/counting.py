"""What is counted of a case, and the row of it that outlives the case. (STAT-1)"""

from typing import ClassVar

import msgspec
from django.db import models

from confide.policy.codebook import NOT_KNOWN, NOT_SAID
from confide.policy.fates import Fate
from confide.vault.payloads import Payload
from confide.vault.primitives import random_id


class Coded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the student said of themselves in the codebook's terms; each may be left unsaid."""

    level: str = NOT_SAID
    college: str = NOT_SAID
    fee_status: str = NOT_SAID
    heard: str = NOT_SAID


class CodedRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which coded rows are this case's: one since it was opened, one since it was resolved."""

    opened: str = ""
    resolved: str = ""


class CodedRow(Payload, frozen=True, forbid_unknown_fields=True):
    """A case in the codebook's terms: that it was opened, or resolved, in a month."""

    SCHEMA: ClassVar[int] = 1

    event: str
    period: str
    scheme: str
    category: str
    level: str
    college: str
    fee_status: str
    heard: str
    outcome: str = NOT_KNOWN


class CodedFact(models.Model):
    """A coded row, sealed under the team's key. Which case it was, only the case itself knows."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    sealed = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "STAT-1", "a random number, known to the sealed case alone"),
        "sealed": Fate("counted", "STAT-1", "becomes a period's counts; opens with the team's key"),
    }

    def __str__(self) -> str:
        return self.id
