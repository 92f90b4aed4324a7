"""What is sealed in a share: with whom, which of the two reasons, why, until when. (RECD-4)"""

from datetime import date, datetime
from typing import ClassVar, Final

from confide.vault.payloads import Payload

TAKEN_BACK: Final = "taken-back"
GIVEN_UP: Final = "given-up"
LAPSED: Final = "lapsed"
# They have stepped aside, or the case has become their own: their seat went on another way.
OTHERWISE: Final = "otherwise"


class ShareCard(Payload, frozen=True, forbid_unknown_fields=True):
    """One sharing of a case, until its last day or until it is taken back, and how it ended."""

    SCHEMA: ClassVar[int] = 1

    officer: str
    reason: str
    why: str
    by: str
    shared_at: datetime
    until_on: date | None = None
    ended_at: datetime | None = None
    ended_how: str = ""
    ended_by: str = ""
