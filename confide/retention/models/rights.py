"""What is sealed of a student's wish about their record: access, restriction, objection. (RECD-3)

A correction is no wish in this sense: it is an entry of the record like any other.
"""

from datetime import date, datetime
from typing import ClassVar, Final

from confide.vault.payloads import Payload

ACCESS: Final = "access"
RESTRICTION: Final = "restriction"
OBJECTION: Final = "objection"
# A contact of this kind is what the student says is right.
CORRECTION_KIND: Final = "correction"


class WishCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What a student asked about their record, in their words, and what became of it.

    `returned` is the return that answered a request for access. `ended_why` is why it was refused
    or, of a restriction, why it was lifted.
    """

    SCHEMA: ClassVar[int] = 1

    kind: str
    asked_on: date
    words: str
    by: str
    noted_at: datetime
    extended_at: datetime | None = None
    extended_why: str = ""
    extended_by: str = ""
    returned: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""
    ended_by: str = ""
