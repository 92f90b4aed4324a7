"""What is stored about officers: their public names, terms and undertakings. (CONF-5, HOUR-3)

Nothing here is confidential: who the officers are stands on the front page. What they can open
lies in the vault, under the ring that an officer points to.
"""

from typing import ClassVar

from django.db import models

from confide.policy.fates import Fate
from confide.vault.models import KeyRing
from confide.vault.primitives import random_id


class Role(models.TextChoices):
    """What a term of office is for."""

    CASEWORKER = "caseworker"
    STEWARD = "steward"


class Officer(models.Model):
    """Somebody who signs in. The ledger knows them by their pseudonym only."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    pseudonym = models.CharField(max_length=26, unique=True, default=random_id)
    sign_in_name = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    ring = models.OneToOneField(KeyRing, on_delete=models.PROTECT)
    enrolled = models.BooleanField(default=False)
    mail = models.CharField(max_length=254, blank=True)

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-5", "a random number"),
        "pseudonym": Fate("pseudonym", "CONF-5", "stands for the officer in the ledger"),
        "sign_in_name": Fate("plain-necessary", "CONF-5", "needed before anything is unlocked"),
        "name": Fate("plain-necessary", "HOUR-3", "shown on the front page"),
        "ring": Fate("pseudonym", "RECD-2", "which keys are the officer's"),
        "enrolled": Fate("plain-necessary", "CONF-5", "whether the keys are the officer's own"),
        "mail": Fate("plain-necessary", "BRCH-3", "where one message without content is sent"),
    }

    def __str__(self) -> str:
        return self.pseudonym


class Term(models.Model):
    """An officer's term of office, first and last day included."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(max_length=10, choices=Role.choices)
    post = models.CharField(max_length=40, blank=True)
    scheme = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "HOUR-3", "a random number"),
        "officer": Fate("pseudonym", "HOUR-3", "whose term it is"),
        "role": Fate("plain-necessary", "CONF-5", "decides what a term is for"),
        "post": Fate("plain-necessary", "HOUR-3", "shown on the front page"),
        "scheme": Fate("plain-necessary", "CONF-5", "whose cases the term is for, published too"),
        "starts_on": Fate("plain-necessary", "HOUR-3", "published with the officers' names"),
        "ends_on": Fate("plain-necessary", "HOUR-3", "published with the officers' names"),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="term_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.starts_on} to {self.ends_on}"


class Undertaking(models.Model):
    """An officer's signature under one version of the policy; it binds after office ends too."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="undertakings")
    policy_version = models.CharField(max_length=40)
    signed_on = models.DateField()
    signature = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "CONF-5", "a random number"),
        "officer": Fate("pseudonym", "CONF-5", "who signed"),
        "policy_version": Fate("plain-necessary", "CONF-5", "what was signed"),
        "signed_on": Fate("plain-necessary", "CONF-5", "when it was signed"),
        "signature": Fate("plain-necessary", "CONF-5", "proof that this officer signed"),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "policy_version"], name="one_undertaking"),
        ]

    def __str__(self) -> str:
        return f"undertaking to {self.policy_version}"
