"""`confide backup`: an encrypted copy of everything, while the service goes on. (RECD-2, RECD-5)"""

import errno
import os
import sqlite3
import sys
from argparse import Namespace
from pathlib import Path

from confide.site.command.backup_clearing import clear_leftovers
from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble
from confide.vault import sealed_archive
from confide.vault.backups import RECIPIENT


def run(arguments: Namespace) -> int:
    """Make a backup and say where it is; or, once, the key that backups are sealed to."""
    prepare(arguments.data)
    if arguments.new_key:
        return new_key(arguments.data)
    if arguments.to is None:
        raise Trouble("Say where to: confide backup FOLDER. It may lie on another disk.")
    recipient = _recipient(arguments.key_file or arguments.data / RECIPIENT)
    from confide.ledger.record import Refused
    from confide.retention.actions import backing_up
    from confide.vault.epochs import EpochFault
    from confide.web import clock

    try:
        made = backing_up.back_up(
            arguments.to.absolute(), recipient, keep=arguments.keep, at=clock.now(), tell=tell
        )
    except backing_up.AlreadyRunning:
        raise Trouble("Another backup is being made. This one made nothing.") from None
    except Refused as refused:
        raise Trouble(refused.decision.why()) from None
    except EpochFault as fault:
        raise Trouble(
            f"{fault} Put it back, or restore the newest backup into a new folder. No backup "
            "was made."
        ) from None
    except sealed_archive.Broken:
        raise Trouble(
            "What was read back is not what was written. Check the disk; no backup was made."
        ) from None
    except (OSError, sqlite3.Error) as failure:
        raise Trouble(f"{in_the_way(failure, arguments.to)} No backup was made.") from None
    print(f"The data, {made.attachments} attachments among them:  {made.data}")
    print(f"The shred keys, apart from them:  {made.keys}")
    print(
        "Both were read back from the disk."
        + (f" Removed {made.removed} older." * bool(made.removed))
    )
    clear_leftovers(arguments.data)
    return 0


def new_key(folder: Path) -> int:
    """Make the key that backups are sealed to. Its other half is printed once and kept nowhere."""
    path = folder / RECIPIENT
    identity, recipient = sealed_archive.new_identity()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Trouble(
            f"There is a key already: {path}. Backups made with it open with its own identity; "
            "move the file away only if that is lost."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{recipient}\n")
        file.flush()
        os.fsync(file.fileno())
    print(
        f"\n    {identity}\n\n"
        "This is what backups are opened with. It is shown once. Keep it away from this machine,\n"
        "on paper or in the host's safe: without it no backup can be restored. It opens no case:\n"
        "for that an officer is needed."
    )
    return 0


def tell(what: str, done: int, total: int) -> None:
    """Say how far it is, to somebody who watches."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{what}: {done:,} of {total:,}", end=end, file=sys.stderr)


def in_the_way(failure: Exception, folder: Path) -> str:
    """What a disk's refusal means."""
    number = getattr(failure, "errno", None)
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} or "full" in str(failure):
        return f"There is no room left for {folder}."
    if number == errno.ENOENT:
        return f"There is no {folder}."
    if number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Nothing can be read or written in {folder} by this user."
    return f"The disk or the database failed ({failure})."


def _recipient(path: Path) -> str:
    try:
        return sealed_archive.check_recipient(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise Trouble(
            f"There is no key to seal backups to ({path}). Make one: confide backup --new-key"
        ) from None
    except (OSError, UnicodeDecodeError, sealed_archive.NotAKey):
        raise Trouble(f"{path} is no public key of age: one line that begins with age1.") from None
