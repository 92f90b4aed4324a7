"""What becomes of each stored thing. (RECD-2, RECD-3)

Every field of every table declares one of four fates, the clause that asks for it, and why in a
few words. A field without one fails a test, so that nothing about a person is stored by accident.
"""

from dataclasses import dataclass

FATES = {
    "sealed": "opens only with the case's own key, and goes with it",
    "pseudonym": "a random number that says nothing by itself",
    "counted": "becomes part of a count without identity",
    "plain-necessary": "must be legible without keys, and tells of no student",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """How one field is kept, under which clause, and why."""

    kind: str
    clause: str
    why: str

    def __post_init__(self) -> None:
        if self.kind not in FATES:
            raise ValueError(f"There is no fate named {self.kind!r}; there are {', '.join(FATES)}.")
