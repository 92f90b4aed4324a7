"""The one mail: the same bytes for every officer, every day and on every occasion. (CONF-3, BRCH-3)

A mailbox is run by the university, backed up by its provider and shown on lock screens, so what
arrives there says nothing: no name, no link, no occasion. What it means is in the hour at which it
comes. There is no way here to write a word of one's own, to reach a student, or to put two
recipients into one envelope: that is how services like this one have named their users to each
other.
"""

import secrets
import smtplib
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from confide.web import clock
from confide.web.errors import report
from confide.web.mail_server import Server, is_address

PATIENCE: Final = 20  # seconds for each thing the mail server is asked


def notify(addresses: Iterable[str]) -> None:
    """Send the one mail to each of these, in the background; nothing that happens to it is heard.

    Answers at once and never raises: an officer in an emergency waits for no mail server, and no
    page differs by what one did.
    """
    try:
        wanted, server = list(addresses), settings.MAIL
        if wanted and server:
            # Not a daemon: a service that is stopped a moment later sends what it was to send.
            threading.Thread(target=deliver, args=(wanted, server), name="mail").start()
    except Exception as fault:
        report(fault)


def deliver(addresses: Iterable[str], server: Server) -> int:
    """Send the one mail to each of these, one after the other. Answers how many were not taken."""
    missed = 0
    for address in addresses:
        try:
            _send(address, server)
        except Exception as fault:
            # The report names the class of the fault and where it was, and so no address.
            report(fault)
            missed += 1
    return missed


def is_set_up() -> bool:
    """Whether this service sends mail; a page that would have mailed says so where it does not."""
    return settings.MAIL is not None


def the_mail(address: str, sender: str) -> bytes:
    """The message: only its date, its number and the name on the envelope ever differ."""
    if not is_address(address):
        raise ValueError("This is not one plain address.")
    mail = EmailMessage(SMTP)
    mail["Date"] = format_datetime(clock.now())
    # Of our own making: the library's would tell the machine's name and the process's number.
    mail["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(sender)}>"
    mail["From"] = sender
    mail["To"] = address
    # Whoever is away has their mailbox answer other people, not this.
    mail["Auto-Submitted"] = "auto-generated"
    with translation.override(settings.LANGUAGE_CODE):
        mail["Subject"] = gettext("Your daily message")
        mail.set_content(_words(), cte="quoted-printable")
    # A long address stays on its line, where every mail server reads it as it is.
    return mail.as_bytes(policy=SMTP.clone(max_line_length=0))


def _words() -> str:
    return gettext(
        "This message comes every day at the same time, and it is always the same.\n"
        "\n"
        "If it comes at another time too, please sign in soon, in the place you know.\n"
        "It never holds a link, and nobody reads the answers to it.\n"
    )


def _send(address: str, server: Server) -> None:
    mail = the_mail(address, server.sender)
    # A connection for each: a recipient that is refused, or a line that drops, is nobody else's.
    connection = _connect(server)
    try:
        if server.user:
            connection.login(server.user, server.password)
        connection.sendmail(server.sender, [address], mail)
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
    finally:
        connection.close()


def _connect(server: Server) -> smtplib.SMTP:
    # STARTTLS is never asked for: whoever sits in between could take it out of the answer. So it
    # is TLS from the first byte, or a mail server on this very machine.
    name = _domain(server.sender)
    if server.encrypted:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=PATIENCE,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=PATIENCE)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
