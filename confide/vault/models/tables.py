"""The tables of the vault: rings, sessions, grants, and what brings keys back or destroys them.

`ShredKey` and `Tombstone` lie in the database `keys`, all else in `default`; no transaction spans
both. Nothing here opens without somebody's secret. (CONF-1, CONF-5, RECD-5, RECD-6)
"""

from typing import ClassVar

from django.db import models

from confide.policy.fates import Fate
from confide.vault.primitives import random_id

_RANDOM = Fate("pseudonym", "RECD-2", "a random number")
_CASE = Fate("pseudonym", "RECD-2", "which case it opens")
_RING = Fate("pseudonym", "CONF-5", "whose keys they are")
_SEALED = Fate("sealed", "CONF-1", "opens with its holder's own keys only")
_PUBLIC = Fate("plain-necessary", "CONF-5", "a public key, needed to seal to its holder")
_NUMBER = Fate("plain-necessary", "CONF-5", "which of several keys it is")
_SIGNED = Fate("plain-necessary", "CONF-5", "shows that the giver gave it")


class KeyRing(models.Model):
    """The public half of somebody's keys. Its id is their fingerprint: neither can be swapped."""

    id = models.CharField(max_length=26, primary_key=True)
    kem_public = models.BinaryField()
    sign_public = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {"id": _RING, "kem_public": _PUBLIC, "sign_public": _PUBLIC}

    def __str__(self) -> str:
        return self.id


class Unlock(models.Model):
    """One way to unlock a ring: its seed, sealed under what only its owner knows or has."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    ring = models.ForeignKey(KeyRing, on_delete=models.CASCADE, related_name="unlocks")
    kind = models.CharField(max_length=16, default="passphrase")
    salt = models.BinaryField()
    sealed_seeds = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "ring": _RING,
        "kind": Fate("plain-necessary", "CONF-5", "what the owner is asked for"),
        "salt": Fate("plain-necessary", "CONF-5", "random, needed before anything is unlocked"),
        "sealed_seeds": _SEALED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A second passphrase would make a wrong one cost twice as much, which could be timed.
            models.UniqueConstraint(
                fields=["ring"], condition=models.Q(kind="passphrase"), name="one_passphrase"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Session(models.Model):
    """An unlocked ring between two requests, sealed under what only the cookie holds."""

    id = models.CharField(max_length=26, primary_key=True)
    ring = models.ForeignKey(KeyRing, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    sealed = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": Fate("pseudonym", "RECD-2", "derived from a secret that is not stored"),
        "ring": _RING,
        "expires_at": Fate("plain-necessary", "RECD-2", "ends it; gone within the day"),
        "seen_at": Fate("plain-necessary", "RECD-2", "locks it when idle; gone within the day"),
        "sealed": Fate("sealed", "RECD-2", "opens with the cookie's secret only"),
    }

    def __str__(self) -> str:
        return self.id


class Grant(models.Model):
    """One generation of a case's key, sealed to one ring and signed by whoever gave it."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    case = models.CharField(max_length=26, db_index=True)
    generation = models.PositiveIntegerField()
    holder = models.ForeignKey(KeyRing, on_delete=models.PROTECT, related_name="held")
    giver = models.ForeignKey(KeyRing, on_delete=models.PROTECT, related_name="given")
    sealed = models.BinaryField()
    signature = models.BinaryField()
    quick = models.BinaryField(null=True)

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "case": _CASE,
        "generation": _NUMBER,
        "holder": _RING,
        "giver": _RING,
        "sealed": _SEALED,
        "signature": _SIGNED,
        "quick": _SEALED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "generation", "holder"], name="one_grant_each"),
        ]

    def __str__(self) -> str:
        return self.id


class Recovery(models.Model):
    """The service's recovery ring, to which every case key is sealed as well."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    ring = models.OneToOneField(KeyRing, on_delete=models.PROTECT)
    retired = models.BooleanField(default=False)

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "ring": _RING,
        "retired": Fate("plain-necessary", "CONF-5", "whether a later ceremony replaced it"),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["retired"], condition=models.Q(retired=False), name="one_recovery"
            ),
        ]

    def __str__(self) -> str:
        return self.id


class RecoveryShare(models.Model):
    """The recovery seed, sealed under all the words of one set of trustees that suffices."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="shares")
    trustees = models.CharField(max_length=40)
    sealed = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "recovery": _RANDOM,
        "trustees": Fate("plain-necessary", "CONF-5", "numbers of the sheets that it takes"),
        "sealed": _SEALED,
    }

    def __str__(self) -> str:
        return self.trustees


class TeamGrant(models.Model):
    """One epoch's team key, sealed to one ring and signed by whoever gave it."""

    id = models.CharField(max_length=26, primary_key=True, default=random_id)
    epoch = models.PositiveIntegerField()
    holder = models.ForeignKey(KeyRing, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(KeyRing, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    signature = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "id": _RANDOM,
        "epoch": _NUMBER,
        "holder": _RING,
        "giver": _RING,
        "sealed": _SEALED,
        "signature": _SIGNED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["epoch", "holder"], name="one_team_grant_each"),
        ]

    def __str__(self) -> str:
        return f"epoch {self.epoch}"


class ShredKey(models.Model):
    """In `keys`: the half of a case's key whose deletion destroys the case, wrapped for a day."""

    case = models.CharField(max_length=26, primary_key=True)
    bound_to = models.CharField(max_length=26, blank=True, db_index=True)
    epoch = models.CharField(max_length=10)
    wrapped = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "case": _CASE,
        "bound_to": Fate("pseudonym", "RECD-5", "dies with a case, which only its key can tell"),
        "epoch": Fate("plain-necessary", "RECD-5", "the last nightly run, the same for all"),
        "wrapped": _SEALED,
    }

    def __str__(self) -> str:
        return self.case


class Tombstone(models.Model):
    """In `keys`: this case was destroyed, and stays so after any restore."""

    case = models.CharField(max_length=26, primary_key=True)
    destroyed_on = models.DateField()

    fates: ClassVar[dict[str, Fate]] = {
        "case": Fate("pseudonym", "RECD-5", "a reference to something that no longer exists"),
        "destroyed_on": Fate("plain-necessary", "RECD-5", "when the last copies are gone too"),
    }

    def __str__(self) -> str:
        return self.case
