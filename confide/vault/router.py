"""Which table lies in which database: shred keys and tombstones in `keys`, all else in `default`.

The two are kept, copied and restored apart, which is what makes destruction reach into backups of
the rest. (RECD-5)
"""

from typing import Any

from django.db.models import Model

_IN_KEYS = {"shredkey", "tombstone"}


class KeysRouter:
    """Django's router for the two databases."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        """The one database that the table is in."""
        return _home(model._meta.app_label, model._meta.model_name)

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **_hints: Any) -> bool:
        """Relations only within one database."""
        return self.db_for_read(type(one)) == self.db_for_read(type(other))

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_hints: Any
    ) -> bool:
        """Make each table in its own database and nowhere else."""
        return db == _home(app_label, model_name)


def _home(app_label: str, model_name: str | None) -> str:
    return "keys" if app_label == "vault" and model_name in _IN_KEYS else "default"
