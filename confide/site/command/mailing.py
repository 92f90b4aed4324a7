"""`confide mail`: the one mail to every officer in office, the same every day. (CONF-3)"""

from argparse import Namespace

from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble


def run(arguments: Namespace) -> int:
    """Send it, and say to how many."""
    prepare(arguments.data)
    from django.conf import settings
    from django.utils import timezone

    from confide.team.models import Role
    from confide.team.queries import in_office, mail_addresses
    from confide.web import clock, mail

    if settings.DEMONSTRATION:
        raise Trouble("A demonstration writes to nobody: its officers are invented.")
    if not settings.MAIL:
        raise Trouble("No mail server is named, so nobody was written to. Set CONFIDE_MAIL.")
    on = timezone.localtime(clock.now()).date()
    addresses = mail_addresses(each for role in Role.values for each in in_office(role, on=on))
    missed = mail.deliver(addresses, settings.MAIL)
    print(f"{len(addresses) - missed} of {len(addresses)} officers were written to.")
    if missed:
        raise Trouble(
            f"The mail server did not take {missed} of {len(addresses)} messages. Check that it "
            "runs, and what it says of these in its own log."
        )
    return 0
