"""The database refuses to change or remove what was published. (STAT-2)

Whoever owns the database can drop these triggers; they are there against our own mistakes. A later
migration that makes SQLite rebuild the table has to make them again: a test says so.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATEMENTS = {
    "sqlite": [
        f"""CREATE TRIGGER statistics_release_no_{verb.lower()} BEFORE {verb} ON statistics_release
        BEGIN SELECT RAISE(ABORT, 'what was published stays'); END"""
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        """CREATE FUNCTION statistics_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what was published stays'; END $$""",
        """CREATE TRIGGER statistics_release_stays BEFORE UPDATE OR DELETE ON statistics_release
        FOR EACH ROW EXECUTE FUNCTION statistics_release_stays()""",
    ],
}
BACK = {
    "sqlite": [f"DROP TRIGGER statistics_release_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [
        "DROP TRIGGER statistics_release_stays ON statistics_release",
        "DROP FUNCTION statistics_release_stays()",
    ],
}


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of this database's kind."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unmake(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
