"""Wiping what the database itself keeps of deleted rows. No row changes, so there is no entry."""

from django.db import OperationalError, connections


def wipe_traces(*, patiently: bool = False) -> None:
    """Empty SQLite's write-ahead log, which still holds pages as they were before the deletion.

    They are sealed and their key is gone; but what need not lie about should not. In a request
    it waits for nobody, and the night does it again.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        waits = int(cursor.fetchone()[0])
        try:
            cursor.execute(f"PRAGMA busy_timeout = {waits if patiently else 0}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:
            pass
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {waits}")
