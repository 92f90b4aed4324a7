"""The one command: `confide init | serve | demo | nightly | mail | verify | policy | …`.

Written for a union's office manager: each command says what it does, what it has done, and what to
do about whatever is in its way. Django is loaded only once the data folder is known.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from confide.site.command.trouble import Trouble

if TYPE_CHECKING:
    _Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

USUAL = Path("/var/lib/confide")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Answers 0 if it did what it says, 1 if something was in the way."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Trouble as trouble:
        print(f"confide: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nconfide: stopped.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="confide",
        description="Casework in confidence for a students' union.",
        epilog="Start with `confide demo`, which needs nothing and leaves nothing behind.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _demo(commands)
    _init(commands)
    _serve(commands)
    _nightly(commands)
    _mail(commands)
    _verify(commands)
    _policy(commands)
    _register(commands)
    _figures(commands)
    _backup(commands)
    _restore(commands)
    _drill(commands)
    return parser


def _demo(commands: "_Commands") -> None:
    demo = commands.add_parser(
        "demo",
        help="try it out with believable people, in a folder that is thrown away",
        description="Makes a service with officers and some forty cases, and serves both sides "
        "on this machine only. Everything is gone when you stop it.",
    )
    demo.add_argument("--public-port", type=int, default=8000, metavar="PORT")
    demo.add_argument("--officers-port", type=int, default=8001, metavar="PORT")
    demo.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="make it in this folder, and keep it"
    )
    demo.add_argument("--only-make", action="store_true", help="make it, but do not serve it")
    demo.set_defaults(run=_later("demonstrating"))


def _init(commands: "_Commands") -> None:
    init = commands.add_parser(
        "init",
        help="found a service: the first steward, the recovery sheets, the keys",
        description="Asks for the first steward's name, and prints what is shown only once: the "
        "steward's invitation, and a sheet of words for each trustee of the recovery.",
    )
    _folder(init)
    init.add_argument("--steward", metavar="NAME", help="the first steward's name")
    init.add_argument("--sign-in-name", metavar="NAME", help="small letters, such as pat")
    init.add_argument("--until", metavar="YYYY-MM-DD", help="the last day of the steward's term")
    init.add_argument("--trustees", type=int, default=3, metavar="N", help="sheets (usually 3)")
    init.set_defaults(run=_later("founding"))


def _serve(commands: "_Commands") -> None:
    serve = commands.add_parser(
        "serve",
        help="serve the public and the officers' pages",
        description="Finishes what the night left unfinished, then serves both sides. Put a web "
        "server with https in front of it: browsers refuse to sign in without.",
    )
    _folder(serve)
    serve.add_argument("--side", choices=["public", "officers", "both"], default="both")
    serve.add_argument("--address", default="127.0.0.1")
    serve.add_argument("--public-port", type=int, default=8000, metavar="PORT")
    serve.add_argument("--officers-port", type=int, default=8001, metavar="PORT")
    serve.set_defaults(run=_later("serving"))


def _nightly(commands: "_Commands") -> None:
    nightly = commands.add_parser(
        "nightly",
        help="the night's work: destroy what is due, end what has lapsed, make a checkpoint",
        description="Run it once a night. It holds no keys. If the clock looks wrong it destroys "
        "nothing, and says so.",
    )
    _folder(nightly)
    nightly.add_argument(
        "--on", metavar="YYYY-MM-DD", help="as if it were that day (a demonstration only)"
    )
    nightly.add_argument(
        "--date-is-right", action="store_true", help="a caseworker has looked at today's date"
    )
    nightly.set_defaults(run=_later("nightly"))


def _mail(commands: "_Commands") -> None:
    mail = commands.add_parser(
        "mail",
        help="the day's one mail to every officer, the same whether or not anything happened",
        description="Run it once a day, always at the same time. CONFIDE_MAIL names the mail "
        "server.",
    )
    _folder(mail)
    mail.set_defaults(run=_later("mailing"))


def _verify(commands: "_Commands") -> None:
    verify = commands.add_parser(
        "verify",
        help="check that every entry of the ledger is in its place",
        description="With checkpoints that were kept elsewhere, cutting off the end and rolling "
        "back are found too. The first entry at fault is named.",
    )
    _folder(verify)
    verify.add_argument("--key", metavar="KEY", help="the ledger's public key, as it was printed")
    verify.add_argument("checkpoints", nargs="*", type=Path, metavar="CHECKPOINT")
    verify.set_defaults(run=_later("verifying"))


def _policy(commands: "_Commands") -> None:
    policy = commands.add_parser(
        "policy",
        help="check a policy.toml before you use it",
        description="Names every key that is wrong, its line, and the clause that does not allow "
        "it.",
    )
    policy.add_argument("file", type=Path, metavar="FILE")
    policy.set_defaults(run=_later("terms"))


def _register(commands: "_Commands") -> None:
    register = commands.add_parser(
        "register",
        help="print the register of processing, for the data protection officer",
        description="Says what is stored, whether it is sealed, why and how long, from the program "
        "itself and the policy.toml of the data folder, if one is named.",
    )
    register.add_argument("--data", type=Path, metavar="FOLDER", help="the data folder")
    register.add_argument(
        "--assessment", action="store_true", help="print the impact assessment instead"
    )
    register.set_defaults(run=_later("registering"))


def _figures(commands: "_Commands") -> None:
    figures = commands.add_parser(
        "figures",
        help="audit tables that were made elsewhere",
        description="For tables of any service: CSV with a description in TOML.",
    )
    audit = figures.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "audit",
        help="what all of these tables together give away",
        description="Name every table that was ever released. Answers 0 if nothing about few "
        "people is certain, 3 if something is or could not be decided, 1 if the tables cannot be "
        "read.",
    )
    audit.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a description (TOML)")
    audit.add_argument(
        "--fewest", type=int, default=5, metavar="N", help="fewer people than this are few (5)"
    )
    audit.add_argument(
        "--known", type=int, default=5, metavar="N", help="one reader may know so many of them (5)"
    )
    audit.add_argument("--seconds", type=float, default=600, metavar="N", help="at most (600)")
    audit.set_defaults(run=_later("figures"))


def _backup(commands: "_Commands") -> None:
    backup = commands.add_parser(
        "backup",
        help="make an encrypted copy of everything, while the service goes on",
        description="Writes the data into FOLDER/data and the shred keys, apart from them, into "
        "FOLDER/keys. Both are sealed to a key whose other half is kept away from this machine.",
    )
    _folder(backup)
    backup.add_argument("to", nargs="?", type=Path, metavar="FOLDER", help="where to")
    backup.add_argument("--new-key", action="store_true", help="make the key, once, and print it")
    backup.add_argument("--key-file", type=Path, metavar="FILE", help="another public key of age")
    backup.add_argument(
        "--keep", type=int, default=14, metavar="N", help="copies of the data to keep (14)"
    )
    backup.set_defaults(run=_later("backup"))


def _restore(commands: "_Commands") -> None:
    restore = commands.add_parser(
        "restore",
        help="bring a service back from its backups, in a new folder",
        description="Takes the newest data and shred keys of a backup's folder, or the files that "
        "you name; a folder with a keys.sqlite3 that outlived the rest counts as the newest keys. "
        "What was destroyed is destroyed again before the folder gets its name.",
    )
    restore.add_argument("sources", nargs="+", type=Path, metavar="FROM")
    restore.add_argument("--data", type=Path, required=True, metavar="NEW_FOLDER")
    _identity(restore)
    restore.add_argument(
        "--witness",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a checkpoint that was kept elsewhere",
    )
    restore.add_argument(
        "--new-epoch",
        action="store_true",
        help="two people are here to declare what was lost since this copy",
    )
    restore.set_defaults(run=_later("backup_restoring"))


def _drill(commands: "_Commands") -> None:
    drill = commands.add_parser(
        "drill",
        help="try, once a year, whether the newest backups can be restored",
        description="Restores into a folder that is thrown away and says what that proved. "
        "Touches nothing of the service, and opens no case.",
    )
    drill.add_argument("folder", type=Path, metavar="FOLDER", help="where the backups are")
    _identity(drill)
    drill.add_argument(
        "--within", type=Path, metavar="FOLDER", help="where there is room, meanwhile"
    )
    drill.set_defaults(run=_later("backup_drilling"))


def _identity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--identity",
        type=Path,
        required=True,
        metavar="FILE",
        help="what `confide backup --new-key` printed, in a file",
    )


def _folder(parser: argparse.ArgumentParser) -> None:
    usual = Path(os.environ.get("CONFIDE_DATA", USUAL))
    parser.add_argument(
        "--data", type=Path, default=usual, metavar="FOLDER", help=f"the data folder ({usual})"
    )


def _later(name: str) -> "_Run":
    return _Run(name)


class _Run:
    """Loads a command's module when it is run, since each of them loads Django."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, arguments: argparse.Namespace) -> int:
        """Run it."""
        from importlib import import_module

        module = import_module(f"confide.site.command.{self.name}")
        return int(module.run(arguments))
