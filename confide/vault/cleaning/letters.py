"""Mails and plain text: there is nothing to take out, and a mail's headers are said.

A mail without its headers is no mail any more; so none is made. Whoever wants only its words told
tells the contact that it was filed as.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from confide.vault.cleaning import findings
from confide.vault.cleaning.findings import CannotClean, Notes

_HEADERS: Final[Mapping[bytes, str]] = MappingProxyType(
    {
        rb"from|to|cc|bcc|reply-to|sender|delivered-to|return-path": findings.ADDRESSES,
        rb"received|authentication-results|arc-\S+|dkim-\S+": findings.ROUTE,
        rb"x-originating-ip|x-sender-ip|x-ms-exchange-\S+|x-forefront-\S+": findings.COMPUTER,
        rb"user-agent|x-mailer": findings.PROGRAM,
        rb"message-id|in-reply-to|references|thread-\S+": findings.THREAD,
        rb"date": findings.DAY,
    }
)
_ATTACHED: Final = re.compile(rb"^content-disposition:\s*attachment", re.I | re.M)


def clean_letter(content: bytes, notes: Notes) -> tuple[bytes, str]:
    """Say what its headers show, and that no copy without them is made."""
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    for names, kind in _HEADERS.items():
        if re.search(rb"^(?:%s):" % names, head, re.I | re.M):
            notes.add(kind)
    if _ATTACHED.search(content):
        notes.add(findings.ATTACHED)
    raise CannotClean(findings.LETTER)


def clean_text(content: bytes, _notes: Notes) -> tuple[bytes, str]:
    """Plain text is its words and nothing else."""
    return content, "txt"
