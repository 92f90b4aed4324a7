"""Bytes into characters, and characters that deceive into ones that show. (RECD-2)

A mail may name a character set that does not exist, or one it does not use; and it may hold
characters that are invisible yet turn the reading order round, so that `exe.fdp` reads as a PDF.
Neither may lose a word or mislead the officer who reads it.
"""

import codecs
import re

_UNICODE = "utf-8"
# Declared as one of these, a text with bytes above 127 is more often UTF-8 or Windows-1252.
_UNRELIABLE = frozenset({"ascii", "iso8859-1", "cp1252", "utf-8"})
# What is written under the first name is in practice often the second, which contains it.
_WIDER = {
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp_ext",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
# A closed list: Python's codecs also offer escapes, compression and host names, which are slow
# or unsafe on bytes chosen by a stranger.
_KNOWN = re.compile(
    r"ascii|utf-(7|8|16|16-le|16-be)|cp(437|85[0-8]|866|874|932|949|950|125[0-8])"
    r"|iso8859-(1[0-6]?|[2-9])|koi8-[rut]|mac-(roman|cyrillic|greek|latin2|turkish)|tis-620"
    r"|shift_jis(_2004|x0213)?|euc_jp|euc_jis_2004|euc_jisx0213|iso2022_jp(_1|_2|_3|_2004|_ext)?"
    r"|iso2022_kr|euc_kr|johab|gb2312|gbk|gb18030|hz|big5|big5hkscs"
)
_LOST = "\N{REPLACEMENT CHARACTER}"

# Embeddings, overrides and isolates: they reorder what stands around them.
_REORDERING = "\u202a-\u202e\u2066-\u2069"
# The two marks and their Arabic kin order nothing but themselves: right in running text, where
# Hebrew and Arabic need them; out of place in a file name, where they only hide.
_HIDING = "\u200b-\u200f\u061c\u2060-\u2064\ufeff\u00ad"
_DECEIVING = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_REORDERING}]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNFIT_FOR_NAMES = re.compile(f"[\x00-\x1f\x7f-\x9f{_REORDERING}{_HIDING}]")
_SURROGATES = re.compile("[\ud800-\udfff]+")


def decode(content: bytes, charset: str) -> str:
    """The characters of some bytes, in the declared character set or the likeliest other one."""
    name = _codec(charset)
    if name in _UNRELIABLE:
        return _western(content)
    for candidate in (name, _WIDER.get(name, name), _UNICODE):
        try:
            return content.decode(candidate)
        except UnicodeError:
            continue
    return content.decode(name, "replace")


def mend(text: str) -> str:
    """Text from a header in which bytes above 127 stand as surrogates, with those made readable."""
    if not _SURROGATES.search(text):
        return text
    return (
        decode(text.encode(_UNICODE, "surrogateescape"), _UNICODE)
        if _from_bytes(text)
        else (_SURROGATES.sub(_LOST, text))
    )


def visible(text: str) -> str:
    """The same text with nothing in it that is hidden or that turns the reading order round."""
    text = _BREAKS.sub("\n", _SURROGATES.sub(_LOST, text)).replace("\ufeff", "")
    return _DECEIVING.sub(lambda found: _shown(found.group()), text)


def one_line(text: str) -> str:
    """Visible text on a single line, as a header should be."""
    return " ".join(visible(text).split())


def name_safe(text: str) -> str:
    """Text without any character that a file name has no use for."""
    return " ".join(_UNFIT_FOR_NAMES.sub("", _SURROGATES.sub(_LOST, text)).split())


def _codec(charset: str) -> str:
    """The name under which Python knows a character set, and UTF-8 for what it does not know."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()).name
    except (LookupError, ValueError):
        return _UNICODE
    return name if _KNOWN.fullmatch(name) else _UNICODE


def _western(content: bytes) -> str:
    """UTF-8 where the bytes are that, perhaps with a fault or two; otherwise Windows-1252."""
    text = content.decode(_UNICODE, "replace")
    lost = text.count(_LOST)
    if lost and lost * 2 >= sum(character > "\x7f" for character in text):
        return content.decode("cp1252", "confide-latin-1")
    return text


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves undefined, as Latin-1 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("confide-latin-1", _latin_1)


def _from_bytes(text: str) -> bool:
    return all("\udc80" <= found <= "\udcff" for run in _SURROGATES.findall(text) for found in run)


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return f"[U+{code:04X}]"
