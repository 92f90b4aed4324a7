"""Passphrases and words: made by us, or strong enough.

Ours are words of the EFF's long list, drawn by the operating system's generator, without those that
may hurt whoever comes for help (`unkind.txt`): 12.8 bits each, 77 in a passphrase of six. A sheet
is nine words (115 bits) and a tenth that catches a slip of the pen. Specified in
`docs/formats/passphrases-and-rings.md`. (CONF-5)
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from confide.vault.primitives import PASSPHRASE_LIMIT, DoesNotOpen, bind, digest

SHEET_WORDS = 9

_LONG_ENOUGH = 16
_DIFFERENT_ENOUGH = 8
_WORDS_ENOUGH = 5
_COMMON = ("password", "passphrase", "letmein", "qwerty", "12345", "abcdef", "iloveyou", "confide")


@cache
def word_list() -> tuple[str, ...]:
    """The 7,776 words, in their order."""
    listed = files("diceware").joinpath("wordlists", "wordlist_en_eff.txt").read_text("utf-8")
    return tuple(line.split()[1] for line in listed.splitlines() if line.strip())


@cache
def kind_words() -> tuple[str, ...]:
    """The words of the list that are drawn, in their order. Those that are not are read as well."""
    unkind = set(files("confide.vault").joinpath("unkind.txt").read_text("utf-8").split())
    return tuple(word for word in word_list() if word not in unkind)


def make_passphrase(n: int = 6) -> str:
    """A passphrase of so many random words."""
    return " ".join(secrets.choice(kind_words()) for _ in range(n))


def normalise(passphrase: str) -> bytes:
    """The one form of a passphrase that is ever compared or stretched.

    Case, width, and how words are parted (spaces, hyphens) make no difference. What is too long to
    be anybody's becomes the empty passphrase, which is nobody's either.
    """
    if len(passphrase) > PASSPHRASE_LIMIT:
        return b""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", passphrase).casefold())
    written = " ".join(re.split(r"[\s\-\u2010-\u2015]+", folded)).strip().encode(errors="replace")
    return written if len(written) <= PASSPHRASE_LIMIT else b""


def strong_enough(passphrase: str) -> bool:
    """Whether a passphrase of somebody's own choosing may keep a ring."""
    return not missing(passphrase)


def missing(passphrase: str) -> list[str | Promise]:
    """What a passphrase of somebody's own choosing lacks, said to them; empty if nothing."""
    written = normalise(passphrase).decode()
    if not written and passphrase.strip():
        return [gettext_lazy("That is too long. Please use fewer than 1,000 characters.")]
    lacks: list[str | Promise] = []
    if len(written) < _LONG_ENOUGH:
        lacks.append(gettext_lazy("Use at least 16 characters. Several unrelated words are best."))
    elif len(set(written)) < _DIFFERENT_ENOUGH or _repeats(written):
        lacks.append(gettext_lazy("Repeat less: the same few characters are quickly guessed."))
    if _too_few_words(written):
        lacks.append(gettext_lazy("Use at least five words, or something besides common words."))
    if _mostly_common(written):
        lacks.append(gettext_lazy("Avoid well-known passwords, even as part of a longer one."))
    return lacks


def _repeats(written: str) -> bool:
    return written in (written + written)[1:-1] or len(set(written.split())) * 2 <= len(
        written.split()
    )


def _too_few_words(written: str) -> bool:
    words = written.split()
    return len(words) < _WORDS_ENOUGH and set(words) <= _known()


def _mostly_common(written: str) -> bool:
    bare = written.replace(" ", "")
    for known in _COMMON:
        bare = bare.replace(known, "")
    return bare != written.replace(" ", "") and len(bare) < _LONG_ENOUGH


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def make_sheet() -> str:
    """Ten words for one sheet of paper: nine random, and one that checks them."""
    return make_checked("sheet")


def read_sheet(typed: str) -> bytes:
    """The secret on a sheet, or `DoesNotOpen` for a slip in the typing."""
    words = words_in(typed)
    if len(words) != SHEET_WORDS + 1 or words[-1] != check_word(words[:-1], "sheet"):
        raise DoesNotOpen
    return " ".join(words[:-1]).encode()


def make_checked(purpose: str) -> str:
    """Nine random words (115 bits) and the tenth that checks them, each of them kind."""
    while True:
        drawn = [secrets.choice(kind_words()) for _ in range(SHEET_WORDS)]
        checks = check_word(drawn, purpose)
        if checks in kind_words():
            return " ".join([*drawn, checks])


def words_in(typed: str) -> list[str]:
    """The words in what was typed, in the one form that is ever compared.

    Commas, full stops and numbers before the words, as in a list, make no difference: a phone puts
    a full stop where somebody types two spaces.
    """
    apart = re.split(r"[\W_]+", normalise(typed).decode())
    written = " ".join(each for each in apart if not each.isdigit())
    # Words with a hyphen ("t-shirt") come apart when normalised: they are put together again.
    for whole, parts in _hyphenated().items():
        written = re.sub(rf"\b{parts}\b", whole, written)
    return written.split()


def check_word(words: Sequence[str], purpose: str) -> str:
    """The tenth word, which says nothing and only catches slips. Each purpose has another."""
    number = int.from_bytes(digest(bind(purpose, *words)), "big")
    return word_list()[number % len(word_list())]


def known_words() -> frozenset[str]:
    """The same list, to ask whether a word is on it."""
    return _known()


@cache
def _hyphenated() -> dict[str, str]:
    return {word: word.replace("-", " ") for word in word_list() if "-" in word}
