"""`confide drill`: what a union runs once a year, to know that its backups can be restored.

The newest backups are restored into a folder that is thrown away; nothing of the service is
touched, nothing is served, and no officer's key is there, so nothing is opened. (RECD-5)
"""

import os
import secrets
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from confide.site.command.backup_restoring import bring_back, hidden
from confide.site.command.backup_unpacking import choose, read_identity, unpack
from confide.site.command.trouble import Trouble


def run(arguments: Namespace) -> int:
    """Restore into a folder that is thrown away, and print what that proved."""
    os.umask(0o077)
    identity = read_identity(arguments.identity)
    with (
        tempfile.TemporaryDirectory(prefix="confide-drill-", dir=arguments.within) as place,
        hidden(Path(place) / "drill") as folder,
    ):
        chosen = choose([arguments.folder], identity)
        unpacked = unpack(chosen, identity, folder)
        with _throw_away_database(chosen.data.about["database"] == "postgresql"):
            report = bring_back(folder, chosen, unpacked)
            good = _good()
    print("\n".join(f"  {line}" for line in report))
    print("No officer's key was there: nothing was opened. The folder is removed.")
    if not good:
        raise Trouble("The drill FAILED: see above what is missing.")
    print("The drill proved that these backups can be restored, and that what went stays gone.")
    return 0


def _good() -> bool:
    from django.db import connections

    from confide.ledger.verify import verify
    from confide.retention.queries.restoring import proved

    good = bool(proved()) and bool(verify())
    connections.close_all()
    return good


@contextmanager
def _throw_away_database(wanted: bool) -> Iterator[None]:
    """For a backup of PostgreSQL a database of its own, beside the service's."""
    named = os.environ.get("CONFIDE_DATABASE", "")
    if not wanted:
        os.environ.pop("CONFIDE_DATABASE", None)
    if not wanted or not named:
        yield
        return
    import psycopg
    from psycopg.conninfo import make_conninfo
    from psycopg.sql import SQL, Identifier

    name = Identifier(drill := f"confide_drill_{secrets.token_hex(8)}")
    try:
        with psycopg.connect(named, autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {}").format(name))
    except psycopg.Error:
        raise Trouble(
            "A database for the drill cannot be made: let this user create databases, or run the "
            "drill where it may."
        ) from None
    try:
        os.environ["CONFIDE_DATABASE"] = make_conninfo(named, dbname=drill)
        yield
    finally:
        os.environ["CONFIDE_DATABASE"] = named
        with psycopg.connect(named, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))
