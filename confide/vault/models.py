"""What the vault stores: rings, grants, sealed rows, and what brings keys back or destroys them.

`ShredKey` and `Tombstone` lie in the database `keys`, all else in `default`; no transaction spans
both. Nothing here opens without somebody's secret. (CONF-1, CONF-5, RECD-5, RECD-6)
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import models, transaction

from confide.policy.fates import Fate
from confide.vault.casekeys import CaseKeys
from confide.vault.payloads import P, Payload
from confide.vault.primitives import DoesNotOpen, bind, random_id

_SCHEMA_BYTES = 2
_HEADER_BYTES = 6

_RANDOM = Fate("pseudonym", "RECD-2", "a random number")
_CASE = Fate("pseudonym", "RECD-2", "which case it opens")
_RING = Fate("pseudonym", "CONF-5", "whose keys they are")
_SEALED = Fate("sealed", "CONF-1", "opens with its holder's own keys only")
_PUBLIC = Fate("plain-necessary", "CONF-5", "a public key, needed to seal to its holder")
_NUMBER = Fate("plain-necessary", "CONF-5", "which of several keys it is")


class Moved(Exception):  # noqa: N818 (it reads as what happened)
    """The case has been given new keys since these were opened: open it again."""


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
        "signature": Fate("plain-necessary", "CONF-5", "shows that the giver gave it"),
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
        "signature": Fate("plain-necessary", "CONF-5", "shows that the giver gave it"),
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
    epoch = models.CharField(max_length=10)
    wrapped = models.BinaryField()

    fates: ClassVar[dict[str, Fate]] = {
        "case": _CASE,
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


class SealedRow(models.Model):
    """One sealed row of a case; `case` is a foreign key, unless the row is the case itself.

    A row opens only in its own place: table, row, case, generation and schema are authenticated
    with it, so that rows cannot be swapped between cases, nor moved, nor relabelled.
    """

    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def put(self, keys: CaseKeys, payload: Payload) -> None:
        """Seal the payload into this row; saving it is the caller's."""
        self._seal(keys, payload.SCHEMA, payload.encode())

    def take(self, keys: CaseKeys, kind: type[P]) -> P:
        """Open this row."""
        schema, plaintext = self._open(keys)
        if schema != kind.SCHEMA:
            raise DoesNotOpen
        return kind.decode(plaintext)

    def reseal(self, old: CaseKeys, new: CaseKeys) -> None:
        """Move this row to the newest generation, whatever it holds."""
        schema, plaintext = self._open(old)
        self._seal(new, schema, plaintext)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the case was re-keyed meanwhile: nobody could open this row afterwards."""
        with transaction.atomic(using="default"):
            if self.sealed_under < newest_generation(self.case_reference):
                raise Moved
            super().save(*args, **kwargs)

    @property
    def sealed_under(self) -> int:
        """The generation of keys that this row is sealed under."""
        return int.from_bytes(bytes(self.sealed)[_SCHEMA_BYTES:_HEADER_BYTES], "big")

    @property
    def case_reference(self) -> str:
        """The case that this row belongs to."""
        return cast(str, getattr(self, "case_id", self.pk))

    @classmethod
    def of_case(cls, case: str) -> models.QuerySet[Any]:
        """Every row of this table that belongs to the case."""
        belonging = "case" if any(field.name == "case" for field in cls._meta.fields) else "pk"
        return cls._default_manager.filter(**{belonging: case})

    def _seal(self, keys: CaseKeys, schema: int, plaintext: bytes) -> None:
        header = schema.to_bytes(_SCHEMA_BYTES, "big") + keys.generation.to_bytes(4, "big")
        self.sealed = header + keys.seal(plaintext, place=self._place(keys, header))

    def _open(self, keys: CaseKeys) -> tuple[int, bytes]:
        sealed = bytes(self.sealed)
        header, body = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        place = self._place(keys, header)
        plaintext = keys.unseal(body, generation=self.sealed_under, place=place)
        return int.from_bytes(header[:_SCHEMA_BYTES], "big"), plaintext

    def _place(self, keys: CaseKeys, header: bytes) -> bytes:
        if self.case_reference != keys.case:
            raise DoesNotOpen
        return bind("row", self._meta.db_table, self.pk, keys.case, header)


def newest_generation(case: str) -> int:
    """The newest generation granted, 0 for none, holding the grants until the transaction ends.

    Whoever writes a row and whoever re-keys the case lock the same grants, so that no row is
    written under keys that are being taken away (PostgreSQL; SQLite has one writer anyhow).
    """
    grants = Grant.objects.select_for_update().filter(case=case).order_by("pk")
    return max((grant.generation for grant in grants.only("generation")), default=0)
