"""An extract on paper: a tagged PDF, made in memory. (CONF-1, CONF-3)

What people wrote reaches the typesetter as data and never as its language, so that nothing in it is
carried out; the template is ours and fixed. It reads no file but itself and the fonts, and no
network: it has no package to fetch. The file says nothing of who made it or when.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import get_language, gettext

from confide.disclosure.queries.extracts import Extract
from confide.web.assets import BUILT

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "pages" / "extract.typ"
_ACCESSIBLE: Final = "ua-1"
# Which signs no font of ours has; the typesetter names all of them at once.
_MISSING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_UNSEEN: Final = ("Cc", "Cf", "Mn", "Me", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF, and the signs that it had to say in words because no font of ours has them."""

    content: bytes
    said_in_words: tuple[str, ...]


def printed(extract: Extract) -> Printed:
    """The extract on paper."""
    return set_in_type(TEMPLATE, _document(extract))


def set_in_type(template: Path, filled_in: dict[str, Any]) -> Printed:
    """A page on paper. Whatever was written, it can be printed, and nothing is left out.

    Signs that our own fonts lack are set in the machine's, if it has them, and otherwise named in
    words.
    """
    document = json.dumps(filled_in, ensure_ascii=False)
    missing: list[str] = []
    for ours_alone in (True, False):
        try:
            return Printed(_typeset(template, document, ours_alone=ours_alone), ())
        except typst.TypstError as fault:
            missing = _missing(fault)
            if not missing:
                raise
    in_words = str.maketrans({sign: _in_words(sign) for sign in missing})
    seen = tuple(sign for sign in missing if unicodedata.category(sign) not in _UNSEEN)
    return Printed(_typeset(template, document.translate(in_words), ours_alone=False), seen)


def _typeset(template: Path, document: str, *, ours_alone: bool) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"extract": document},
        font_paths=[BUILT],
        ignore_system_fonts=ours_alone,
        pdf_standards=_ACCESSIBLE,
    )


def _document(extract: Extract) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": gettext("Extract"),
        "facts": extract.facts,
        "mark": extract.mark,
        "copy": gettext("Copy {mark}, made for this reader only").format(mark=extract.mark),
        "page": gettext("Page"),
        "plea": extract.plea,
        "summary": _paragraphs(extract.summary),
        "sections": [
            {
                "heading": section.heading,
                "passages": [
                    {"label": each.label, "words": _paragraphs(each.words)}
                    for each in section.passages
                ],
            }
            for section in extract.sections
        ],
        "documents_title": gettext("Documents given with this"),
        "documents": [each.label for each in extract.documents],
    }


def _paragraphs(words: str) -> list[list[str]]:
    """Paragraphs of lines, as they were typed."""
    apart = re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip("\n"))
    return [each.split("\n") for each in apart if each.strip()]


def _missing(fault: typst.TypstError) -> list[str]:
    clusters = (_unescaped(found) for found in _MISSING.findall(fault.diagnostic))
    signs: Iterable[str] = (sign for cluster in clusters for sign in cluster if not sign.isascii())
    return list(dict.fromkeys(signs))


def _unescaped(quoted: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], quoted)


def _in_words(sign: str) -> str:
    """[grinning face] for a picture, [U+6F22] for a letter, nothing for what nobody sees."""
    category = unicodedata.category(sign)
    if category in _UNSEEN:
        return ""
    if category == "So":
        return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
    return f"[U+{ord(sign):04X}]"
