"""The list of all members that the thief has: names, and all that goes with them. (P2)"""

from dataclasses import dataclass

_FIRST = (
    "Ann", "Oluwaseun", "Maximiliana", "Bo", "Priya", "Christopher", "Wei", "Siobhan", "Al",
    "Konstantina", "Tom", "Guinevere",
)  # fmt: skip
_LAST = (
    "Li", "Whitlock-Featherstonehaugh", "Okonjo", "Ng", "Papadopoulos", "Reid", "Rajasekaran",
    "Ó Súilleabháin", "Fox", "Abernathy", "Uz", "Montgomery-Smythe",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One student of the university, whether or not they were ever here."""

    name: str
    crsid: str
    email: str
    phone: str

    @property
    def identifiers(self) -> tuple[str, ...]:
        """All that says who they are, in the writings that a thief would try."""
        written = (self.name, self.crsid, self.email, self.phone, *self.name.split())
        return (*written, *(each.casefold() for each in written), self.phone.replace(" ", ""))


def members(many: int) -> list[Member]:
    """So many of them, no two alike, with names of very different lengths."""
    if many > len(_FIRST) * len(_LAST):
        raise ValueError("There are not so many names.")
    return [_member(number) for number in range(many)]


def _member(number: int) -> Member:
    # Steps of a number that shares no factor with either list run through every pair once.
    first = _FIRST[number % len(_FIRST)]
    last = _LAST[(number + number // len(_FIRST)) % len(_LAST)]
    crsid = f"{first[0]}{last[0]}{200 + number}".casefold()
    return Member(
        name=f"{first} {last}",
        crsid=crsid,
        email=f"{crsid}@university.example",
        phone=f"07700 9{number:05d}",
    )
