"""Waiting for nobody in an emergency. No row changes, so there is no entry. (P9)"""

from contextlib import suppress
from typing import Final

from django.db import DatabaseError, connections

_A_MOMENT: Final = 3000


def wait_only_a_moment() -> None:
    """Within this request, wait for another writer three seconds at most, and not twenty.

    The connection is closed after the request, and the wait with it.
    """
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {_A_MOMENT}")
