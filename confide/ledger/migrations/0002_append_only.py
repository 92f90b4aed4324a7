"""The database refuses to change, remove or renumber what the ledger holds.

Whoever owns the database can drop these triggers; they are there against our own mistakes, and
`confide verify` against everybody else. A later migration that makes SQLite rebuild one of the
two tables loses its triggers and has to make them again: a test says so.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("ledger_entry", "ledger_checkpoint")
NEXT = "(SELECT COALESCE(MAX(position) + 1, 0) FROM ledger_entry)"

SQLITE = [
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
] + [
    # Also stops INSERT OR REPLACE, which would replace a row without any DELETE trigger.
    f"""CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry
    WHEN NEW.position <> {NEXT}
    BEGIN SELECT RAISE(ABORT, 'an entry takes the next position'); END""",
    """CREATE TRIGGER ledger_checkpoint_once BEFORE INSERT ON ledger_checkpoint
    WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = NEW.size)
    BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END""",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")),
    "DROP TRIGGER ledger_entry_next",
    "DROP TRIGGER ledger_checkpoint_once",
]

POSTGRESQL = [
    """CREATE FUNCTION ledger_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is only ever added to'; END $$""",
    f"""CREATE FUNCTION ledger_next_position() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.position <> {NEXT} THEN
            RAISE EXCEPTION 'an entry takes the next position';
        END IF;
        RETURN NEW;
    END $$""",
    *(
        f"""CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_added_to()"""
        for table in TABLES
    ),
    """CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_next_position()""",
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_only_added_to ON {table}" for table in TABLES),
    "DROP TRIGGER ledger_entry_next ON ledger_entry",
    "DROP FUNCTION ledger_next_position()",
    "DROP FUNCTION ledger_only_added_to()",
]


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of this database's kind."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def unmake(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
