"""Of what kind a file is, by its first bytes and never by its name."""

import re
from typing import Final

PICTURE, PDF, OFFICE, LETTER, TEXT = "picture", "pdf", "office", "letter", "text"
HEIC, OTHER = "heic", "other"

_HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_HEADER: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.A)
_OF_A_LETTER: Final = re.compile(
    rb"^(?:from|received|return-path|message-id|mime-version):", re.I | re.M
)
_A_LANGUAGE: Final = (b"<", b"{\\rtf", b"%!", b"#!", b"BEGIN:")
_LOOK: Final = 8192


def kind_of(content: bytes) -> str:
    """One of the kinds above; `OTHER` for whatever nothing here can look into."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(content):
        return PICTURE
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return HEIC
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return OFFICE
    return _of_words(content)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _of_words(content: bytes) -> str:
    start = content[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\r\n", b"\n")
    if b"\0" in content or start.startswith(_A_LANGUAGE):
        return OTHER
    headers = _HEADER.match(start)
    if headers and _OF_A_LETTER.search(headers[0]):
        return LETTER
    try:
        content.decode()
    except UnicodeDecodeError:
        return OTHER
    return TEXT
