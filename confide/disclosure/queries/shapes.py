"""How an extract is shaped beyond which items are in it: what is blacked out, what is called what.

Shaping only ever takes away or renames. What may be told is the gate's affair and is decided before
and apart from it. (CONF-1)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.queries import identifiers
from confide.disclosure.queries.extracts import Extract, Passage, Section

PERSON: Final = "person"
CLEANED, AS_FILED = "cleaned", "as-filed"
BY_POST, BY_NAME = "post", "name"
INSTEAD: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        PERSON: _("[another person]"),
        identifiers.EMAIL: _("[an e-mail address]"),
        identifiers.LINK: _("[a link]"),
        identifiers.ACCOUNT: _("[an account]"),
        identifiers.POSTCODE: _("[a postcode]"),
        identifiers.ADDRESS: _("[an address]"),
        identifiers.BORN: _("[a date of birth]"),
        identifiers.PHONE: _("[a phone number]"),
        identifiers.NUMBER: _("[a number]"),
        identifiers.CRSID: _("[a user name]"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the officer decided on looking at an extract.

    `blacked` says by phrase what kind of thing it is; `labels` and `files` go by a document's key.
    A document of which nothing is said goes cleaned, or not at all.
    """

    blacked: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    signed: str = BY_POST


def blacked_out(extract: Extract, phrases: Mapping[str, str]) -> Extract:
    """The same extract without these phrases, wherever they stand in it and however written."""
    if not phrases:
        return extract
    black = _blackening(phrases)
    facts = tuple((name, black(words)) for name, words in extract.facts[1:])
    return replace(
        extract,
        # Its first line says for whom it is, and they know that.
        facts=(*extract.facts[:1], *facts),
        plea=" ".join(
            (extract.plea, gettext("Words in square brackets stand for what concerns others."))
        ),
        summary=black(extract.summary),
        sections=tuple(
            Section(each.heading, tuple(_black(passage, black) for passage in each.passages))
            for each in extract.sections
        ),
        documents=tuple(_black(each, black) for each in extract.documents),
    )


class _blackening:  # noqa: N801 (it is used as a function)
    """Puts for each phrase what stands for it, the longest first, over any blanks and capitals."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        longest_first = sorted(phrases, key=len, reverse=True)
        self._kinds = {_plain(phrase): phrases[phrase] for phrase in longest_first}
        either = "|".join(_pattern(phrase) for phrase in longest_first if phrase.split())
        self._all = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.I) if either else None

    def __call__(self, words: str) -> str:
        return self._all.sub(self._instead, words) if self._all else words

    def _instead(self, found: re.Match[str]) -> str:
        return str(INSTEAD.get(self._kinds.get(_plain(found[0]), ""), gettext("[left out]")))


def _pattern(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _plain(phrase: str) -> str:
    return " ".join(phrase.split()).casefold()


def _black(passage: Passage, black: _blackening) -> Passage:
    return replace(passage, label=black(passage.label), words=black(passage.words))


def typed_phrases(lines: str) -> Iterable[str]:
    """What somebody typed to be left out, a line each."""
    return (" ".join(line.split()) for line in lines.splitlines() if line.strip())
