"""`confide restore`: a service out of its backups, on a bare machine. (RECD-2, RECD-5)

(0) Everything happens in a hidden folder beside the one that was asked for. While `backup.json`
    lies in it, no command uses it.
(1) The data and the newest shred keys are unpacked, and checked to their last byte.
(2) The ledger is held against every witness; an older history needs two people's declaration.
(3) What is known to have been destroyed is destroyed again.
(4) Only then does the folder get its name, and only then can it be served.
"""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confide.site.command.backup import tell
from confide.site.command.backup_clearing import restoring_into, throw_away
from confide.site.command.backup_unpacking import (
    Chosen,
    Unpacked,
    choose,
    read_identity,
    unpack,
)
from confide.site.command.ending import end_in_order
from confide.site.command.preparing import check_kind, prepare
from confide.site.command.trouble import Trouble
from confide.vault.backups import ABOUT

if TYPE_CHECKING:
    from confide.ledger.examine import Finding
    from confide.retention.queries.restoring import Proved


def run(arguments: Namespace) -> int:
    """Restore, and say what was found."""
    os.umask(0o077)
    end_in_order()
    identity = read_identity(arguments.identity)
    target = arguments.data.absolute()
    with hidden(target) as folder:
        chosen = choose(arguments.sources, identity)
        unpacked = unpack(chosen, identity, folder, tell=tell)
        unpacked.witnesses |= _outside(arguments.witness)
        report = bring_back(folder, chosen, unpacked, new_epoch=arguments.new_epoch)
        _finish(folder, target)
    print("\n".join(report))
    print(
        f"\nThe service is restored in {target}, as it was on {chosen.data.moment()}.\n"
        "What was done after that is not in it: have officers look through what ended since\n"
        "(consents that were withdrawn, shares, terms of office) before anybody relies on it.\n"
        f"Next: confide serve --data {target}"
    )
    return 0


@contextmanager
def hidden(target: Path) -> Iterator[Path]:
    """A folder beside the one that was asked for, which is gone whatever happens."""
    folder = restoring_into(target)
    try:
        if target.exists() and any(target.iterdir()):
            raise Trouble(f"{target} is not empty. Restore into a new folder.")
        # What a killed one left: it never had a name that is served.
        throw_away(folder)
        folder.mkdir(mode=0o700)
    except OSError as failure:
        raise Trouble(f"{folder} cannot be made: {failure.strerror}.") from None
    try:
        yield folder
    finally:
        throw_away(folder)


def bring_back(
    folder: Path, chosen: Chosen, unpacked: Unpacked, *, new_epoch: bool = False
) -> list[str]:
    """(2) and (3), in the folder that was unpacked. Answers what to tell, or raises `Trouble`."""
    _load(folder, chosen)
    from confide.retention import actions
    from confide.retention.actions import _replaying, restoring
    from confide.retention.queries.restoring import proved
    from confide.vault.epochs import EpochFault
    from confide.web import clock

    at = clock.now()
    said = [f"Data of {chosen.data.day}, shred keys {_keys_of(chosen)}: whole, to the last byte."]
    if newer := chosen.newer_beside():
        said.append(
            f"A newer copy of the shred keys was not named: {newer}. What was destroyed since the "
            "one that was opens again in what is restored here. Unless you mean that, remove the "
            "new folder, and name the newer copy."
        )
    said.append(_agree_on_history(unpacked, new_epoch))
    try:
        restoring.enter_restored(at)
        again = _replaying.replay(unpacked.tombstones, at=at, tell=tell)
        caught = actions.resume(at)
    except EpochFault as fault:
        raise Trouble(f"{fault} Use another copy of the shred keys.") from None
    said.append(f"Cases that the copy brought back and that were destroyed again: {again}.")
    if caught.destroyed:
        said.append(f"Cases whose time ended meanwhile, and that went: {caught.destroyed}.")
    if caught.refused:
        said.append(f"{caught.refused.why()} {caught.refused.what_instead()}")
    found = proved(unpacked.tombstones)
    if found.risen or found.left:
        raise Trouble("Not everything that was destroyed could be destroyed again.")
    return [*said, *lines(found)]


def lines(found: "Proved") -> list[str]:
    """What was proved, in words."""
    said = [
        f"Living cases: {found.living}. Of those without a shred key: {len(found.without_key)}.",
        f"Destroyed for good: {found.tombstones}. Of those with a key, a row, a grant or a file: "
        f"{len(found.risen)}.",
        f"Sealed attachments: {found.files}.",
    ]
    if found.without_key:
        said.append(
            "Those without a shred key were opened after the keys were copied. Nobody can open "
            "them; a newer copy of the keys would."
        )
    if found.damaged:
        said.append(f"{found.damaged} Use another copy of the shred keys.")
    return said


