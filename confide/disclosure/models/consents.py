"""What is sealed in a consent, as a typed and versioned struct. (CONF-4)

What the student agreed to is never written over. Taking it back, or putting another consent in its
place, is added beside it; which consent followed which is said by both.
"""

from datetime import date, datetime
from typing import ClassVar

import msgspec

from confide.disclosure.models.payloads import AgreedItem
from confide.policy.consent import GIVE, SPOKEN, TELL
from confide.vault.payloads import Payload

RENEWED, NARROWED, WRITTEN = "renewed", "narrowed", "written"


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody outside, or an office, in a role."""

    name: str
    role: str


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That somebody outside was told that the student comes here, or was asked on their behalf."""

    act: str
    to: Party
    at: datetime
    by: str


class ConsentCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What a student agreed to, how they said so, and what became of it.

    `follows` is the consent that this one took the place of, `because` it was renewed, narrowed or
    put in writing. What the student said when they narrowed it stands in `narrowed_words`: how they
    agreed in the first place is carried over, and still what the consent rests on.
    """

    SCHEMA: ClassVar[int] = 1

    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    way: str
    given_at: datetime
    by: str
    recorded_at: datetime
    kind: str = TELL
    also_to: tuple[Party, ...] = ()
    also_for: tuple[str, ...] = ()
    may: tuple[str, ...] = (GIVE,)
    begins_on: date | None = None
    until_on: date | None = None
    words: str = ""
    clarity: str = ""
    heard_by: str = ""
    writing: str = ""
    document: str = ""
    follows: str = ""
    because: str = ""
    narrowed_words: str = ""
    replaced_at: datetime | None = None
    replaced_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_words: str = ""
    withdrawn_by: str = ""
    uses: tuple[Use, ...] = ()

    @property
    def spoken(self) -> bool:
        """Whether the student said so, and did not write it."""
        return self.way == SPOKEN

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody whom it names."""
        return (Party(self.recipient, self.role), *self.also_to)

    @property
    def purposes(self) -> tuple[str, ...]:
        """Everything that it is for."""
        return (self.purpose, *self.also_for)

    @property
    def happened_at(self) -> datetime:
        """When the student said this: what they narrow or sign later, they say later."""
        return self.recorded_at if self.because in {NARROWED, WRITTEN} else self.given_at
