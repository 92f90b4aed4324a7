"""Our formats, each success and each kind of failure one file in `tests/vectors/vault`."""

import tomllib
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from confide.casework.models import Case, Contact, Drawer, DrawerItem
from confide.vault import epochs, files, grants, recovery, rings, sessions, shred, ways
from confide.vault.casekeys import CaseKeys
from confide.vault.files import SealedFile
from confide.vault.models import (
    Grant,
    KeyRing,
    Recovery,
    RecoveryShare,
    Session,
    ShredKey,
    Unlock,
)
from confide.vault.payloads import unpad
from confide.vault.primitives import DoesNotOpen
from confide.vault.rings import Unlocked
from confide.vault.words import read_sheet
from tests.vault.conftest import Note

VECTORS = sorted((Path(__file__).parents[1] / "vectors" / "vault").glob("*.toml"))

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def row(v: dict[str, Any]) -> bool:
    keys = CaseKeys(v["case"], 1, {1: b64decode(v["case_key"])}, b64decode(v["shred_key"]))
    contact = Contact(id=v["row"], case=Case(id=v["case"]), sealed=b64decode(v["sealed"]))
    return contact.take(keys, Note).said == "She came on Monday."


def padding(v: dict[str, Any]) -> bool:
    return len(unpad(b64decode(v["head"]) + bytes(v["zeros"]) + b64decode(v["tail"]))) in (0, 3)


def grant(v: dict[str, Any]) -> bool:
    giver = KeyRing(
        id=v["giver_id"],
        kem_public=b64decode(v["giver_kem"]),
        sign_public=b64decode(v["giver_sign"]),
    )
    given = Grant(case=v["case"], generation=v["generation"], giver=giver)
    given.sealed, given.signature = b64decode(v["sealed"]), b64decode(v["signature"])
    opened = grants._open_given(ring_of(b64decode(v["holder_seed"])), given, {giver.id: giver})
    if opened is None:
        raise DoesNotOpen
    return opened == b64decode(v["case_key"])


def file(v: dict[str, Any]) -> bool:
    sealed = SealedFile(v["stored_as"], b64decode(v["key"]), v["size"])
    files.discard(files.seal(b""))
    (files._root() / "incoming" / v["stored_as"]).write_bytes(b64decode(v["sealed"]))
    return b"".join(files.read_incoming(sealed)) == b"A letter."


def unlock(v: dict[str, Any]) -> bool:
    ring = KeyRing.objects.create(id=v["ring"], kem_public=b"", sign_public=b"")
    sealed = b64decode(v["sealed"])
    Unlock.objects.create(ring=ring, salt=b64decode(v["salt"]), sealed_seeds=sealed)
    unlocked = rings.unlock(v["ring"], v["passphrase"])
    if unlocked is None:
        raise DoesNotOpen
    return unlocked.pack() == b64decode(v["seed"])


def shred_key(v: dict[str, Any]) -> bool:
    epochs.begin(datetime.fromisoformat(v["epoch"]).date())
    (epochs._folder() / v["epoch"]).write_bytes(b64decode(v["epoch_key"]))
    ShredKey.objects.create(case=v["case"], epoch=v["epoch"], wrapped=b64decode(v["wrapped"]))
    try:
        return shred.fetch([v["case"]]) == {v["case"]: b64decode(v["shred_key"])}
    except epochs.EpochFault:
        raise DoesNotOpen from None


def recovery_(v: dict[str, Any]) -> bool:
    kem, sign = b64decode(v["kem"]), b64decode(v["sign"])
    ring = KeyRing(kem_public=kem, sign_public=sign)
    ring.id = rings.fingerprint(ring)
    ring.save()
    made = Recovery.objects.create(id=v["recovery"], ring=ring)
    sealed = b64decode(v["sealed"])
    RecoveryShare.objects.create(recovery=made, trustees=v["trustees"], sealed=sealed)
    return recovery.open_recovery(*v["sheets"].split(" / ")).pack() == b64decode(v["seed"])


def session(v: dict[str, Any]) -> bool:
    ring = KeyRing.objects.create(id=v["ring"], kem_public=b"", sign_public=b"")
    seen, expires = (datetime.fromtimestamp(v[when], UTC) for when in ("seen", "expires"))
    sealed = b64decode(v["sealed"])
    Session.objects.create(
        id=v["row"], ring=ring, expires_at=expires, seen_at=seen, sealed=sealed
    )  # fmt: skip
    resumed = sessions.resume(v["secret"], at=seen, idle_minutes=15)
    if resumed is None:
        raise DoesNotOpen
    return resumed.unlocked.pack() == b64decode(v["seed"])


def way(v: dict[str, Any]) -> bool:
    found = ways.way_in(v["words"])
    if found.lookup != v["lookup"]:
        raise DoesNotOpen
    return (found.ring.id, found.unlocked.pack()) == (v["ring"], b64decode(v["seed"]))


def drawer(v: dict[str, Any]) -> bool:
    keys = CaseKeys(v["drawer"], 1, {1: b64decode(v["case_key"])}, b64decode(v["shred_key"]))
    item = DrawerItem(id="r" * 26, drawer=Drawer(id=v["drawer"]), sealed=b64decode(v["sealed"]))
    return item.take(keys, Note).said == "She came on Monday."


def sheet(v: dict[str, Any]) -> bool:
    return len(read_sheet(v["sheet"]).split()) == 9


READERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "row": row, "padding": padding, "grant": grant, "file": file, "unlock": unlock,
    "shred-key": shred_key, "recovery": recovery_, "session": session, "sheet": sheet,
    "way": way, "drawer": drawer,
}  # fmt: skip


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_opens_or_does_not_as_it_says(path: Path) -> None:
    vector = tomllib.loads(path.read_text())
    kind = next(kind for kind in READERS if path.stem == kind or path.stem.startswith(f"{kind}-"))
    if vector["expect"] == "opens":
        assert READERS[kind](vector)
    else:
        with pytest.raises(DoesNotOpen):
            READERS[kind](vector)


def test_every_format_has_a_success_and_a_failure() -> None:
    said = {path.stem: tomllib.loads(path.read_text())["expect"] for path in VECTORS}
    for kind in READERS:
        assert said[kind] == "opens"
        assert any(each.startswith(f"{kind}-") and said[each] != "opens" for each in said)


def ring_of(seed: bytes) -> Unlocked:
    return Unlocked(Unlocked("", seed).public().id, seed)
