"""A table whose rows are sealed under a case's keys, each in its own place.

Specified in `docs/formats/payloads.md`. (CONF-1)
"""

from typing import Any, ClassVar, cast

from django.db import models, transaction

from confide.vault.casekeys import CaseKeys
from confide.vault.models.tables import Grant
from confide.vault.payloads import P, Payload
from confide.vault.primitives import DoesNotOpen, bind

_SCHEMA_BYTES = 2
_HEADER_BYTES = 6


class Moved(DoesNotOpen):
    """The case has been given new keys since these were opened: open it again."""


class SealedRow(models.Model):
    """One sealed row of a case, or of something else that has keys of its own, such as a question.

    A row opens only in its own place: table, row, case, generation and schema are authenticated
    with it, so that rows cannot be swapped between cases, nor moved, nor relabelled.
    """

    sealed = models.BinaryField()

    # The foreign key to what this row is a part of; "" for a row that has keys of its own.
    part_of: ClassVar[str] = ""

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
        """The case that this row belongs to, or what else has the keys that it is sealed under."""
        return cast(str, getattr(self, f"{self.part_of}_id") if self.part_of else self.pk)

    @classmethod
    def of_case(cls, case: str) -> models.QuerySet[Any]:
        """Every row of this table that belongs to the case."""
        return cls._default_manager.filter(**{cls.part_of or "pk": case})

    def _seal(self, keys: CaseKeys, schema: int, plaintext: bytes) -> None:
        header = schema.to_bytes(_SCHEMA_BYTES, "big") + keys.generation.to_bytes(4, "big")
        self.sealed = header + keys.seal(plaintext, place=self._place(keys, header))

    def _open(self, keys: CaseKeys) -> tuple[int, bytes]:
        if self.sealed_under > keys.generation:
            raise Moved
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
    grants = Grant.objects.filter(case=case)
    while True:
        held = set(grants.select_for_update().order_by("pk").values_list("generation", flat=True))
        newest: int | None = grants.aggregate(newest=models.Max("generation"))["newest"]
        # Where the wait was for a re-keying, what was held is gone and the newest is not yet held.
        if newest is None or newest in held:
            return newest or 0
