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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from confide.site.command.backup import in_the_way, tell
from confide.site.command.backup_clearing import drill_place
from confide.site.command.backup_restoring import bring_back, hidden
from confide.site.command.backup_unpacking import Unpacked, choose, read_identity, unpack
from confide.site.command.ending import end_in_order
from confide.site.command.trouble import Trouble
from confide.vault.backups import DATA, KEYS, found_in
from confide.web import clock

if TYPE_CHECKING:
    import psycopg

_DRILL: Final = "confide_drill_"
_STAMP: Final = "%Y%m%d%H%M%S"
_DIGITS: Final = 14
# No drill takes as long: what is older was left by one that was killed.
_LONGEST: Final = timedelta(days=1)


def run(arguments: Namespace) -> int:
    """Restore into a folder that is thrown away, and print what that proved."""
    os.umask(0o077)
    end_in_order()
    identity = read_identity(arguments.identity)
    began = monotonic()
    with _place(arguments.within) as folder:
        chosen = choose([arguments.folder], identity)
        unpacked = unpack(chosen, identity, folder, tell=tell)
        with _throw_away_database(chosen.data.about["database"] == "postgresql"):
            report = bring_back(folder, chosen, unpacked)
            good, kept = _good(unpacked), _kept(arguments.folder)
            moment = chosen.data.moment()
    lines = [f"The identity opens these backups of {arguments.folder}.", *report, kept.said]
    print("\n".join(f"  {line}" for line in lines))
    print("No officer's key was there: nothing was opened. The folder is removed.")
    if kept.too_long:
        raise Trouble(
            f"The drill FAILED: {kept.too_long} copies of the shred keys are older than students "
            "were told. Delete them, here and wherever else they were copied to."
        )
    if not good:
        raise Trouble("The drill FAILED: see above what is missing.")
    print(
        f"In {monotonic() - began:.0f} seconds the drill proved that the service as it was on "
        f"{moment} can be restored from these backups, and that what was destroyed stays destroyed."
    )
    return 0


@dataclass(frozen=True, slots=True)
class _Kept:
    said: str
    too_long: int


def _kept(folder: Path) -> _Kept:
    from django.conf import settings

    from confide.retention.queries import local_day
    from confide.retention.queries.restoring import past_horizon

    data, keys = (len(found_in(folder / kind)) for kind in (DATA, KEYS))
    too_long = len(past_horizon(folder / KEYS, local_day(clock.now())))
    days = settings.POLICY.records.destruction_horizon_days
    return _Kept(
        f"Copies kept here: {data} of the data, {keys} of the shred keys. Of those of the keys "
        f"past the {days} days that students are told of: {too_long}.",
        too_long,
    )


def _good(unpacked: Unpacked) -> bool:
    from django.db import connections

    from confide.ledger.verify import verify
    from confide.retention.queries.restoring import proved

    good = bool(proved(unpacked.tombstones)) and bool(verify(unpacked.witnesses))
    connections.close_all()
    return good


@contextmanager
def _place(within: Path | None) -> Iterator[Path]:
    try:
        with drill_place(within) as place, hidden(place / "drill") as folder:
            yield folder
    except OSError as failure:
        raise Trouble(in_the_way(failure, within or Path(tempfile.gettempdir()))) from None


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

    name = Identifier(drill := f"{_DRILL}{clock.now():{_STAMP}}_{secrets.token_hex(8)}")
    try:
        with psycopg.connect(named, autocommit=True) as connection:
            _drop_leftovers(connection)
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


def _drop_leftovers(connection: "psycopg.Connection[Any]") -> None:
    """Drop what killed drills left: this user’s, named as a drill’s, a day old, used by nobody.

    A database has no date of its own, so that the name tells when its drill began.
    """
    import psycopg
    from psycopg.sql import SQL, Identifier

    asked = """
        SELECT datname FROM pg_database
        WHERE starts_with(datname, %s) AND pg_get_userbyid(datdba) = current_user
        AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = pg_database.oid)
    """
    for (name,) in connection.execute(asked, [_DRILL]).fetchall():
        began = _began(name)
        if began is None or began > clock.now() - _LONGEST:
            continue
        try:
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(name)))
        except psycopg.Error:
            print(f"{name}, which a drill left, cannot be dropped. Drop it by hand.")
        else:
            print(f"Dropped {name}, which a drill left that did not come to its end.")


def _began(name: str) -> datetime | None:
    try:
        return datetime.strptime(name.removeprefix(_DRILL)[:_DIGITS], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
