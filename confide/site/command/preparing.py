"""Getting ready for work in a data folder: permissions, terms, current tables. (RECD-2)"""

import os
import resource
import sqlite3
from pathlib import Path

from confide.policy.reading import TermsError
from confide.site.command.trouble import Trouble
from confide.vault.backups import ABOUT
from confide.web import mail_server

FOUNDED = "ledger.key"


def prepare(
    folder: Path,
    *,
    side: str = "officers",
    new: bool = False,
    any_kind: bool = False,
    restoring: bool = False,
) -> None:
    """Load the product for a data folder, or say what is in the way.

    Only a restore (`restoring`) may go on with what was unpacked and not destroyed again yet.

    Nothing that this process writes can be read by others, and if it crashes it leaves no core:
    a core would hold whatever an officer was reading.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _check_folder(folder, new=new)
    if not restoring:
        _check_whole(folder)
    if not new and not restoring:
        _check_databases(folder)
    os.environ["CONFIDE_SIDE"] = side
    check_mail(os.environ.get("CONFIDE_MAIL", ""))
    load(folder)
    bring_up_to_date()
    if not any_kind:
        check_kind(folder)


def load(folder: Path) -> None:
    """Load the product with a data folder's terms, and touch no database."""
    check_terms(folder / "policy.toml")
    os.environ["CONFIDE_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "confide.site.settings"
    import django

    django.setup()


def check_terms(file: Path) -> None:
    """Say everything that is wrong with a policy file, if it is there."""
    from confide.policy import terms

    try:
        if file.exists():
            terms.parse(file.read_text(encoding="utf-8"))
    except TermsError as wrong:
        raise Trouble(f"{file} cannot be used as it is.\n{wrong}") from None
    except (OSError, UnicodeDecodeError):
        raise Trouble(
            f"{file} cannot be read. Check who owns it; it is plain UTF-8 text."
        ) from None


def check_mail(text: str) -> None:
    """Say what is wrong with the mail server that was named, if one was."""
    try:
        mail_server.read(text)
    except mail_server.MailError as wrong:
        raise Trouble(str(wrong)) from None


def bring_up_to_date() -> None:
    """Bring the tables of both databases up to date, and check that deletion deletes."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from confide.vault import shred

    try:
        for database in ("default", "keys"):
            call_command("migrate", database=database, verbosity=0)
        shred.check_pragmas()
    except (DatabaseError, sqlite3.Error):
        raise Trouble(
            "The database cannot be opened. Check that it runs, that the data folder belongs to "
            "this user, and that the disk is not full."
        ) from None


def check_kind(folder: Path) -> None:
    """Say so where a real service is to run as a demonstration, or the other way about."""
    from django.conf import settings

    from confide.team.queries import founded_as_demonstration

    was_one = founded_as_demonstration()
    if was_one is False and settings.DEMONSTRATION:
        raise Trouble(
            f"A real service was founded in {folder}, and yet the file DEMONSTRATION lies there. "
            "Take the file away: it would let cookies go without https and nights have any date."
        )
    if was_one and not settings.DEMONSTRATION:
        raise Trouble(
            f"A demonstration was founded in {folder}. It does not become a real service: found "
            "one in another folder with `confide init`."
        )


def _check_folder(folder: Path, *, new: bool) -> None:
    try:
        if new:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        founded = (folder / FOUNDED).exists()
        list(folder.iterdir())
    except FileNotFoundError:
        raise Trouble(f"There is no folder {folder}. `confide init` makes it.") from None
    except (PermissionError, NotADirectoryError, FileExistsError):
        raise Trouble(
            f"The folder {folder} cannot be read by this user. Run confide as the user who owns "
            "it, or name another folder with --data."
        ) from None
    if not os.access(folder, os.W_OK):
        raise Trouble(f"Nothing can be written to {folder}. Check who owns it.")
    if not new and not founded:
        raise Trouble(f"There is no service in {folder} yet. `confide init` founds one.")
    if new and founded:
        raise Trouble(f"There is a service in {folder} already. Nothing was changed.")


def _check_whole(folder: Path) -> None:
    # Every archive of the data begins with this file, and a restore takes it away last: so what was
    # unpacked by hand, or by a restore that was killed, is never served.
    if (folder / ABOUT).exists():
        raise Trouble(
            f"What lies in {folder} was unpacked from a backup. What was destroyed since is not "
            "destroyed in it, so it is not used. `confide restore` sees to that: run it into a new "
            "folder."
        )


def _check_databases(folder: Path) -> None:
    # A service makes them before it is one. Were an empty one made in the place of one that was
    # lost, no case would open, and its backups would come to stand in the place of good ones.
    elsewhere = bool(os.environ.get("CONFIDE_DATABASE"))
    names = ("keys.sqlite3",) if elsewhere else ("confide.sqlite3", "keys.sqlite3")
    for name in names:
        if not (folder / name).exists():
            raise Trouble(
                f"{folder / name} is missing. Put it back, or restore the newest backup into a new "
                "folder with `confide restore`. Until then nothing is served, and no backup takes "
                "the place of a good one."
            )
