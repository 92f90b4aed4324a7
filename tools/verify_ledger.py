#!/usr/bin/env python3
"""Verify a Confide ledger without trusting Confide. Standard library only; imports nothing of ours.

    verify_ledger.py LEDGER --key KEY [--checkpoint FILE]...

LEDGER is the service's SQLite file, or a folder or `entries.txt` that it exported. KEY is the
printed public key (`name+id+base64`) or a file with it; take it from paper, not from the server.
Give every checkpoint that was kept outside: only they show that a ledger was cut short or rolled
back. Exit code 0: all is as it was written. 1: it is not, and the first fault is printed. 2: this
could not be found out.

Written from docs/formats/ledger.md, RFC 6962 and RFC 8032, apart from the product's own code.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIELDS = ("position", "after", "at", "event", "by", "about", "clause", "verdict")
SHAPES = {
    "position": r"0|[1-9][0-9]{0,17}",
    "after": r"[0-9a-f]{64}",
    "at": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "event": r"(?=[a-z.-]{3,48}\Z)[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+",
    "by": r"service|student|nobody|[a-z2-7]{26}",
    "about": r"service|[a-z2-7]{26}",
    "clause": r"[A-Z]{4}-[1-9][0-9]?",
    "verdict": r"allowed|refused",
    "leaf": r"[0-9a-f]{64}",
}


class Entry(NamedTuple):
    """One entry's fields as text, in the order of FIELDS, and the hash stored beside it."""

    fields: tuple[str, ...]
    leaf: str


class Checkpoint(NamedTuple):
    """What a checkpoint says."""

    name: str
    size: int
    root: bytes


class Lost(NamedTuple):
    """A checkpoint whose entries two people declared to be lost, and where they did."""

    checkpoint: Checkpoint
    declared: int


Stack = list[tuple[int, bytes]]  # the perfect trees that the tree consists of: height, hash


class Wrong(Exception):  # noqa: N818
    """The ledger is not what it was."""


def verify(entries: Iterator[Entry], checkpoints: list[Checkpoint]) -> tuple[int, list[Lost]]:
    """Return how many entries there are and what was given up; or raise `Wrong`."""
    stack: Stack = []
    after = hashlib.sha256(b"").hexdigest()
    size = good = 0
    waiting = sorted(checkpoints, key=lambda checkpoint: checkpoint.size)
    declared: dict[str, int] = {}
    lost: list[Lost] = []
    before: Entry | None = None
    for entry in entries:
        fault = differs(entry, size, after)
        if fault:
            raise Wrong(fault)
        before = declare(entry, before, declared)
        good = compare(waiting, size, stack, good, declared, lost)
        leaf = bytes.fromhex(entry.leaf)
        height = 0
        while stack and stack[-1][0] == height:
            leaf = hashlib.sha256(b"\x01" + stack.pop()[1] + leaf).digest()
            height += 1
        stack.append((height, leaf))
        after, size = entry.leaf, size + 1
    compare(waiting, size, stack, good, declared, lost)
    for checkpoint in waiting:
        if not given_up(checkpoint, declared, lost):
            name, covered, _ = waiting[-1]
            raise Wrong(f"entry {size} is missing: {name} covers {covered} entries")
    return size, lost


def declare(entry: Entry, before: Entry | None, declared: dict[str, int]) -> Entry | None:
    """Note a head that two people, one right after the other, declared to be lost."""
    said = dict(zip(FIELDS, entry.fields, strict=True))
    if said["event"] != "ledger.continued" or said["verdict"] != "allowed":
        return None
    if before is not None:
        other = dict(zip(FIELDS, before.fields, strict=True))
        if other["about"] == said["about"] and other["by"] != said["by"]:
            declared.setdefault(said["about"], int(other["position"]))
            return None
    return entry


def given_up(checkpoint: Checkpoint, declared: dict[str, int], lost: list[Lost]) -> bool:
    """Say whether what a checkpoint covers was declared lost, before it would have come."""
    text = f"confide-head/v1\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"
    head = base64.b32encode(hashlib.sha256(text.encode()).digest()[:16]).decode()[:26].lower()
    at = declared.get(head, checkpoint.size)
    if at >= checkpoint.size:
        return False
    lost.append(Lost(checkpoint, at))
    return True


