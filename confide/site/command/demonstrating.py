"""`confide demo`: believable people, in a folder that is thrown away."""

import shutil
import sys
import tempfile
import textwrap
from argparse import Namespace
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from confide.site.command.ending import end_in_order
from confide.site.command.preparing import prepare
from confide.site.command.serving import check_port, serve_both
from confide.site.command.trouble import Trouble

ADDRESS = "127.0.0.1"


def run(arguments: Namespace) -> int:
    """Make a demonstration, serve it on this machine only, and throw it away."""
    ports = {"public": arguments.public_port, "officers": arguments.officers_port}
    if not arguments.only_make:
        for port in ports.values():
            check_port(ADDRESS, port)
    end_in_order()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="confide-demonstration-"))
    try:
        made = make(folder)
        print(_welcome(folder, ports, made, tomorrow()), flush=True)
        return 0 if arguments.only_make else serve_both(folder, ADDRESS, ports)
    finally:
        if arguments.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Made:
    """Name, post, sign-in name and passphrase of those in office; the words of two students."""

    people: list[tuple[str, str, str, str]]
    words: list[tuple[str, str]]


def make(folder: Path) -> Made:
    """Make it."""
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"The folder {folder} is not empty. Name another with --keep.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    from confide.site.demonstration import loading

    (folder / "DEMONSTRATION").touch()
    (folder / "policy.toml").write_text(loading.policy(), encoding="utf-8")
    prepare(folder, new=True)
    from django.conf import settings

    from confide.site.demonstration.counting import count
    from confide.site.demonstration.playing import play
    from confide.site.demonstration.staff import Staff
    from confide.web import clock

    print("Making a service with invented people; it takes less than a minute.", flush=True)
    now = clock.now()
    told = loading.load(settings.POLICY)
    staff = Staff(told, now.date())
    _tell("Founding the service")
    staff.found()
    words = play(told, staff, made_at=now, told=lambda words: _tell(f"Two years go by: {words}"))
    _tell("Counting what was done")
    count(staff, made_at=now)
    _tell("")
    posts = {post.key: post.title for post in settings.POLICY.posts}
    people = [
        (each.name, posts.get(each.post, "Steward"), each.sign_in_name, staff.passphrases[each.key])
        for each in told.officers
        if 0 in each.terms
    ]
    return Made(people, [(each.student, words[each.key]) for each in told.requests])


def tomorrow() -> date:
    """The day of the next night's work."""
    from confide.web import clock

    return clock.now().date() + timedelta(days=1)


def _welcome(folder: Path, ports: dict[str, int], made: Made, on: date) -> str:
    lines = [
        "Confide, with invented people. Everything is gone when you stop it with Ctrl-C.",
        "",
        f"  For students:  http://localhost:{ports['public']}/",
        f"  For officers:  http://localhost:{ports['officers']}/",
        "",
        "  Sign in as     with the passphrase",
    ]
    for name, post, sign_in_name, passphrase in made.people:
        lines += [f"  {sign_in_name:<14} {passphrase}", f"  {'':<14} {name}, {post}"]
    lines += ["", "  Two students asked by themselves. Their own words, to come back with:"]
    for name, words in made.words:
        lines += [f"  {name or 'No name given'}:", f"    {words}"]
    lines += [
        "",
        "  The next night, when one case is due:",
        textwrap.indent(f"confide nightly --data {folder} --on {on}", "    "),
        "",
    ]
    return "\n".join(lines)


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
