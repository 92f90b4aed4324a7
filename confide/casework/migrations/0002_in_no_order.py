"""Coded rows lie in the order of their random ids, not in that of their making. (STAT-1)

SQLite numbers the rows of a table as they come, unless it is told not to: those numbers, laid
beside the cases', would say which row is whose. A later migration that makes SQLite rebuild this
table has to do this again: a test says so.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = "id varchar(26) NOT NULL PRIMARY KEY, sealed BLOB NOT NULL"


def lay_out(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the empty table again, without the numbers."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE casework_codedfact", params=None)
        made = f"CREATE TABLE casework_codedfact ({COLUMNS}) WITHOUT ROWID"
        schema_editor.execute(made, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(lay_out, migrations.RunPython.noop)]