def differs(entry: Entry, position: int, after: str) -> str:
    """Say what is wrong with the entry that stands at this position, or nothing."""
    for name, text in zip((*FIELDS, "leaf"), (*entry.fields, entry.leaf), strict=True):
        if not re.fullmatch(SHAPES[name], text):
            return f"entry {position}: its {name} is nothing that an entry may hold"
    found = int(entry.fields[0])
    if found > position:
        return f"entry {position} is missing here: entry {found} stands in its place"
    if found < position:
        return f"entry {found} stands here a second time, or was put in"
    lines = ["confide-entry/v1", *(f"{n} {t}" for n, t in zip(FIELDS, entry.fields, strict=True))]
    canonical = "".join(line + "\n" for line in lines).encode("ascii")
    if hashlib.sha256(b"\x00" + canonical).hexdigest() != entry.leaf:
        return f"entry {position} is not what was written there"
    if entry.fields[1] != after:
        return f"entry {position} does not follow the entry before it"
    return ""


def compare(
    waiting: list[Checkpoint],
    size: int,
    stack: Stack,
    good: int,
    declared: dict[str, int],
    lost: list[Lost],
) -> int:
    """Hold the tree against the checkpoints of this size; return the last size that was good."""
    while waiting and waiting[0].size == size:
        checkpoint = waiting.pop(0)
        root = stack[-1][1] if stack else hashlib.sha256(b"").digest()
        for _, left in reversed(stack[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        if root != checkpoint.root:
            if given_up(checkpoint, declared, lost):
                continue
            raise Wrong(f"entries {good} to {size - 1} are not those of {checkpoint.name}")
        good = size
    return good


def from_text(path: Path) -> Iterator[Entry]:
    """Read an exported ledger."""
    first, *blocks = path.read_bytes().decode("ascii", "backslashreplace").split("\n\n")
    if first.rstrip("\n") != "confide-ledger/v1":
        raise ValueError(f"{path} is not an exported ledger")
    for block in blocks:
        version, *lines = block.removesuffix("\n").split("\n")
        names = tuple(line.partition(" ")[0] for line in lines)
        texts = [line.partition(" ")[2] for line in lines]
        if version != "confide-entry/v1" or names != (*FIELDS, "leaf"):
            texts = [""] * 9
        yield Entry(tuple(texts[:-1]), texts[-1])


def from_sqlite(database: sqlite3.Connection) -> Iterator[Entry]:
    """Read the entries of a service's own database."""
    # Text that a flipped bit has made unreadable has to come out, so that it can be named.
    database.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    columns = 'position, "after", stamp, event, "by", about, clause, verdict, leaf'
    try:
        for row in database.execute(f"SELECT {columns} FROM ledger_entry ORDER BY position"):
            *fields, leaf = (str(value) for value in row)
            yield Entry(tuple(fields), leaf)
    except sqlite3.DatabaseError as damage:
        raise Wrong(f"the database itself is damaged ({damage})") from damage


class Key(NamedTuple):
    """The public key that checkpoints (signed notes of C2SP) have to be signed with."""

    name: str
    id: bytes
    public: bytes


def read_key(text: str) -> Key:
    """Read a printed key: its name, its id, and a type byte with the key in base64."""
    name, _, rest = text.strip().partition("+")
    id_, _, encoded = rest.partition("+")
    raw = base64.b64decode(encoded, validate=True)
    digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()
    if len(raw) != 33 or raw[0] != 1 or digest[:4].hex() != id_:
        raise ValueError("this is not a ledger's public key")
    return Key(name, digest[:4], raw[1:])


def read_checkpoint(name: str, note: str, key: Key) -> Checkpoint:
    """Return what a checkpoint says, or raise `Wrong` unless the key signed it."""
    text, _, below = note.rpartition("\n\n")
    text += "\n"
    signatures = [signature for line in below.splitlines() for signature in signed(line, key)]
    if not signatures or not all(ed25519(key.public, s, text.encode()) for s in signatures):
        raise Wrong(f"{name} is not signed by the ledger's key")
    said = re.fullmatch(r"(\S+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n", text)
    if said is None or said[1] != key.name:
        raise Wrong(f"{name} is not a checkpoint of this ledger")
    kept_as = re.fullmatch(r"checkpoint[- ]([0-9]+)(\.txt)?", name)
    if kept_as and kept_as[1] != said[2]:
        raise Wrong(f"{name} stands in another one's place: it covers {said[2]} entries")
    return Checkpoint(name, int(said[2]), base64.b64decode(said[3]))


def signed(line: str, key: Key) -> Iterator[bytes]:
    """Yield the signature in this line if it says that it is this key's."""
    parts = line.split(" ")
    if len(parts) == 3 and parts[0] == "\u2014" and parts[1] == key.name:
        raw = base64.b64decode(parts[2])
        if raw[:4] == key.id:
            yield raw[4:]


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]  # extended coordinates: X, Y, Z, T with x = X/Z, xy = T/Z


def ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """Verify a signature as RFC 8032, section 5.1.7, says: [S]B = R + [k]A."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    base = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    assert base is not None
    x1, y1, z1, _ = times(s, base)
    x2, y2, z2, _ = plus(r, times(k, a))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def decompress(encoded: bytes) -> Point | None:
    """Find the point with this y and this sign of x (section 5.1.3)."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def plus(p: Point, q: Point) -> Point:
    """Add two points (section 5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, p: Point) -> Point:
    """Add a point to itself n times."""
    result: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = plus(result, p)
        p, n = plus(p, p), n >> 1
    return result


def main(arguments: list[str]) -> int:
    """Verify what the command line names, and print the verdict."""
    parser = argparse.ArgumentParser(description="Verify a Confide ledger.")
    parser.add_argument("ledger", type=Path, help="SQLite file, exported folder or entries.txt")
    parser.add_argument("--key", required=True, help="the printed public key, or a file with it")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="FILE")
    asked = parser.parse_args(arguments)
    try:
        key = read_key(Path(asked.key).read_text() if Path(asked.key).is_file() else asked.key)
        entries, notes = open_ledger(asked.ledger)
        notes += [(str(path), path.read_text(encoding="utf-8")) for path in asked.checkpoint]
        return judge(entries, notes, key)
    except (OSError, ValueError, sqlite3.Error) as problem:
        print(f"Could not be verified: {problem}", file=sys.stderr)
        return 2


def judge(entries: Iterator[Entry], notes: list[tuple[str, str]], key: Key) -> int:
    """Verify, print, and return the exit code. A forged checkpoint never hides another fault."""
    checkpoints, forged = [], []
    for name, note in notes:
        try:
            checkpoints.append(read_checkpoint(name, note, key))
        except (Wrong, ValueError) as wrong:
            forged.append(str(wrong))
    try:
        size, lost = verify(entries, checkpoints)
    except Wrong as wrong:
        forged.insert(0, str(wrong))
    if forged:
        print(f"NOT as it was written: {forged[0]}")
        return 1
    held = [each for each in checkpoints if each not in [one.checkpoint for one in lost]]
    covered = max((checkpoint.size for checkpoint in held), default=0)
    print(f"All {size} entries are as they were written; checkpoints cover the first {covered}.")
    for checkpoint, declared in lost:
        print(
            f"{checkpoint.name} covers {checkpoint.size} entries of a history that two people "
            f"declared lost at entry {declared}."
        )
    return 0


def open_ledger(path: Path) -> tuple[Iterator[Entry], list[tuple[str, str]]]:
    """Return the entries, and the checkpoints that lie beside them."""
    if path.is_dir():
        notes = sorted(path.glob("checkpoint-*.txt"))
        return from_text(path / "entries.txt"), [(n.name, n.read_text("utf-8")) for n in notes]
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            return from_text(path), []
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    stored = database.execute("SELECT size, note FROM ledger_checkpoint ORDER BY size")
    return from_sqlite(database), [(f"checkpoint {size}", note) for size, note in stored]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
