"""The forms in which one name is spoken and written. (CONF-2)

Our own list of short forms and of spellings that stand for each other, mostly English ones with
some that are common among students. Each line is one name; a word on two lines is both.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final

from confide.disclosure.queries.identifying.text import keys_in
from confide.disclosure.queries.identifying.words import PARTICLES, TITLES

_LIST: Final = Path(__file__).with_suffix(".txt")


def _by_form() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        forms = {key for word in line.split() for key in keys_in(word)}
        for form in forms:
            found.setdefault(form, set()).update(forms)
    return MappingProxyType({form: frozenset(forms) for form, forms in found.items()})


_BY_FORM: Final = _by_form()


def parts_of(name: str) -> list[str]:
    """The parts of a name that say who it is, folded: no titles, no "de", no "al-"."""
    return [key for key in keys_in(name) if key not in TITLES and key not in PARTICLES]


def forms_of(part: str) -> frozenset[str]:
    """What else a folded part of a name may be called."""
    return _BY_FORM.get(part, frozenset()) - {part}


def written_as_one(name: str) -> Iterator[str]:
    """A name without its blanks: two neighbouring parts, or first and last in either order."""
    keys = [key for key in keys_in(name) if key not in TITLES]
    yield from ("".join(pair) for pair in pairwise(keys))
    parts = parts_of(name)
    if len(parts) < 2:
        return
    yield "".join(keys)
    for first in chain([parts[0]], forms_of(parts[0])):
        yield f"{first}{parts[-1]}"
        yield f"{parts[-1]}{first}"


def initials_of(name: str) -> str:
    """The initials of a name's parts, in small letters."""
    return "".join(key[0] for key in parts_of(name))
