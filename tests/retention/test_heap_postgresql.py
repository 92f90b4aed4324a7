"""What PostgreSQL keeps of a destroyed case, in dead rows and in its log, is shut for good.

Deleted rows stay in the heap until it is vacuumed, and in the write-ahead log until that is
recycled. So the bytes are looked for, and found: sealed rows, and the grants with the case's key.
What is not there, and never was, is the other half: the shred key.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from confide.vault.primitives import DoesNotOpen, bind, derive, hpke_open, unseal
from tests.retention.opener import Copy, shred_keys
from tests.retention.test_backup_postgresql import played
from tools.postgres import running

pytestmark = [
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P6"),
    pytest.mark.slow,
]
_HEADER = 6


def test_of_a_destroyed_case_the_heap_and_the_log_hold_what_nobody_can_open(
    tmp_path: Path,
) -> None:
    data = tmp_path / "live"
    data.mkdir()
    with running() as database:
        cluster = Path(str(conninfo_to_dict(database)["host"])) / "data"
        told = json.loads(played("theatre", database, data, "build"))
        case, seeds = told["case"], {k: bytes.fromhex(v) for k, v in told["seeds"].items()}
        grants, rows = _stored(database, case)
        before = shutil.copytree(data, tmp_path / "before")
        wrapped = _wrapped(before, case)
        assert _openings(Copy(before, before, before / "epochs"), case, seeds, grants, rows)

        played("theatre", database, data, "destroy", case, seeds_of(told), "never")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            assert connection.execute(
                'SELECT count(*) FROM vault_grant WHERE "case" = %s', [case]
            ).fetchone() == (0,)
        left = b"".join(path.read_bytes() for path in cluster.rglob("*") if path.is_file())
    in_bytes = [piece for _, _, piece in grants if piece[100:148] in left]
    assert in_bytes, "dead rows are there to be found, or this proves nothing"
    assert any(sealed[-64:-16] in left for _, sealed in rows)
    assert all(piece not in left for piece in wrapped), "the shred key was never in PostgreSQL"
    for file in data.glob("keys.sqlite3*"):
        assert all(piece not in file.read_bytes() for piece in wrapped)
    assert not _openings(Copy(data, data, data / "epochs"), case, seeds, grants, rows)


def seeds_of(told: dict[str, dict[str, str]]) -> str:
    """The seed of whoever sits at the case."""
    return told["seeds"][str(told["alice"])]


def _stored(
    database: str, case: str
) -> tuple[list[tuple[int, str, bytes]], list[tuple[str, bytes]]]:
    with psycopg.connect(database) as connection:
        grants = connection.execute(
            'SELECT generation, holder_id, sealed FROM vault_grant WHERE "case" = %s', [case]
        ).fetchall()
        rows = connection.execute(
            "SELECT id, sealed FROM casework_contact WHERE case_id = %s", [case]
        ).fetchall()
    return grants, rows


def _wrapped(folder: Path, case: str) -> list[bytes]:
    with closing(sqlite3.connect(folder / "keys.sqlite3")) as keys:
        found = keys.execute('SELECT wrapped FROM vault_shredkey WHERE "case" = ?', [case])
        return [bytes(row[0])[1:49] for row in found]


def _openings(
    copy: Copy,
    case: str,
    seeds: dict[str, bytes],
    grants: Iterable[tuple[int, str, bytes]],
    rows: Iterable[tuple[str, bytes]],
) -> int:
    """How many of the case's contacts open, with every seed and every shred key there is."""
    opened, rows = 0, list(rows)
    for generation, holder, sealed in grants:
        if holder not in seeds:
            continue
        info = bind("grant", case, generation, holder)
        kem = derive(seeds[holder], label="ring-kem", length=96)
        case_key = hpke_open(kem, sealed, info=info)
        for shred_key in shred_keys(copy, case):
            context = bind("case", case, generation)
            key = derive(case_key + shred_key, label="content", context=context)
            for row, stored in rows:
                header, body = stored[:_HEADER], stored[_HEADER:]
                place = bind("row", "casework_contact", row, case, header)
                try:
                    unseal(key, body, aad=place)
                    opened += 1
                except DoesNotOpen:
                    continue
    return opened
