"""With everything at rest and the list of all members, nobody tells whether somebody is a user.

Two worlds differ in one student. A battery of thieves is shown both, again and again, and asked
which of the two has the student. What counts as found is being right so often that chance would not
bring it about once in a million runs of the whole battery. (P2, CONF-3)
"""

import hashlib
import hmac
from collections.abc import Callable
from math import comb

import pytest

from confide.casework.actions import requesting
from confide.team.queries import Acting
from confide.vault import casekeys, files, payloads
from confide.vault.primitives import as_id
from tests.security.presence.distinguishers import (
    THIEVES,
    knows_digests,
    learns,
    reads_what_is_written,
    tries_stored_keys,
    wins,
)
from tests.security.presence.members import members
from tests.security.presence.worlds import Game, play

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.promise("P2"),
    pytest.mark.clause("CONF-3"),
]

EVERYBODY = members(120)
ONCE_IN_A_MILLION = 1e-6
QUICK, SLOW = 24, 100


def by_chance(right: int, games: int) -> float:
    """How likely a coin is right so often, or oftener."""
    return sum(comb(games, k) for k in range(right, games + 1)) / 2**games


def found(right: int, games: int) -> bool:
    """Whether a thief knows something, by a battery of so many."""
    return by_chance(right, games) < ONCE_IN_A_MILLION / (len(THIEVES) + 1)


def finders(games: list[Game]) -> list[str]:
    """Which thieves of the battery know something."""
    of_one = [each.__name__ for each in THIEVES if found(wins(each, games), len(games))]
    return of_one + (["learns"] if found(*learns(games)) else [])


def test_no_thief_of_the_battery_does_better_than_chance(alice: Acting) -> None:
    assert finders(play(alice, EVERYBODY, games=QUICK * 2, seed=1, taken=True)) == []


@pytest.mark.slow
def test_nor_in_many_games(alice: Acting) -> None:
    assert finders(play(alice, EVERYBODY, games=SLOW, seed=2, taken=True)) == []


@pytest.mark.parametrize(("right", "is_found"), [(24, True), (23, False), (12, False), (0, False)])
def test_what_counts_as_found(right: int, is_found: bool) -> None:
    assert found(right, QUICK) is is_found


def _digest_of(name: str) -> str:
    return as_id(hashlib.sha256(name.casefold().encode()).digest()[:16])


def test_an_index_of_digests_would_be_found(alice: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    _ids_from_names(monkeypatch, _digest_of)
    assert knows_digests.__name__ in finders(play(alice, EVERYBODY, games=QUICK, seed=3))


def test_a_keyed_index_whose_key_lies_beside_it_would_be_found(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = alice.officer.id.encode()
    _ids_from_names(
        monkeypatch, lambda name: as_id(hmac.digest(key, name.casefold().encode(), "sha256")[:16])
    )
    assert tries_stored_keys.__name__ in finders(play(alice, EVERYBODY, games=QUICK, seed=4))


def test_what_is_left_in_clear_would_be_found(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casekeys, "seal", lambda key, plaintext, *, aad: plaintext)
    monkeypatch.setattr(casekeys, "unseal", lambda key, sealed, *, aad: sealed)
    games = play(alice, EVERYBODY, games=QUICK, seed=5)
    assert found(wins(reads_what_is_written, games), QUICK)


def test_lengths_that_are_not_filled_up_would_be_found(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payloads, "bucket", lambda length: length)
    assert "learns" in finders(play(alice, EVERYBODY, games=QUICK * 3, seed=6))


def test_files_that_are_not_filled_up_would_be_found(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "bucket", lambda size: size)
    assert "learns" in finders(play(alice, EVERYBODY, games=QUICK * 2, seed=7))


def _ids_from_names(monkeypatch: pytest.MonkeyPatch, made: Callable[[str], str]) -> None:
    """Plant it: a case's reference that is made from the student's name."""
    asked: list[str] = []
    really = requesting.request

    def request(asking: requesting.Asking, *rest: object, **more: object) -> object:
        asked.append(asking.student)
        return really(asking, *rest, **more)

    monkeypatch.setattr("confide.casework.actions.request", request)
    monkeypatch.setattr(requesting, "random_id", lambda: made(asked[-1]))
