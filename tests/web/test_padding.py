"""Answers of few lengths, and the same bytes once a file is unpacked. (CONF-3)"""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from confide.web import padding
from confide.web.headers import attachment

LEAST = padding.LEAST
# From 18 bytes around it, two of an extra field and five for a last block on.
LARGEST = LEAST - 30


@pytest.mark.parametrize("size", [0, 1, LARGEST, 0xFFFF, 0xFFFF + 1, 3 * 0xFFFF])
def test_a_file_is_the_same_once_unpacked_and_as_long_as_others(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    packed = padding.packed(content)
    assert gzip.decompress(packed) == content
    steps = len(packed) // LEAST
    assert len(packed) == LEAST * steps and steps & (steps - 1) == 0


def test_every_odd_length_is_filled_up() -> None:
    assert {len(padding.packed(bytes(size))) for size in range(12)} == {LEAST}
    assert {len(padding.packed(bytes(LARGEST + size))) for size in range(12)} == {LEAST, 2 * LEAST}


@pytest.mark.parametrize(
    ("name", "accepts", "packs"),
    [
        ("document.pdf", "gzip, deflate", True),
        ("document", "br, gzip", True),
        ("document.pdf", "", False),
        ("document.gz", "gzip", False),
        ("document.tgz", "gzip", False),
    ],
)
def test_a_browser_that_would_not_unpack_it_gets_it_as_it_is(
    name: str, accepts: str, packs: bool
) -> None:
    asked = RequestFactory().post("/write/", headers={"Accept-Encoding": accepts})
    answer = padding.padded(attachment(b"light", name=name), to=asked)
    assert answer.has_header("Content-Encoding") is packs
    assert (gzip.decompress(answer.content) if packs else answer.content) == b"light"


def test_a_page_is_filled_up_with_blanks_and_what_leads_on_is_not() -> None:
    asked = RequestFactory().get("/write/")
    assert padding.padded(HttpResponse(b"<p>"), to=asked).content == b"<p>" + b" " * (LEAST - 3)
    assert padding.padded(HttpResponse(), to=asked).content == b""
