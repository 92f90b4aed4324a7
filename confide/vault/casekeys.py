"""The keys of one case, opened.

A case's content is sealed under a key that is made of two halves and stored nowhere: the case key,
which is granted to people, and the shred key, which is deleted when the case is destroyed. So
neither those who were granted it nor whoever keeps the shred keys can read it alone, and one
deletion kills every generation. (CONF-1, RECD-5, RECD-6)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from confide.policy.decision import Decision
from confide.vault.primitives import DoesNotOpen, bind, derive, seal, unseal


class NoPermit(Exception):  # noqa: N818 (it reads as what happened)
    """The vault was asked to open without a decision of the policy that allows it."""


def demand(under: Decision) -> None:
    """Go on only under a decision that allows: the one door. (CONF-1)"""
    if not isinstance(under, Decision) or not under.allowed:
        raise NoPermit


@dataclass(frozen=True, slots=True, repr=False)
class CaseKeys:
    """What opens one case: the newest generation, and those that rows may still be sealed under."""

    case: str
    generation: int
    case_keys: Mapping[int, bytes]
    shred_key: bytes
    # Made once for all rows of a search. Safe because it lives no longer than its two halves, which
    # lie in this same object: none of them is kept from one request to the next.
    _content_keys: dict[int, bytes] = field(default_factory=dict, init=False, compare=False)

    def seal(self, plaintext: bytes, *, place: bytes) -> bytes:
        """Seal under the newest generation, for one place in this case."""
        return seal(self._content_key(self.generation), plaintext, aad=place)

    def unseal(self, sealed: bytes, *, generation: int, place: bytes) -> bytes:
        """Open what was sealed in this place under one of the generations at hand."""
        return unseal(self._content_key(generation), sealed, aad=place)

    def _content_key(self, generation: int) -> bytes:
        if generation in self._content_keys:
            return self._content_keys[generation]
        if generation not in self.case_keys:
            raise DoesNotOpen
        halves = self.case_keys[generation] + self.shred_key
        context = bind("case", self.case, generation)
        return self._content_keys.setdefault(
            generation, derive(halves, label="content", context=context)
        )
