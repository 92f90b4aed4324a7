"""`confide init`: found a service. What it prints is shown once and kept nowhere. (HOUR-3)"""

import re
import sys
import textwrap
from argparse import Namespace
from datetime import date, timedelta

from confide.policy import office
from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble

_SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,38}[a-z0-9]")


def run(arguments: Namespace) -> int:
    """Found a service in the data folder."""
    name = arguments.steward or _ask("The first steward's name: ")
    sign_in_name = arguments.sign_in_name or _ask("Their sign-in name (small letters): ")
    if not _SIGN_IN_NAME.fullmatch(sign_in_name):
        raise Trouble("A sign-in name is three to forty small letters, digits, dots or hyphens.")
    if not 2 <= arguments.trustees <= 9:
        raise Trouble("There are between two and nine trustees; any two of them suffice.")
    until = _until(arguments.until)
    prepare(arguments.data, new=True)
    invitation, sheets, key = found(name, sign_in_name, until, trustees=arguments.trustees)
    _print_sheets(sheets)
    print(f"\nThe service is founded in {arguments.data}.")
    if (arguments.data / "DEMONSTRATION").exists():
        print("The file DEMONSTRATION lies there: this is a demonstration, and stays one.")
    print(f"\n  Sign-in name: {sign_in_name}\n  Invitation:   {invitation}\n")
    print(
        "Write the invitation down for the steward: it is shown once, and good for one sign-in.\n"
        f"Print the ledger's public key too, and keep it with the sheets:\n\n  {key}\n\n"
        "Next: `confide serve`, and `confide nightly` once a night."
    )
    return 0


def found(
    name: str, sign_in_name: str, until: date, *, trustees: int
) -> tuple[str, list[str], str]:
    """Found it. Answers the steward's invitation, the trustees' sheets, the ledger's public key."""
    from django.conf import settings
    from django.utils import timezone

    from confide.ledger import checkpoint
    from confide.team import actions
    from confide.team.actions.terms import Appointment
    from confide.vault import recovery
    from confide.web import clock

    now = clock.now()
    made = recovery.make_recovery(trustees)
    steward = Appointment(
        name=name,
        sign_in_name=sign_in_name,
        role="steward",
        post="",
        starts_on=timezone.localtime(now).date(),
        ends_on=until,
    )
    begin = actions.found_demonstration if settings.DEMONSTRATION else actions.found
    invitation = begin(steward, made, at=now)
    # Last, because the key's file is what says that a service is here.
    key = checkpoint.make_ledger_key(origin(settings.POLICY.union.name))
    return invitation, list(made.sheets), str(key)


def origin(union: str) -> str:
    """The name under which this union's ledger signs its checkpoints."""
    return "confide/" + re.sub(r"[^a-z0-9]+", "-", union.casefold()).strip("-")


def _until(typed: str | None) -> date:
    from confide.web import clock

    today = clock.now().date()
    try:
        until = date.fromisoformat(typed) if typed else today + timedelta(days=365)
    except ValueError:
        raise Trouble("Give the last day as year-month-day, such as 2027-06-30.") from None
    # Asked here as well, before anything is made that would have to be taken away again.
    term = office.TermFact(role=office.STEWARD, starts_on=today, ends_on=until)
    decision = office.may_appoint(True, term, (), today)
    if not decision:
        raise Trouble(f"{decision.why()} {decision.what_instead()} ({decision.clause})")
    return until


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Trouble("Give --steward and --sign-in-name, since nobody is here to ask.")
    return input(question).strip()


def _print_sheets(sheets: list[str]) -> None:
    for number, words in enumerate(sheets, start=1):
        print(f"\f\n==== Recovery sheet {number} of {len(sheets)} ====\n")
        for place, word in enumerate(words.split(), start=1):
            print(f"    {place:2}. {word}")
        print()
        print(
            textwrap.fill(
                "Any two sheets together give officers of the day their open cases again when "
                "every passphrase is lost. One alone opens nothing. Keep it where you keep your "
                "will, not with another sheet, and not on a computer.",
                width=72,
            )
        )
