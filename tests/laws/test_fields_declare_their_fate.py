"""Law: every stored field declares what becomes of it, and under which clause."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import ClassVar

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from confide.policy.fates import Fate
from tests.laws.reading import obeyed


def faults(tables: Iterable[type[models.Model]], clauses: Iterable[str]) -> list[str]:
    """Every field without a fate, fate without a field, and fate that can't be true."""
    known = set(clauses)
    return [fault for table in tables for fault in _faults(table, known)]


def _faults(table: type[models.Model], clauses: set[str]) -> Iterator[str]:
    stored = {field.name: field for field in table._meta.get_fields() if not field.auto_created}
    stored |= {field.name: field for field in table._meta.concrete_fields}
    fates: dict[str, Fate] = {}
    for base in reversed(table.__mro__):
        fates |= vars(base).get("fates", {})
    name = table._meta.label
    yield from (f"{name}.{field} declares no fate" for field in sorted(stored.keys() - fates))
    yield from (f"{name} has no field {field}" for field in sorted(fates.keys() - stored))
    for field in sorted(stored.keys() & fates):
        fate = fates[field]
        if fate.clause not in clauses:
            yield f"{name}.{field} cites {fate.clause}, which is no clause"
        if fate.kind == "sealed" and not isinstance(stored[field], models.BinaryField):
            yield f"{name}.{field} cannot be sealed: it is no BinaryField"
        if not fate.why:
            yield f"{name}.{field} does not say why"


def test_every_field_declares_its_fate() -> None:
    if find_spec("confide.policy.clauses") is None:
        pytest.skip("confide.policy.clauses does not exist yet")
    from confide.policy.clauses import CLAUSES

    obeyed(faults(apps.get_models(), CLAUSES))


@isolate_apps("confide.casework")
def test_a_field_without_a_true_fate_is_found() -> None:
    class Note(models.Model):
        fates: ClassVar[dict[str, Fate]] = {
            "id": Fate("pseudonym", "RECD-2", "a random number"),
            "words": Fate("sealed", "RECD-2", "what was said"),
            "ghost": Fate("counted", "RECD-2", "nothing"),
            "kind": Fate("plain-necessary", "RECD-" + "99", ""),
        }
        words = models.TextField()
        kind = models.TextField()
        name = models.TextField()

        class Meta:
            app_label = "casework"

    assert faults([Note], ["RECD-2"]) == [
        "casework.Note.name declares no fate",
        "casework.Note has no field ghost",
        "casework.Note.kind cites RECD-" + "99, which is no clause",
        "casework.Note.kind does not say why",
        "casework.Note.words cannot be sealed: it is no BinaryField",
    ]


@isolate_apps("confide.casework")
def test_fates_are_inherited_with_the_fields() -> None:
    class Sealed(models.Model):
        fates: ClassVar[dict[str, Fate]] = {
            "id": Fate("pseudonym", "RECD-2", "a random number"),
            "sealed": Fate("sealed", "RECD-2", "what was said"),
        }
        sealed = models.BinaryField()

        class Meta:
            abstract = True
            app_label = "casework"

    class Contact(Sealed):
        class Meta:
            app_label = "casework"

    assert faults([Contact], ["RECD-2"]) == []
