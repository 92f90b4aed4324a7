"""Attachments on the disk: sealed, padded, without names or times. (CONF-1, RECD-2)"""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import DoesNotOpen, random_id, random_key

CASE = "c" * 26
CANARY = b"CANARY a letter that nobody else may read "


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 70_000, 1_000_000])
def test_a_file_comes_back_whole(size: int) -> None:
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    sealed = files.seal(content)
    assert b"".join(files.read_incoming(sealed)) == content
    files.adopt(sealed, case=CASE)
    assert b"".join(files.read(sealed, case=CASE)) == content


@pytest.mark.promise("P1")
def test_its_words_are_nowhere_on_the_disk(data: Path) -> None:
    files.adopt(files.seal(CANARY * 1000), case=CASE)
    assert CANARY not in everything_in(data)


def test_the_disk_shows_neither_its_length_nor_when_it_came(data: Path) -> None:
    for size in (5000, 5500):
        files.adopt(files.seal(b"x" * size), case=CASE)
    folder = data / "files" / CASE
    assert len({path.stat().st_size for path in folder.iterdir()}) == 1
    assert {path.stat().st_mtime for path in [folder, *folder.iterdir()]} == {0}


def test_nobody_else_on_the_machine_may_read_it(data: Path) -> None:
    umask = os.umask(0)
    try:
        files.adopt(files.seal(b"x"), case=CASE)
    finally:
        os.umask(umask)
    for path in (data / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE((data / "files").stat().st_mode) == 0o700


def test_a_file_of_another_case_is_not_found() -> None:
    sealed = files.seal(b"x")
    files.adopt(sealed, case=CASE)
    with pytest.raises(DoesNotOpen):
        b"".join(files.read(sealed, case="d" * 26))


def test_two_files_cannot_be_swapped(data: Path) -> None:
    first, second = files.seal(b"first"), files.seal(b"second")
    incoming = data / "files" / "incoming"
    (incoming / first.stored_as).replace(incoming / second.stored_as)
    with pytest.raises(DoesNotOpen):
        b"".join(files.read_incoming(second))


@given(name=st.one_of(st.text(), st.just("../../etc/passwd"), st.just("a" * 26 + "\n")))
def test_a_name_that_is_not_ours_never_meets_a_path(name: str) -> None:
    if files._NAME.fullmatch(name):
        return
    strange = SealedFile(name, random_key(), 1)
    with pytest.raises(DoesNotOpen):
        b"".join(files.read(strange, case=CASE))
    with pytest.raises(DoesNotOpen):
        b"".join(files.read(SealedFile(random_id(), random_key(), 1), case=name))
    with pytest.raises(DoesNotOpen):
        files.adopt(strange, case=CASE)
    with pytest.raises(DoesNotOpen):
        files.remove_case_folder(name)


def test_a_cases_folder_goes_as_a_whole_and_alone(data: Path) -> None:
    for case in (CASE, "d" * 26):
        files.adopt(files.seal(b"x"), case=case)
    files.remove_case_folder(CASE)
    files.remove_case_folder(CASE)
    assert sorted(path.name for path in (data / "files").iterdir()) == ["d" * 26, "incoming"]


def test_what_was_discarded_is_gone(data: Path) -> None:
    files.discard(files.seal(b"x"))
    assert list((data / "files" / "incoming").iterdir()) == []


def test_discarding_does_not_reach_what_was_adopted() -> None:
    sealed = files.seal(b"x")
    files.adopt(sealed, case=CASE)
    files.discard(sealed)
    assert b"".join(files.read(sealed, case=CASE)) == b"x"


def test_what_waited_too_long_is_swept_and_the_rest_stays(data: Path) -> None:
    old, young = files.seal(b"old"), files.seal(b"young")
    long_ago = datetime(2025, 11, 16, tzinfo=UTC)
    stamp = long_ago.timestamp()
    os.utime(data / "files" / "incoming" / old.stored_as, (stamp, stamp))
    files.sweep_incoming(long_ago + timedelta(hours=1))
    assert b"".join(files.read_incoming(young)) == b"young"
    with pytest.raises(DoesNotOpen):
        b"".join(files.read_incoming(old))


def test_its_key_prints_as_nothing() -> None:
    sealed = files.seal(b"x")
    assert repr(sealed.file_key) not in repr(sealed)
