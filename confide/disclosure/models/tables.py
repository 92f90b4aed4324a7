"""The tables of consents and tellings. Without the case's key they say nothing. (RECD-2)"""

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
