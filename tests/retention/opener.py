"""Opens a case from copies of a service's files, without the service.

Whoever holds this has everything that can be taken: a copy of the database with every grant and
row, the files, the officers' seeds, the trustees' words, and whatever there is of the database of
shred keys and of the epoch keys. It reads SQLite and bytes and knows the formats of
`docs/formats/`; of the product it uses the cryptographic primitives and nothing else: no model, no
query, no rule. It also digs: a shred key that lies deleted in a free page or a journal is found.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import msgspec

from confide.vault.primitives import DoesNotOpen, StreamOpener, bind, derive, hpke_open, unseal

WRAPPED_BYTES = 1 + 12 + 32 + 16  # suite, nonce, key, tag
HEADER_BYTES = 6
EPOCH = re.compile(r"\d{4}-\d{2}-\d{2}")


class Shut(Exception):  # noqa: N818 (it reads as what happened)
    """Not one row of the case opens."""


@dataclass(frozen=True)
class Copy:
    """What was taken, each from wherever it was taken."""

    data: Path
    """The folder with `confide.sqlite3` and `files`."""
    keys: Path
    """A folder with `keys.sqlite3`, perhaps with its journal."""
    epochs: Path
    """The folder of epoch keys."""


def opened(copy: Copy, case: str, seeds: Mapping[str, bytes], *, part: str = "") -> bytes:
    """Everything of the case that opens, one after the other; or `Shut`.

    `part` is its drawer's id: then everything of that, which lives by the case's shred key too.
    """
    found_keys = list(shred_keys(copy, case))
    found = b"".join(_rows(copy, part or case, seeds, found_keys))
    if not found:
        raise Shut
    return found


def from_sheets(data: Path, sheets: Sequence[str]) -> dict[str, bytes]:
    """The seed of every recovery ring in these data that the words on these sheets unlock."""
    # The tenth word of a sheet only catches slips of the pen.
    secrets = sorted(" ".join(sheet.split()[:-1]).encode() for sheet in sheets)
    found = {}
    with closing(sqlite3.connect(data / "confide.sqlite3")) as database:
        shares = database.execute(
            "SELECT r.id, r.ring_id, s.trustees, s.sealed FROM vault_recovery r "
            "JOIN vault_recoveryshare s ON s.recovery_id = r.id"
        )
        for recovery, ring, trustees, sealed in shares:
            place = bind("recovery-share", recovery, ring, trustees)
            for some in combinations(secrets, trustees.count("-") + 1):
                key = derive(bind("recovery-words", *some), label="recovery")
                with suppress(DoesNotOpen):
                    found[ring] = unseal(key, sealed, aad=place)
    return found


def _rows(
    copy: Copy, case: str, seeds: Mapping[str, bytes], found_keys: list[bytes]
) -> Iterator[bytes]:
    with closing(sqlite3.connect(copy.data / "confide.sqlite3")) as database:
        case_keys = list(_case_keys(database, case, seeds))
        for table, row, sealed in _sealed_rows(database, case):
            header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
            generation = int.from_bytes(header[2:], "big")
            place = bind("row", table, row, case, header)
            for shred_key in found_keys:
                for of_generation, case_key in case_keys:
                    if of_generation == generation:
                        context = bind("case", case, generation)
                        key = derive(case_key + shred_key, label="content", context=context)
                        yield from _one_row(copy, case, key, body, place)


def _one_row(copy: Copy, case: str, key: bytes, body: bytes, place: bytes) -> Iterator[bytes]:
    try:
        padded = unseal(key, body, aad=place)
    except DoesNotOpen:
        return
    packed = padded[4 : 4 + int.from_bytes(padded[:4], "big")]
    yield packed
    said = msgspec.msgpack.decode(packed)
    if said.get("stored_as"):
        path = copy.data / "files" / case / said["stored_as"]
        if path.exists():
            opening = StreamOpener(said["file_key"], bind("file", said["stored_as"]))
            yield (opening.update(path.read_bytes()) + opening.finalize())[: said["size"]]


def _sealed_rows(database: sqlite3.Connection, case: str) -> Iterator[tuple[str, str, bytes]]:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
    for table in tables:
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        whole = table in {"casework_case", "casework_drawer"}
        for of_case in ("id",) if whole else ("case_id", "drawer_id"):
            if {"sealed", of_case} <= columns:
                rows = database.execute(
                    f"SELECT id, sealed FROM {table} WHERE {of_case} = ?",  # noqa: S608
                    [case],
                )
                yield from ((table, row, bytes(sealed)) for row, sealed in rows)


def _case_keys(
    database: sqlite3.Connection, case: str, seeds: Mapping[str, bytes]
) -> Iterator[tuple[int, bytes]]:
    grants = 'SELECT generation, holder_id, sealed, quick FROM vault_grant WHERE "case" = ?'
    for generation, holder, sealed, quick in database.execute(grants, [case]):
        seed = seeds.get(holder)
        if seed is None:
            continue
        info = bind("grant", case, generation, holder)
        yield generation, hpke_open(derive(seed, label="ring-kem", length=96), sealed, info=info)
        if quick is not None:
            aad = bind("grant-quick", case, generation, holder)
            yield generation, unseal(derive(seed, label="ring-own"), quick, aad=aad)


def shred_keys(copy: Copy, case: str) -> Iterator[bytes]:
    """Every shred key of the case that any byte of the copied database still unwraps to."""
    epochs = {path.name: path.read_bytes() for path in copy.epochs.iterdir()}
    epochs = {name: key for name, key in epochs.items() if EPOCH.fullmatch(name)}
    for path in copy.keys.glob("keys.sqlite3*"):
        content = path.read_bytes()
        for found in re.finditer(rb"(?=\x01)", content):
            wrapped = content[found.start() : found.start() + WRAPPED_BYTES]
            for epoch, key in epochs.items():
                try:
                    yield unseal(key, wrapped, aad=bind("shred-key", case, epoch))
                except DoesNotOpen:
                    continue
