"""Uploads are sealed from their first byte, and no clear byte of them ever meets the disk.

Django's own handlers write what is larger than 2.5 MB to a temporary file in clear; so this one is
the only one (`FILE_UPLOAD_HANDLERS`). The file's key is held in memory by the uploaded file, which
is removed at the end of the request unless an action has adopted it. (CONF-1, RECD-2)
"""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from confide.vault import files
from confide.vault.files import FileSealer, SealedFile

MOST_AT_ONCE: Final = 20
KEPT_FREE: Final = 1024**3
TOO_LARGE: Final = "too-large"
TOGETHER: Final = "together-too-large"
TOO_MANY: Final = "too-many"
NO_ROOM: Final = "no-room"
# Reading on keeps nothing, and costs no more for each byte than another request would.
_READ_ON: Final = 40
_UNKEPT: Final = {
    TOO_LARGE: gettext_lazy("This file is larger than %(limit)s MB. Nothing of it was kept."),
    TOGETHER: gettext_lazy(
        "Together these files are larger than %(limit)s MB. None was kept: send some of them now, "
        "and the others afterwards."
    ),
    TOO_MANY: gettext_lazy(
        "These are more than %(most)s files. None was kept: send some of them now, and the others "
        "afterwards."
    ),
    NO_ROOM: gettext_lazy(
        "We cannot take files at the moment. None was kept: send your words without them, and "
        "bring the files another time."
    ),
}


# What a script says of the same before anything is sent.
_UNSENT: Final = {
    TOO_LARGE: gettext_lazy(
        "What you chose is larger than %(limit)s MB. Nothing was sent, and what you typed is still "
        "here: choose fewer or smaller files, and send the others afterwards."
    ),
    TOO_MANY: gettext_lazy(
        "These are more than %(most)s files. Nothing was sent, and what you typed is still here: "
        "choose fewer, and send the others afterwards."
    ),
}


class SealedUpload(UploadedFile):
    """An uploaded file whose bytes lie sealed in `incoming`; reading opens them again."""

    def __init__(
        self, sealed: SealedFile | None, size: int, *, unkept: str = "", **described: Any
    ) -> None:
        super().__init__(file=None, size=size, **described)
        self._sealed = sealed
        # Why nothing of it was kept: `TOO_LARGE`, `TOO_MANY`, `NO_ROOM`, or "".
        self.unkept = unkept

    @property
    def too_large(self) -> bool:
        """Whether it was over the limit, and nothing of it was kept."""
        return self.unkept == TOO_LARGE

    @property
    def sealed(self) -> SealedFile:
        """What an action adopts into a case."""
        if self._sealed is None:
            raise ValueError("This upload was over the limit; the form should have refused it.")
        return self._sealed

    def chunks(self, _chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, opened chunk by chunk."""
        return files.read_incoming(self.sealed)

    def multiple_chunks(self, _chunk_size: int | None = None) -> bool:
        """Always in chunks."""
        return True

    def read(self, *_: object) -> bytes:
        """All of the bytes, opened."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Remove it, unless it was adopted: Django closes every upload when the request ends."""
        if self._sealed is not None:
            files.discard(self._sealed)


class SealingUploadHandler(FileUploadHandler):
    """Seals each file while it arrives.

    Of a file over the limit nothing is kept, but reading goes on for a while, so that the form can
    say what was wrong and still has everything else that was typed. Whoever sends many times the
    limit is cut off, with an answer that says the request was too large.
    """

    _sealing: FileSealer | None = None
    _unkept = ""
    _files = 0
    _received = 0
    _received_in_all = 0
    _kept_in_all = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._received = 0
        self._files += 1
        self._unkept = TOO_MANY if self._files > MOST_AT_ONCE else "" if _has_room() else NO_ROOM
        self._sealing = None if self._unkept else FileSealer()

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Seal the next bytes, or let them go by once the file is too large."""
        self._received += len(raw_data)
        self._received_in_all += len(raw_data)
        if self._sealing and self._kept_in_all + self._received > upload_limit():
            self.upload_interrupted()
            self._unkept = TOO_LARGE
        if self._received_in_all > upload_limit() * _READ_ON:
            # Not `StopUpload`: after it the form would be read as if no file had been chosen.
            raise RequestDataTooBig
        if self._sealing is not None:
            self._sealing.write(raw_data)

    def file_complete(self, _file_size: int) -> SealedUpload:
        """The uploaded file, durable on the disk; or the mark of one that was too large."""
        sealed = self._sealing.finish() if self._sealing is not None else None
        self._sealing = None
        self._kept_in_all += self._received if sealed else 0
        return SealedUpload(
            sealed,
            self._received,
            unkept=self._unkept,
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Leave nothing of the file that was arriving."""
        if self._sealing is not None:
            self._sealing.abandon()
            self._sealing = None


class SealedFileField(forms.FileField):
    """A form's field for one sealed upload, which says so when nothing of it was kept."""

    def to_python(self, upload: Any) -> Any:
        """The upload, or an error in words."""
        if isinstance(upload, SealedUpload) and upload.unkept:
            raise _error(upload.unkept)
        return super().to_python(upload)


class SealedFilesField(SealedFileField):
    """A form's field for several sealed uploads, which have one limit together."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What a script needs to say so before anything is sent."""
        limits = {"data-limit": lazy(upload_limit, int)(), "data-most": MOST_AT_ONCE}
        words = {f"data-{why}": lazy(_unsent, str)(why) for why in _UNSENT}
        return {**super().widget_attrs(widget), **limits, **words}

    def clean(self, uploads: Any, initial: Any = None) -> Any:
        """The uploads, or one error in words for them all."""
        found = [each for each in uploads or () if each]
        unkept = {getattr(each, "unkept", "") for each in found}
        if TOO_LARGE in unkept and len(found) > 1:
            unkept = {TOGETHER}
        for why in (TOO_MANY, TOGETHER, NO_ROOM):
            if why in unkept:
                raise _error(why)
        if not found:
            super().clean(None, initial)
        return [super(SealedFilesField, self).clean(each, initial) for each in found]


def upload_limit() -> int:
    """The largest file that is accepted, in bytes."""
    return int(settings.POLICY.upload_limit_mb) * 1024 * 1024


def _has_room() -> bool:
    # What strangers send stops long before the disk is full, so that officers can go on.
    return settings.SIDE != "public" or files.free_bytes() > KEPT_FREE


def _unsent(why: str) -> str:
    return _UNSENT[why] % _limits()


def _limits() -> dict[str, int]:
    return {"limit": int(settings.POLICY.upload_limit_mb), "most": MOST_AT_ONCE}


def _error(why: str) -> forms.ValidationError:
    return forms.ValidationError(_UNKEPT[why], code=why, params=_limits())
