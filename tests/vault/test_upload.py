"""Uploads are sealed from their first byte. (CONF-1, RECD-2)"""

import builtins
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from confide.vault import files, uploads
from confide.vault.uploads import SealedFileField, SealedUpload
from tests.vault.test_file import CANARY, everything_in

MB = 1024 * 1024
NAME = "my_letter_by_dana.pdf"


class Filing(forms.Form):
    said = forms.CharField()
    letter = SealedFileField()


def posted(content: bytes, *more: tuple[str, bytes]) -> HttpRequest:
    letters = {"letter": SimpleUploadedFile(NAME, content, "application/pdf")}
    letters |= {name: SimpleUploadedFile(NAME, other) for name, other in more}
    return RequestFactory().post("/", {**letters, "said": "He rang."})


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> int:
    class Terms:
        upload_limit_mb = 1

    settings.POLICY = Terms()
    return MB


@pytest.fixture(autouse=True)
def _temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder for temporary files that no other process writes to."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every path that is opened for writing."""
    opened: list[str] = []
    whole, low = builtins.open, os.open

    def watched(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if set(mode) & set("wax+") and not isinstance(path, int):
            opened.append(str(path))
        return whole(path, mode, *args, **kwargs)

    def watched_low(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            opened.append(str(path))
        return low(path, flags, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    monkeypatch.setattr(os, "open", watched_low)
    yield opened


@pytest.mark.promise("P1")
def test_an_upload_is_nowhere_in_clear_on_the_disk(data: Path, written: list[str]) -> None:
    content = CANARY * (8 * MB // len(CANARY))
    upload = posted(content).FILES["letter"]
    assert isinstance(upload, SealedUpload)
    assert len(everything_in(data)) > len(content)
    assert CANARY not in everything_in(data)
    assert NAME.encode() not in everything_in(data)
    assert not any("by_dana" in str(path) for path in data.rglob("*"))
    # And nothing was written anywhere else.
    assert written == [str(data / "files" / "incoming" / upload.sealed.stored_as)]
    assert CANARY not in everything_in_temp()
    assert upload.read() == content


def test_djangos_own_handlers_would_have_been_caught(settings: Any, written: list[str]) -> None:
    settings.FILE_UPLOAD_HANDLERS = [
        "django.core.files.uploadhandler.TemporaryFileUploadHandler"
    ]  # fmt: skip
    request = posted(CANARY)
    assert request.FILES["letter"].read() == CANARY
    assert written
    request.close()


def test_an_upload_reads_like_any_other() -> None:
    upload = posted(b"x" * 200_000).FILES["letter"]
    assert (upload.name, upload.size, upload.content_type) == (NAME, 200_000, "application/pdf")
    assert b"".join(upload.chunks()) == upload.read() == b"x" * 200_000


def test_what_no_action_adopted_is_gone_when_the_request_ends(data: Path) -> None:
    request = posted(b"x")
    assert request.FILES
    request.close()
    assert list((data / "files" / "incoming").iterdir()) == []


def test_what_an_action_adopted_stays() -> None:
    request = posted(b"x")
    sealed = request.FILES["letter"].sealed
    files.adopt(sealed, case="c" * 26)
    request.close()
    assert b"".join(files.read(sealed, case="c" * 26)) == b"x"


def test_a_file_of_exactly_the_limit_is_accepted(limit: int) -> None:
    request = posted(b"x" * limit)
    form = Filing(request.POST, request.FILES)
    assert form.is_valid()
    assert form.cleaned_data["letter"].size == limit


def test_a_file_over_the_limit_is_an_error_on_the_form(limit: int, data: Path) -> None:
    request = posted(CANARY * (2 * limit // len(CANARY)))
    form = Filing(request.POST, request.FILES)
    assert form.errors == {"letter": ["This file is larger than 1 MB. Nothing of it was kept."]}
    assert form.data["said"] == "He rang."
    assert everything_in(data) == b""


def test_a_file_that_is_too_large_has_nothing_to_adopt(limit: int) -> None:
    upload = posted(b"x" * (limit + 1)).FILES["letter"]
    assert upload.too_large
    with pytest.raises(ValueError, match="over the limit"):
        upload.sealed  # noqa: B018


def test_one_too_large_does_not_take_the_next_with_it(limit: int) -> None:
    both = posted(b"x" * (limit + 1), ("second", b"small")).FILES
    assert both["letter"].too_large
    assert both["second"].read() == b"small"


def test_whoever_sends_many_times_the_limit_is_cut_off(
    limit: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_READ_ON", 4)
    assert posted(b"x" * (4 * limit)).FILES["letter"].too_large
    with pytest.raises(RequestDataTooBig):
        posted(b"x" * (5 * limit)).FILES  # noqa: B018
    assert everything_in(data) == b""


def test_an_upload_that_breaks_off_leaves_nothing_readable(data: Path) -> None:
    whole = posted(CANARY * 10_000)
    body = whole.body[: 5 * 65536]
    request = RequestFactory().generic(
        "POST", "/", body, content_type=whole.META["CONTENT_TYPE"]
    )  # fmt: skip
    assert "letter" not in request.FILES
    assert everything_in(data) == b""


def test_a_disk_that_is_full_leaves_nothing_behind(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("confide.vault.files.StreamSealer.update", full)
    with pytest.raises(OSError, match="No space"):
        posted(CANARY).FILES  # noqa: B018
    assert list((data / "files" / "incoming").iterdir()) == []


def everything_in_temp() -> bytes:
    return b"".join(
        path.read_bytes() for path in Path(tempfile.gettempdir()).glob("*.upload*")
    )  # fmt: skip
