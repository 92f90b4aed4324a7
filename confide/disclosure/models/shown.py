"""What a student is shown of consents and tellings, in their own drawer. (CONF-1, CONF-4)

A consent is shown whole: it is theirs. Of a telling they see what was told to whom, and the mark of
each copy, so that they can say which one came to light; none of the keys that open its files.
"""

from datetime import date, datetime
from typing import Final

import msgspec

from confide.disclosure.models.payloads import AgreedItem

CONSENT: Final = "consent"
TELLING: Final = "telling"
CARD: Final = "card"


class CopyShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One copy: its mark, which way it went, when it was made, and when it was handed over."""

    mark: str
    how: str
    made_at: datetime
    handed_on: date | None = None


class TellingShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was told, to whom, what for, under which consent, and its copies."""

    consent: str
    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    told_at: datetime
    by: str
    copies: tuple[CopyShown, ...]
