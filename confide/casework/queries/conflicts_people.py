"""Who else seems to be named in a case, for an officer to prune before a question is asked.

A guess from capitals and titles, and meant as one: a place may be taken for a person, and a name
without a capital is not found. (ELIG-3)
"""

import re
from collections.abc import Iterable
from typing import Final

from confide.casework.queries.conflicts_matching import Name, name_of

MOST: Final = 12
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’]*(?:-[^\W\d_][\w'’]*)?"
_TITLED = re.compile(
    rf"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx)\.?[ \t]+(?:{_CAPITAL}[ \t]+){{0,2}}{_CAPITAL}"
)
_TWO = re.compile(rf"(?<![\w'’])(?:{_CAPITAL}[ \t]+){{1,2}}{_CAPITAL}")
_POSSESSIVE = re.compile("['’]s$")
_NO_NAMES: Final = frozenset(
    name_of(
        "The a an and but she he they it we I her his their in on at to from then when after "
        "before Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
        "April May June July August September October November December college hall house street "
        "road"
    )
)


def people_named(texts: Iterable[str], *, but: Iterable[str]) -> list[str]:
    """What looks like somebody's name in these texts, but for the names that are known."""
    known = [set(name_of(each)) for each in but]
    found: dict[Name, str] = {}
    for text in texts:
        for match in [*_TITLED.finditer(text), *_TWO.finditer(text)]:
            written = _POSSESSIVE.sub("", match[0]).strip()
            parts = name_of(written)
            if not _is_known(set(parts), known) and _NO_NAMES.isdisjoint(parts):
                found.setdefault(parts, " ".join(written.split()))
    return list(found.values())[:MOST]


def _is_known(parts: set[str], known: list[set[str]]) -> bool:
    return any(parts & each for each in known)
