"""Checkpoints: the service's signature over the whole ledger as it was at one size (C2SP).

Kept here, and above all elsewhere: printed and put into the safe, or mailed to a trustee. Only one
that is held outside shows that the ledger was cut short or rolled back. (RECD-2)
"""

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .examine import Finding, Witnessed, examine
from .history import walk
from .models import DATABASE, Checkpoint
from .note import NotSigned, PublicKey, SigningKey, open_note
from .record import recording

KEY_FILE = "ledger.key"
_TEXT = re.compile(
    r"(?P<origin>\S+)\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n", re.ASCII
)


class HistoryDiffers(Exception):  # noqa: N818
    """The ledger is not what it was: nothing is signed, and the finding says where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: this ledger, of this size, has this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode('ascii')}\n"


def make_ledger_key(origin: str) -> PublicKey:
    """Make the key that signs checkpoints, once, in a file that only the service may read.

    The public key that is returned belongs beside the first printed checkpoint.
    """
    key = SigningKey.make(origin)
    # EXCL: never over an old key, whose checkpoints would all seem forged from then on.
    handle = os.open(_key_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key.to_file())
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(_key_path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return key.public


def public_key() -> PublicKey:
    """Give the key that verifies this service's checkpoints."""
    return _signing_key().public


def read_checkpoint(note: str, key: PublicKey) -> Head:
    """Give what a checkpoint says, or raise `NotSigned` unless this key signed it."""
    said = _TEXT.fullmatch(open_note(note, key))
    if said is None or said["origin"] != key.name:
        raise NotSigned("This note is no checkpoint of this ledger.")
    return Head(said["origin"], int(said["size"]), b64decode(said["root"]))


def latest_checkpoint() -> Checkpoint | None:
    """Give the checkpoint of the largest size."""
    return Checkpoint.objects.order_by("-size").first()


def make_checkpoint(at: datetime) -> Checkpoint:
    """Sign the ledger as it stands, unless its last checkpoint is of the same size already.

    A signature says "this grew from what I signed before", so everything is verified first, and
    where something differs nothing is signed: a signed falsehood would hide it for ever.
    """
    if recording():
        raise RuntimeError("A checkpoint covers what is committed; make it outside the record.")
    key = _signing_key()
    finding = examine(walk, witnesses(key.public))
    if not finding:
        raise HistoryDiffers(finding)
    note = key.sign(Head(key.name, finding.entries, finding.root).text())
    with transaction.atomic(using=DATABASE):
        made, _ = Checkpoint.objects.get_or_create(
            size=finding.entries, defaults={"note": note, "made_at": at}
        )
    return made


def witnesses(key: PublicKey, outside: Mapping[str, str] | None = None) -> list[Witnessed]:
    """Read the ledger's own checkpoints, and those from outside by name."""
    inside = Checkpoint.objects.order_by("size").values_list("size", "note")
    return [
        *(_witness(f"checkpoint {size}", note, key, size) for size, note in inside),
        *(_witness(name, note, key) for name, note in (outside or {}).items()),
    ]


def _witness(name: str, note: object, key: PublicKey, size: int | None = None) -> Witnessed:
    try:
        head = read_checkpoint(str(note), key)
    except NotSigned as wrong:
        return Witnessed(name, forged=str(wrong))
    if size is not None and head.size != size:
        return Witnessed(name, forged="It stands in another one's place.")
    return Witnessed(name, head.size, head.root)


def _key_path() -> Path:
    return Path(settings.DATA) / KEY_FILE


def _signing_key() -> SigningKey:
    return SigningKey.from_file(_key_path().read_text(encoding="utf-8"))
