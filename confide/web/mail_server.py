"""The mail server that a host names in `CONFIDE_MAIL`, or none. (CONF-3)

    smtps://user:password@mail.union.example:465/?from=office@union.example
    smtp://localhost:25/?from=office@union.example

Encrypted from the first byte, or on this very machine. There is no third way, and so nothing for
somebody in between to talk the two sides out of.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
PORTS: Final = {"smtps": 465, "smtp": 25}
LONGEST: Final = 254
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


class MailError(ValueError):
    """`CONFIDE_MAIL` cannot be used. The message is for whoever set it, and shows no password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the mail is handed in, and whom it is from."""

    encrypted: bool
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str


def read(text: str) -> Server | None:
    """The mail server that this names, None for none, or a `MailError` with what is wrong."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise MailError("CONFIDE_MAIL cannot be read: check the host and the port.") from None
    _check_way(parts)
    return Server(
        encrypted=parts.scheme == "smtps",
        host=parts.hostname or "",
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=_sender(parts),
    )


def is_address(typed: str) -> bool:
    """Whether this is one plain address, with nothing in it that could end a header or begin one.

    ASCII only and without quoting, so that what is written is what every mail server reads.
    """
    return len(typed) <= LONGEST and _ADDRESS.fullmatch(typed) is not None


def _check_way(parts: SplitResult) -> None:
    if parts.scheme not in PORTS:
        raise MailError(
            "CONFIDE_MAIL begins with smtps:// for an encrypted mail server, or with smtp:// for "
            "one on this machine."
        )
    if not parts.hostname:
        raise MailError("CONFIDE_MAIL names no host.")
    if parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise MailError(
            "CONFIDE_MAIL would send mail unencrypted to another machine. Use smtps://, or a mail "
            "server on this one: smtp://localhost"
        )
    if parts.path not in ("", "/") or parts.fragment:
        raise MailError("CONFIDE_MAIL has something after the port that is not ?from=.")


def _sender(parts: SplitResult) -> str:
    try:
        asked = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        asked = {}
    senders = asked.get("from", [])
    if set(asked) != {"from"} or len(senders) != 1 or not is_address(senders[0]):
        raise MailError(
            "CONFIDE_MAIL ends in the one address that the mail is from, and nothing else: "
            "/?from=office@union.example"
        )
    return senders[0]
