"""The words of a mail as plain text, and what old mail hid inside them. (RECD-1, RECD-2)

HTML is first reduced by nh3, a parser that reads it as a browser would, to a handful of tags
without attributes; those become line breaks, and nothing of it is left that could run, load or
be clicked.
"""

import binascii
import html
import re
from collections.abc import Iterator

import nh3

from confide.casework.forms.mail.characters import visible

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PARAGRAPHS = {"p", "blockquote", "pre", "ul", "ol", "dl", "table", "section"} | _HEADINGS
_LINES = {"br", "div", "li", "dt", "dd", "tr", "hr", "address", "center"}
_CELLS = {"td", "th"}
_UNSEEN = {"script", "style", "title", "template", "noscript", "object", "svg", "math"}
_TAG = re.compile(r"<(/?)([a-z0-9]+)>")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (.{1,200})")


def tidy(text: str) -> str:
    """Text with nothing hidden in it, no trailing blanks, and no run of empty lines."""
    lines = (line.rstrip() for line in visible(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def from_html(source: str) -> str:
    """The words of an HTML text: blocks become lines, links their text, the rest falls away."""
    reduced = nh3.clean(
        source,
        tags=_PARAGRAPHS | _LINES | _CELLS,
        clean_content_tags=_UNSEEN,
        attributes={},
        link_rel=None,
        strip_comments=True,
    )
    return tidy(_laid_out(reduced.replace("&nbsp;", " ")))


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Text without the files that old mail programs wrote into it, and those files by name."""
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    block: list[str] = []
    for line in text.split("\n"):
        begins = _UU_BEGIN.fullmatch(line.rstrip())
        if begins or not block:
            # A second beginning shows that the first was none: it was somebody's sentence.
            kept += block
            block = [line] if begins else []
            kept += [] if begins else [line]
            continue
        block.append(line)
        if line.rstrip() == "end":
            files.append((_name(block[0]), b"".join(_uudecoded(block[1:-1]))))
            block = []
        elif not _is_uu(line):
            kept += block
            block = []
    return "\n".join(kept + block), files


def _laid_out(reduced: str) -> str:
    # Safe to read with one expression: what nh3 wrote has no attributes and escapes every "<".
    pieces = _TAG.split(reduced)
    out = [_SPACES.sub(" ", pieces[0])]
    fresh = False
    preformatted = 0
    for slash, tag, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        preformatted += (-1 if slash else 1) if tag == "pre" else 0
        out.append(_break(bool(slash), tag, fresh=fresh))
        fresh = tag not in _CELLS or fresh
        if not preformatted:
            text = _SPACES.sub(" ", text).lstrip(" " if fresh else "")
        out.append(text)
        fresh = fresh and not text
    return html.unescape("".join(out))


def _break(closing: bool, tag: str, *, fresh: bool) -> str:
    """What a tag becomes: an empty line, a new one unless one has just begun, or a blank."""
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag == "br":
        return "\n"
    if tag in _LINES:
        return "" if fresh else "\n"
    return " " if closing else ""


def _name(line: str) -> str:
    return line.rstrip().split(" ", 2)[2]


def _is_uu(line: str) -> bool:
    try:
        binascii.a2b_uu(line.rstrip("\r"))
    except ValueError:
        return False
    return True


def _uudecoded(lines: list[str]) -> Iterator[bytes]:
    return (binascii.a2b_uu(line.rstrip("\r")) for line in lines if line.rstrip())
