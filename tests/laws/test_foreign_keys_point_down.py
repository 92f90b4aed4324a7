"""Law: foreign keys point down the house too; a key given as a string is no import."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.laws.reading import floors, obeyed


def faults(tables: Iterable[type[models.Model]]) -> list[str]:
    """Every relation that points to a floor above, or to a neighbour on the same floor."""
    height = {name: floor for floor, names in enumerate(reversed(floors())) for name in names}
    return [
        f"{table._meta.label}.{field.name} points at {field.related_model._meta.label}"
        for table in tables
        for field in table._meta.get_fields()
        if field.is_relation and not field.auto_created
        if _rises(height, table, field.related_model)
    ]


def _rises(height: dict[str, int], table: type[models.Model], to: type[models.Model]) -> bool:
    here, there = table._meta.app_label, to._meta.app_label
    return here != there and height[there] >= height[here]


def test_foreign_keys_point_down() -> None:
    obeyed(faults(apps.get_models()))


@isolate_apps("confide.casework", "confide.retention")
def test_a_foreign_key_that_points_up_is_found() -> None:
    class Certificate(models.Model):
        class Meta:
            app_label = "retention"

    class Contact(models.Model):
        certificate = models.ForeignKey("retention.Certificate", models.CASCADE)

        class Meta:
            app_label = "casework"

    assert faults([Certificate]) == []
    assert faults([Contact]) == ["casework.Contact.certificate points at retention.Certificate"]


@isolate_apps("confide.vault", "confide.ledger")
def test_a_foreign_key_to_a_neighbour_is_found() -> None:
    class Line(models.Model):
        class Meta:
            app_label = "ledger"

    class Ring(models.Model):
        line = models.OneToOneField(Line, models.CASCADE)

        class Meta:
            app_label = "vault"

    assert faults([Ring]) == ["vault.Ring.line points at ledger.Line"]