def _load(folder: Path, chosen: Chosen) -> None:
    in_postgresql = chosen.data.about["database"] == "postgresql"
    named = os.environ.get("CONFIDE_DATABASE", "")
    if in_postgresql and not named:
        raise Trouble("This backup is of PostgreSQL: name an empty one in CONFIDE_DATABASE.")
    if named and not in_postgresql:
        raise Trouble("This backup is of SQLite: leave CONFIDE_DATABASE out.")
    if in_postgresql:
        _check_empty(named)
    prepare(folder, any_kind=True, restoring=True)
    if in_postgresql:
        _fill(folder, chosen)
    check_kind(folder)


def _check_empty(conninfo: str) -> None:
    import psycopg

    try:
        with psycopg.connect(conninfo, connect_timeout=5) as connection:
            asked = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            row = connection.execute(asked).fetchone()
    except psycopg.Error:
        raise Trouble("The database in CONFIDE_DATABASE cannot be reached.") from None
    if row is None or row[0]:
        raise Trouble("The database in CONFIDE_DATABASE is not empty. Make a new one for this.")


def _fill(folder: Path, chosen: Chosen) -> None:
    from django.db import DatabaseError

    from confide.retention.actions import _snapshots

    if _snapshots.applied() != chosen.data.about["migrations"]:
        raise Trouble(
            f"{chosen.data.path} was made by an older version of Confide. Restore it with that "
            "version, then install this one."
        )
    try:
        _snapshots.load_tables(folder / "tables")
    except (DatabaseError, OSError):
        raise Trouble("The tables could not be filled. Nothing was restored.") from None


def _agree_on_history(unpacked: Unpacked, new_epoch: bool) -> str:
    """(2) Answers what to tell of the ledger."""
    from confide.ledger.verify import verify
    from confide.retention.queries.restoring import lost_witnesses

    outside = unpacked.witnesses
    finding = verify(outside)
    lost = lost_witnesses(outside, finding) if finding.kind == "truncated" else []
    if lost and new_epoch:
        _declare(lost)
        finding = verify(outside)
    elif lost:
        raise Trouble(
            f"{finding} So this copy is older than what was witnessed. Look for a newer one. If "
            "there is none, two people in office declare together what was lost: --new-epoch"
        )
    if not finding and finding.witness in outside:
        raise Trouble(f"{finding} Nothing was restored.")
    return _of_ledger(finding)


def _of_ledger(finding: "Finding") -> str:
    if finding:
        return f"The ledger: {finding}"
    return f"THE LEDGER IS NOT AS IT WAS: {finding} It is kept as it is, as the evidence."


def _declare(lost: list[Any]) -> None:
    """Two people, each with their own passphrase, commit the ledger to what was witnessed."""
    from confide.ledger.record import Refused
    from confide.retention.actions.restoring import continue_history
    from confide.web import clock

    at = clock.now()
    print("Two people in office declare that what was witnessed after this copy is lost.")
    first, second = _somebody("The first", at), _somebody("The second", at)
    for witness in sorted(lost, key=lambda each: int(each.size)):
        try:
            continue_history(first, second, size=witness.size, root=witness.root, at=at)
        except Refused as refused:
            raise Trouble(f"{refused.decision.why()} Nothing was restored.") from None


def _somebody(which: str, at: Any) -> Any:
    from django.utils import timezone

    from confide.team.queries import acting_with, ring_for
    from confide.vault import rings

    name = _ask(f"{which} person's sign-in name: ")
    unlocked = rings.unlock(ring_for(name), _ask(f"{which} person's passphrase: ", secret=True))
    on = timezone.localtime(at).date()
    acting = acting_with(unlocked, started_at=at, on=on) if unlocked else None
    if acting is None:
        raise Trouble("Name and passphrase do not belong together. Nothing was restored.")
    return acting


def _ask(question: str, *, secret: bool = False) -> str:
    if secret and sys.stdin.isatty():
        return getpass.getpass(question)
    print(question, end="", flush=True)
    return sys.stdin.readline().strip()


def _keys_of(chosen: Chosen) -> str:
    return f"of {chosen.keys[0].day}" if chosen.living is None else "that outlived the rest"


def _outside(paths: list[Path]) -> dict[str, str]:
    try:
        return {str(path): path.read_text(encoding="utf-8") for path in paths}
    except (OSError, UnicodeDecodeError) as unreadable:
        raise Trouble(f"A checkpoint cannot be read: {unreadable}") from None


def _finish(folder: Path, target: Path) -> None:
    """(4)"""
    from django.db import connections

    from confide.vault.epochs import sync_folder

    connections.close_all()
    (folder / ABOUT).unlink()
    # All that was written, at once: ten thousand files one by one would take the night.
    os.sync()
    folder.rename(target)
    sync_folder(target.parent)
