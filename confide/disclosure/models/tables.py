"""The tables of telling. Without their keys they say nothing. (RECD-2)

Consents, tellings and shares are parts of a case. A breach record and a question to colleagues have
keys of their own, since others than those who sit at the case open them; both are bound to the case
and are destroyed with it.
"""

from typing import ClassVar

from django.db import models

from confide.casework.models import Case
from confide.policy.fates import Fate
from confide.vault.models import SealedRow
from confide.vault.primitives import random_id


class _PartOfCase(SealedRow):
    """A sealed row that belongs to a case and dies with it."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "case"

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-4", "a random number"),
        "case": Fate("pseudonym", "CONF-4", "which case it belongs to"),
        "sealed": Fate("sealed", "CONF-4", "who may be told what, and who was"),
    }

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id


class Consent(_PartOfCase):
    """What a student agreed to have told. (CONF-4)"""


class Telling(_PartOfCase):
    """What was told. Its id is drawn when it is previewed, so that no click makes two. (CONF-1)"""


class Share(_PartOfCase):
    """That a colleague was given a seat, why, and until when. (RECD-4)"""


class Breach(SealedRow):
    """A record of breaking confidence, or of deciding not to. (BRCH-5)

    Its own keys are granted to the officer who decides, to the caseworkers in office, to recovery.
    """

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    about = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "BRCH-5", "a random number"),
        "about": Fate("pseudonym", "BRCH-5", "which case it belongs to"),
        "sealed": Fate("sealed", "BRCH-5", "what happened, why, and who was told"),
    }

    def __str__(self) -> str:
        return self.id


class BreachNote(SealedRow):
    """What was added to a breach record: a colleague's advice, a correction. (BRCH-4, BRCH-5)"""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "breach"

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "BRCH-5", "a random number"),
        "breach": Fate("pseudonym", "BRCH-5", "which record it was added to"),
        "sealed": Fate("sealed", "BRCH-5", "what was added"),
    }

    def __str__(self) -> str:
        return self.id


class Consultation(SealedRow):
    """A question to named colleagues that shows nobody. (CONF-2)

    Which case it is about stands in `for_asker` alone, under the asker's own ring.
    """

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    ends_on = models.DateField()
    for_asker = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-2", "a random number"),
        "ends_on": Fate("plain-necessary", "CONF-2", "the question goes without keys"),
        "for_asker": Fate("sealed", "CONF-2", "which case it is about, for the asker alone"),
        "sealed": Fate("sealed", "CONF-2", "the question, and whom it asks"),
    }

    def __str__(self) -> str:
        return self.id


class ConsultationReply(SealedRow):
    """A colleague's reply. (CONF-2)"""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    part_of: ClassVar[str] = "consultation"

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-2", "a random number"),
        "consultation": Fate("pseudonym", "CONF-2", "which question it answers"),
        "sealed": Fate("sealed", "CONF-2", "what was advised"),
    }

    def __str__(self) -> str:
        return self.id


class Enquiry(models.Model):
    """How often, in one month, somebody of one kind asked about a student. No name. (CONF-3)"""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    month = models.DateField()
    asked_by = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-3", "a random number"),
        "month": Fate("counted", "CONF-3", "the first day of the month, and no day finer"),
        "asked_by": Fate("counted", "CONF-3", "what kind of person asked: a relative, the police"),
        "times": Fate("counted", "CONF-3", "how often; whom it was about is kept nowhere"),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "asked_by"], name="one_tally_each"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} {self.month}"
