"""What an attachment is called: its own name made harmless, or a neutral one. (RECD-2)"""

import mimetypes
import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote

from confide.casework.forms.mail.characters import decode, mend, name_safe
from confide.casework.forms.mail.headers import AS_IT_CAME, decoded, subject

_LONGEST = 120
_LONGEST_ENDING = 12
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}")
# The library's own table, without whatever the machine's adds to it.
_ENDINGS = mimetypes.MimeTypes()
_OURS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "application/octet-stream": ".bin",
}


def given_name(part: Message) -> str:
    """The name that the sender gave a part, harmless; empty if none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        if name := clean(_parameter(part, header, parameter)):
            return name
    return clean(unquote(part.get("content-location", "")).split("?")[0])


def neutral_name(number: int, content_type: str) -> str:
    """A name for the attachment that has none."""
    ending = _OURS.get(content_type) or _ENDINGS.guess_extension(content_type, strict=False)
    otherwise = ".txt" if content_type.startswith("text/") else ".bin"
    return f"attachment-{number}{ending or otherwise}"


def enclosed_name(content: bytes) -> str:
    """An enclosed mail is known by its own subject; empty if it has none."""
    head = BytesHeaderParser(policy=AS_IT_CAME).parsebytes(content[:65_536])
    name = clean(subject(head).replace("/", "-"))
    return f"{name.removesuffix('.eml')}.eml" if name else ""


def clean(name: str) -> str:
    """A file name without folders, hidden characters or undue length, its ending kept."""
    name = re.split(r"[/\\]", name_safe(decoded(name)).rstrip("/\\ "))[-1].strip(". ")
    if len(name) <= _LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST].strip(". ")
    return stem[: _LONGEST - len(ending) - 1].strip(". ") + dot + ending


def plain_type(content_type: str) -> str:
    """A media type that is one, and the neutral type for what is not."""
    return content_type if _TYPE.fullmatch(content_type) else "application/octet-stream"


def _parameter(part: Message, header: str, parameter: str) -> str:
    try:
        value = part.get_param(parameter, "", header)
        if isinstance(value, tuple):
            charset, _, text = value
            return decode(text.encode("latin-1"), charset or "utf-8")
        return mend(collapse_rfc2231_value(value or ""))
    except (LookupError, ValueError, TypeError):
        return ""
