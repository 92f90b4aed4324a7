"""Payloads: typed, versioned, padded to few sizes. (CONF-1)"""

from typing import ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confide.vault.files import bucket as file_bucket
from confide.vault.payloads import Payload, bucket, pad, unpad
from confide.vault.primitives import DoesNotOpen, bind
from tests.vault.conftest import Note


@given(st.binary(max_size=5000))
def test_what_was_padded_comes_back(content: bytes) -> None:
    assert unpad(pad(content)) == content


@given(st.binary(max_size=5000))
def test_nothing_opens_that_padding_would_not_have_made(padded: bytes) -> None:
    try:
        content = unpad(padded)
    except DoesNotOpen:
        return
    assert pad(content) == padded


@given(st.integers(0, 2**40))
def test_a_bucket_holds_its_content_and_is_one_of_few(length: int) -> None:
    assert length <= bucket(length) <= max(1024, 4 * length)
    assert bucket(bucket(length)) == bucket(length)


@given(st.integers(0, 2**40))
def test_a_file_grows_by_less_than_half(size: int) -> None:
    grown = file_bucket(size)
    assert size <= grown <= max(4096, size * 1.415 + 2)
    assert file_bucket(grown) == grown


def test_all_uploads_up_to_the_limit_have_few_sizes() -> None:
    sizes = {file_bucket(size) for size in range(0, 50 * 1024 * 1024, 1021)}
    assert len(sizes) == 29


@given(st.text())
def test_a_payload_comes_back_from_its_bytes(said: str) -> None:
    try:
        said.encode()
    except UnicodeEncodeError:
        return
    assert Note.decode(Note(said=said).encode()) == Note(said=said)


@given(st.binary(max_size=2000))
@example(b"\x81\xa4said\xa1\xff")  # not even text
@example(b"\x81\xa1x" + b"\x91" * 1500)  # nested without end
def test_other_bytes_are_no_payload_and_are_never_quoted(content: bytes) -> None:
    try:
        Note.decode(pad(content))
    except DoesNotOpen as closed:
        assert closed.args == ()


def test_one_kind_is_not_read_as_another() -> None:
    class Other(Payload, frozen=True):
        SCHEMA: ClassVar[int] = 1
        told: str

    with pytest.raises(DoesNotOpen):
        Other.decode(Note(said="x").encode())


@given(st.lists(st.text(alphabet="ab/", max_size=3), max_size=4))
def test_two_places_never_share_an_encoding(parts: list[str]) -> None:
    joined = ["".join(parts)]
    assert bind("row", *parts) != bind("row", *joined) or parts == joined
