"""What points at one person whoever they are: addresses, numbers, names of accounts. (CONF-2)

Plain patterns, which know of no case. They find generously, since a person judges each: what is
marked for nothing costs a look, and what is missed may tell. Every pattern is bounded, so that no
text makes it slow.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

EMAIL: Final = "email"
LINK: Final = "link"
ACCOUNT: Final = "account"
POSTCODE: Final = "postcode"
ADDRESS: Final = "address"
BORN: Final = "born"
PHONE: Final = "phone"
NUMBER: Final = "number"
CRSID: Final = "crsid"

_DAY: Final = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? [^\W\d]{3,9},? \d{4})"
)
_STREETS: Final = (
    "road|rd|street|st|lane|avenue|ave|close|court|crescent|drive|gardens|grove|hill|mews|"
    "parade|passage|place|square|terrace|walk|way|yard"
)
# In the order in which they win where two find the same signs.
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        EMAIL: re.compile(
            r"(?<![\w.+%'’-])[\w.+%'’-]{1,64}\s?(?:@|＠|\(at\)|\[at\])\s?"
            r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
            re.I,
        ),
        LINK: re.compile(r"\b(?:https?://|www\.)[^\s<>\"”]{3,500}", re.I),
        ACCOUNT: re.compile(r"(?<![\w@.])@\w[\w.]{1,29}"),
        BORN: re.compile(rf"\b(?:born|birthday|birth|d\.?o\.?b\.?)\b[^\n\d]{{0,20}}{_DAY}", re.I),
        ADDRESS: re.compile(
            r"\b(?:flat \w{1,4},? )?\d{1,4}[a-z]?,? (?:[^\W\d][\w'’.-]{0,30} ){1,3}?"
            rf"(?:{_STREETS})\b",
            re.I,
        ),
        POSTCODE: re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b", re.I),
        PHONE: re.compile(r"(?<![\w+])(?:\+|\(?0)[\d\s()./-]{7,22}\d(?!\w)"),
        NUMBER: re.compile(r"(?<![\w.,/-])\d{6,20}(?![\w/-])"),
        CRSID: re.compile(r"(?<![\w.@/])[a-z]{2,5}[1-9]\d{0,4}(?![\w@])", re.I),
    }
)
_A_DAY: Final = re.compile(rf"\s*{_DAY}")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where in a text something points at a person, and how."""

    start: int
    end: int
    kind: str

    def of(self, text: str) -> str:
        """The signs themselves."""
        return text[self.start : self.end]


def identifiers_in(text: str) -> list[Spot]:
    """Everything of these kinds in a text, in its order, and nothing twice."""
    spots: list[Spot] = []
    taken = bytearray(len(text))
    for spot in _all(text):
        if not any(taken[spot.start : spot.end]):
            taken[spot.start : spot.end] = b"\x01" * (spot.end - spot.start)
            spots.append(spot)
    return sorted(spots)


def _all(text: str) -> Iterator[Spot]:
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            if kind != PHONE or _is_number(found[0]):
                yield Spot(found.start(), found.end(), kind)


def _is_number(found: str) -> bool:
    """A phone number and not a date or a sum: from 9 to 15 figures."""
    return 9 <= sum(sign.isdigit() for sign in found) <= 15 and not _A_DAY.match(found)
