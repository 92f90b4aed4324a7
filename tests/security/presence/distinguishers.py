"""A battery of thieves, each with one idea of how to tell who was here. (P2)

Each answers, for a world and a member, a number: the larger, the likelier that this member was
here. Asked of two worlds, one of which has the member, a thief who knows nothing is right every
other time. None of them has anybody's keys; all have every value at rest and the list of members.
"""

import base64
import hashlib
import hmac
import random
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from tests.security.presence.members import Member
from tests.security.presence.worlds import Game, World, as_bytes

Thief = Callable[[World, Member], float]

_SHORTEST = 4
_PUBLIC_SALTS = (b"", b"confide", b"student", b"nothing-is-signed-with-this")


def reads_what_is_written(world: World, member: Member) -> float:
    """Looks for what identifies the member, in the writings that a program might leave."""
    lies = b"\0".join(world.values()).lower()
    return sum(lies.count(needle.lower()) for needle in _writings(member))


def knows_digests(world: World, member: Member) -> float:
    """Looks for a digest of it, whole or cut short, salted with what the program has in public."""
    lies = b"\0".join(world.values()).lower()
    return sum(lies.count(needle) for needle in _digests(member))


def tries_stored_keys(world: World, member: Member) -> float:
    """Looks for a digest that is keyed with any short value that is stored beside it."""
    stored = {value for value in world.values() if 8 <= len(value) <= 64}
    wanted = {value.lower() for value in stored}
    said = [member.name.encode(), member.name.casefold().encode(), member.crsid.encode()]
    return sum(
        bool({*_forms(hmac.new(key, word, "sha256").digest())} & wanted)
        for key in stored
        for word in said
    )


def counts_rows(world: World, member: Member) -> float:
    """Takes whoever is in the fuller world to be here."""
    return sum(map(len, world.tables.values()))


def weighs(world: World, member: Member) -> float:
    """Takes whatever is larger, files too."""
    return sum(map(len, world.values())) + sum(size for _, size in world.files)


def compares_with_name(world: World, member: Member) -> float:
    """Takes the world whose lengths are nearer to those that the name alone would give."""
    return -abs(weighs(world, member) % 64 - len(member.name))


def looks_at_order(world: World, member: Member) -> float:
    """Takes rows to lie in the order of the alphabet: how early the smallest id stands."""
    share = ord(member.name[0].casefold()) - ord("a")
    ids = [str(row["id"]) for rows in world.tables.values() for row in rows if "id" in row]
    firsts = sorted(ids)[: len(ids) // 4]
    return -abs(sum(ord(each[0]) for each in firsts) / len(firsts) - ord("a") - share)


THIEVES: tuple[Thief, ...] = (
    reads_what_is_written,
    knows_digests,
    tries_stored_keys,
    counts_rows,
    weighs,
    compares_with_name,
    looks_at_order,
)


def wins(thief: Thief, games: Sequence[Game], *, seed: int = 0) -> int:
    """How often a thief points to the right one of the two worlds; a tie is a coin."""
    chance = random.Random(seed)  # noqa: S311 (a coin)
    right = 0
    for game in games:
        with_them = thief(game.present, game.member)
        without = thief(game.absent, game.member)
        right += chance.random() < 0.5 if with_them == without else with_them > without
    return right


def learns(games: Sequence[Game]) -> tuple[int, int]:
    """A thief who learns from half of the games which number of a world goes with which of a name.

    Answers how often they are right in the other half, and how many games that is. Of all numbers
    of a world (rows, lengths and sums of bytes of each column) and of a member, the pair is taken
    that went together most closely.
    """
    half = len(games) // 2
    taught, asked = games[:half], games[half:]
    column, trait, line = _closest(taught)
    chance = random.Random(0)  # noqa: S311 (a coin)
    right = 0
    for game in asked:
        expected = np.polyval(line, _traits(game.member)[trait])
        off = [
            abs(numbers(world).get(column, 0.0) - expected) for world in (game.present, game.absent)
        ]
        right += chance.random() < 0.5 if off[0] == off[1] else off[0] < off[1]
    return right, len(asked)


def numbers(world: World) -> Mapping[str, float]:
    """What can be counted of each column: its rows, its length, its shortest and longest value."""
    found: dict[str, float] = _of_each("files", [size for _, size in world.files])
    for table, rows in world.tables.items():
        found[f"{table} rows"] = len(rows)
        for column in rows[0] if rows else ():
            lengths = [len(as_bytes(row[column])) for row in rows]
            found |= _of_each(f"{table}.{column}", lengths)
    return found


def _of_each(what: str, lengths: Sequence[int]) -> dict[str, float]:
    names = (f"{what} length", f"{what} shortest", f"{what} longest")
    return dict(zip(names, (sum(lengths), min(lengths), max(lengths)), strict=True))


def _closest(games: Sequence[Game]) -> tuple[str, int, np.ndarray]:
    seen = [numbers(game.present) for game in games]
    traits = np.array([_traits(game.member) for game in games], dtype=float)
    best: tuple[float, str, int] = (-1.0, "", 0)
    for column in sorted({name for each in seen for name in each}):
        values = np.array([each.get(column, 0.0) for each in seen])
        if values.std() == 0:
            continue
        for trait in np.flatnonzero(traits.std(axis=0)):
            together = abs(float(np.corrcoef(values, traits[:, trait])[0, 1]))
            best = max(best, (together, column, int(trait)))
    _, column, trait = best
    values = np.array([each.get(column, 0.0) for each in seen])
    return column, trait, np.polyfit(traits[:, trait], values, 1)


def _traits(member: Member) -> tuple[int, ...]:
    lengths = (len(member.name.encode()), len(member.crsid), len(member.email))
    return (*lengths, ord(member.name[0]), zlib.crc32(member.name.encode()) % 1009)


@cache
def _writings(member: Member) -> frozenset[bytes]:
    found: set[bytes] = set()
    for said in member.identifiers:
        if len(said) < _SHORTEST:
            continue
        raw = said.encode()
        found |= {raw, said.encode("utf-16-le"), raw.hex().encode(), raw[::-1]}
        # Base64 of something longer holds one of these, whatever stands before it.
        for before in range(3):
            inner = base64.b64encode(b"\0" * before + raw)[4 if before else 0 : -4]
            found |= {inner} if len(inner) >= 8 else set()
    return frozenset(found)


@cache
def _digests(member: Member) -> frozenset[bytes]:
    return frozenset(
        form
        for said in member.identifiers
        for salt in _PUBLIC_SALTS
        for digest in _digested(said.encode(), salt)
        for form in _forms(digest)
    )


def _digested(said: bytes, salt: bytes) -> Iterable[bytes]:
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256"):
        yield hashlib.new(name, salt + said, usedforsecurity=False).digest()
        yield hmac.new(salt, said, name).digest()


def _forms(digest: bytes) -> Iterable[bytes]:
    for length in {16, len(digest)}:
        cut = digest[:length]
        yield cut.lower()
        yield cut.hex().encode()
        yield base64.b32encode(cut).rstrip(b"=").lower()
        yield base64.b64encode(cut).rstrip(b"=").lower()
