"""A student's new words, until their student says that they have them. (CONF-3, RECD-6)

The first ones lie in the session from the moment in which it begins. Those that are to take the
place of others open nothing until then, and the others hold.

They lie in the session's notice, sealed like the seed beside it under what only the cookie holds. A
page that was sent to stays in a browser's history with all that was sent; one that was led to does
not. No answer that is lost on its way, no second press of a button and no request that only looks
takes them away; with the session they end.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from confide.policy import requests
from confide.vault import sessions, ways
from confide.vault.primitives import tie

_THEIRS: Final = "words:"
_TO_COME: Final = "new-words:"


@dataclass(frozen=True, slots=True)
class Carried:
    """Words that wait to be written down; `to_come` while the old ones still hold."""

    words: str = field(repr=False)
    to_come: bool = False

    @property
    def mark(self) -> str:
        """What says that these very words were seen, and nothing of them to whoever has it."""
        return tie("words-seen", self.words)

    @property
    def notice(self) -> str:
        """How they lie in the session."""
        return f"{_TO_COME if self.to_come else _THEIRS}{self.words}"


def as_notice(words: str) -> str:
    """Words that open the session's own drawer, as its notice."""
    return Carried(words).notice


def make_new(secret: str) -> None:
    """Words that are to take the place of the session's own; those that wait already stay."""
    sessions.leave_notice(secret, Carried(ways.make_words(), to_come=True).notice, instead_of="")


def carried(secret: str, *, at: datetime) -> Carried | None:
    """The words that wait in this session, if it lives."""
    resumed = sessions.resume(secret, at=at, idle_minutes=requests.IDLE_MINUTES, notice_stays=True)
    kind, _, words = resumed.notice.partition(":") if resumed else ("", "", "")
    return Carried(words, to_come=f"{kind}:" == _TO_COME) if words else None


def have_them(secret: str, seen: Carried) -> None:
    """The student has written these down; others that wait meanwhile stay."""
    sessions.leave_notice(secret, "", instead_of=seen.notice)
