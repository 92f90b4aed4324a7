"""Answers of few lengths. (CONF-3)

Whoever watches the line sees how long an answer is, encrypted or not. A page whose content is one
person's is filled up with blanks after its end to the next of a few lengths, so that what may be in
it tells next to nothing; the proxy must not compress it, or the blanks would be gone. A file keeps
its bytes: it goes out packed as gzip that does not pack anything, filled up with empty blocks, and
the browser that unpacks it saves what was sent.
"""

import zlib
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse

# The least holds every page of the student's way that is the same for everybody, and a drawer with
# little in it; then each is twice the one before.
LEAST: Final = 28 * 1024
# RFC 1952, 2.3: gzip, deflated, with an extra field; of no time, from no system. RFC 1951, 3.2.4:
# a stored block has at most so many bytes, after five that say how many; it may have none.
_HEAD: Final = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff"
_BLOCK: Final = 0xFFFF
_EMPTY, _LAST = b"\0\0\0\xff\xff", b"\x01\0\0\xff\xff"


def padded(response: HttpResponse, *, to: HttpRequest) -> HttpResponse:
    """The same answer, as long as every other of its size. What leads on stays."""
    content = bytes(response.content)
    if getattr(response, "isolated", False):
        return _packed(response, content) if _unpacks(to, response) else response
    if content:
        response.content = content + b" " * (_length(len(content)) - len(content))
    return response


def packed(content: bytes) -> bytes:
    """The same bytes for whoever unpacks gzip, of one of the lengths."""
    blocks = b"".join(_stored(content))
    sums = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    least = len(_HEAD) + 2 + len(blocks) + len(_LAST) + len(sums)
    fill, odd = divmod(_length(least) - least, len(_EMPTY))
    extra = odd.to_bytes(2, "little") + bytes(odd)
    return b"".join((_HEAD, extra, blocks, _EMPTY * fill, _LAST, sums))


def _packed(response: HttpResponse, content: bytes) -> HttpResponse:
    response.content = packed(content)
    response["Content-Encoding"] = "gzip"
    return response


def _unpacks(to: HttpRequest, response: HttpResponse) -> bool:
    # A browser leaves packed what is called so; then it goes out as it is, and as long.
    named_so = response.headers.get("Content-Disposition", "").endswith('gz"')
    return "gzip" in to.headers.get("Accept-Encoding", "") and not named_so


def _stored(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _BLOCK):
        part = content[start : start + _BLOCK]
        yield b"\0" + len(part).to_bytes(2, "little") + (_BLOCK - len(part)).to_bytes(2, "little")
        yield part


def _length(content: int) -> int:
    length = LEAST
    while length < content:
        length *= 2
    return length
