"""What is sealed of a record's return: that it was made, how, for whom, and what was left out.

What was given is not kept a second time: it is made of the record itself, whenever it is fetched.
`whole` is the digest of the record as it was judged, so that nothing else is ever given. (RECD-6)
"""

from datetime import date, datetime
from typing import ClassVar, Final

import msgspec

from confide.vault.payloads import Payload

ARCHIVE: Final = "archive"
PAPER: Final = "paper"
KEEP: Final = "keep"
DESTROY: Final = "destroy"
NOT_SAID: Final = "not-said"


class GivenDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document of the case, by its id, and whether it is in the bundle."""

    key: str
    given: bool


class ReturnCard(Payload, frozen=True, forbid_unknown_fields=True):
    """One return of a record. `blacked` says by phrase what kind of thing was left out.

    The passphrase is in here from the making until the handing over, and then no longer.
    """

    SCHEMA: ClassVar[int] = 1

    made_at: datetime
    by: str
    how_asked: str
    how_identified: str
    way: str
    whole: bytes
    passphrase: str
    blacked: dict[str, str]
    documents: tuple[GivenDocument, ...]
    passages: int
    handed_on: date | None = None
    handed_noted_at: datetime | None = None
    handed_noted_by: str = ""
    wish: str = ""

    @property
    def given(self) -> frozenset[str]:
        """The ids of the documents that are in it."""
        return frozenset(each.key for each in self.documents if each.given)

    @property
    def left_out(self) -> int:
        """How many documents are not in it."""
        return sum(not each.given for each in self.documents)
