"""Looking for words in bytes, however they are written."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


def forms_of(words: str) -> set[bytes]:
    """Everything that a reader of bytes could recognise words by."""
    found = set()
    for text in (words, words.casefold(), words.upper()):
        for plain in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            found |= {plain, plain.hex().encode(), *_base64_of(plain)}
    return found


def _base64_of(plain: bytes) -> Iterator[bytes]:
    """The three ways in which it stands in something longer, without what its neighbours decide."""
    for before in range(3):
        # Each sign holds six bits: leave out those signs that hold any bit of a neighbour.
        first, last = -(-before * 8 // 6), (before + len(plain)) * 8 // 6
        coded = base64.b64encode(b"\0" * before + plain)[first:last]
        yield coded
        yield coded.replace(b"+", b"-").replace(b"/", b"_")


def found_in(paths: Iterable[Path], words: Mapping[str, str]) -> list[str]:
    """Which of the words stand in the contents or the names of what lies there."""
    needles = {name: forms_of(word) for name, word in words.items()}
    return [
        f"{name} in {path}"
        for path in everything(paths)
        for content in [path.name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")]
        for name, forms in needles.items()
        if any(form in content for form in forms)
    ]


def everything(paths: Iterable[Path]) -> Iterator[Path]:
    """Files and folders, with all that is in them."""
    for path in paths:
        yield path
        if path.is_dir():
            yield from sorted(path.rglob("*"))
