"""Reading a PDF without asking the program that wrote it."""

import io
import re
from typing import Any, Final

import pikepdf

CANARY: Final = "Marmalade-Cassowary"
_PAIR: Final = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>", re.I)
_RANGE: Final = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>", re.I)


def words_of(pdf: bytes) -> str:
    """All that a reader, or a machine that reads to somebody, can get out of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        shown = " ".join(_words_on(page) for page in opened.pages)
        meta = " ".join(str(value) for value in opened.docinfo.values())
        strings = " ".join(_strings(each) for each in opened.objects)
        xmp = opened.Root.Metadata.read_bytes().decode()
    return " ".join(f"{shown} {meta} {strings} {xmp}".split())


def glued(words: str) -> str:
    """Words without their blanks: a line's end in a PDF is no character."""
    return "".join(words.split())


def _words_on(page: pikepdf.Page) -> str:
    maps = {name: _map(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    words: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        if str(operator) in {"Tj", "TJ"}:
            parts: Any = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    words.append(_shown(bytes(part), current))
        if str(operator) == "ET":
            words.append(" ")
    return "".join(words)


def _shown(glyphs: bytes, known: dict[int, str]) -> str:
    pairs = zip(glyphs[::2], glyphs[1::2], strict=True)
    return "".join(known.get(high << 8 | low, "�") for high, low in pairs)


def _map(font: Any) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    known: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, signs in _PAIR.findall(block):
            known[int(glyph, 16)] = bytes.fromhex(signs).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, sign in _RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                known[int(first, 16) + step] = chr(int(sign, 16) + step)
    return known


def _strings(thing: Any) -> str:
    """The strings of a dictionary, such as what a heading is called for a screen reader."""
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return ""
    return " ".join(str(value) for value in thing.values() if isinstance(value, pikepdf.String))
