"""Unlocking a ring, which is what signing in is. (CONF-5)"""

import threading
from collections.abc import Callable

import pytest

from confide.vault import primitives, rings
from confide.vault.models import KeyRing, Unlock
from confide.vault.primitives import DoesNotOpen

pytestmark = pytest.mark.django_db

PASSPHRASE = "my uncle's bicycle has seven wheels"


@pytest.fixture
def made() -> KeyRing:
    ring, kept, _ = rings.make_ring(PASSPHRASE)
    ring.save()
    kept.save()
    return ring


def test_the_passphrase_unlocks_the_ring(made: KeyRing) -> None:
    unlocked = rings.unlock(made.id, PASSPHRASE.upper())
    assert unlocked is not None
    assert unlocked.ring_id == unlocked.public().id == made.id


def test_another_passphrase_does_not(made: KeyRing) -> None:
    assert rings.unlock(made.id, PASSPHRASE + "s") is None
    assert rings.unlock(made.id, "") is None
    assert rings.unlock(made.id, "a" * 5000) is None


@pytest.mark.parametrize("passphrase", ["anything", "", "a" * 5000, PASSPHRASE])
@pytest.mark.parametrize("known", [True, False])
def test_every_attempt_costs_one_argon2id_of_the_same_size(
    made: KeyRing, monkeypatch: pytest.MonkeyPatch, passphrase: str, known: bool
) -> None:
    spent: list[tuple[object, ...]] = []
    whole = primitives._argon2id

    def counted(passphrase: bytes, salt: bytes, *cost: int) -> bytes:
        spent.append((len(salt), *cost))
        return whole(passphrase, salt, *cost)

    monkeypatch.setattr(primitives, "_argon2id", counted)
    rings.unlock(made.id if known else None, passphrase)
    assert spent == [(16, 3, 4, 64 * 1024)]


def test_an_unlock_moved_to_another_ring_does_not_unlock_it(made: KeyRing) -> None:
    other, _ = rings.new_ring()
    other.save()
    Unlock.objects.update(ring=other)
    assert rings.unlock(other.id, PASSPHRASE) is None


def test_a_new_passphrase_opens_the_same_ring(made: KeyRing) -> None:
    unlocked = rings.unlock(made.id, PASSPHRASE)
    assert unlocked is not None
    made.unlocks.all().delete()  # type: ignore[attr-defined]
    rings.keep_under(unlocked, "seven wheels for an uncle", ring=made).save()
    again = rings.unlock(made.id, "seven wheels for an uncle")
    assert again == unlocked
    assert rings.unlock(made.id, PASSPHRASE) is None


def test_no_ring_is_kept_under_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        rings.make_ring(" - ")


@pytest.mark.parametrize("half", ["kem_public", "sign_public"])
def test_a_ring_whose_public_key_was_exchanged_is_not_genuine(made: KeyRing, half: str) -> None:
    setattr(made, half, getattr(rings.new_ring()[0], half))
    with pytest.raises(DoesNotOpen):
        rings.genuine(made)


def test_a_crowd_at_the_door_waits_instead_of_taking_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once: list[int] = []
    inside, counting = [0], threading.Lock()

    def slow(*_: object) -> bytes:
        with counting:
            inside[0] += 1
            at_once.append(inside[0])
        release.wait(0.02)
        with counting:
            inside[0] -= 1
        return bytes(32)

    release = threading.Event()
    monkeypatch.setattr(primitives, "_argon2id", slow)
    _run_together(lambda: primitives.stretch(b"x", bytes(16)), 20)
    assert (len(at_once), max(at_once)) == (20, 1)


def _run_together(work: Callable[[], object], times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_at_the_door_at_once_are_both_let_in() -> None:
    # Two real derivations in threads of one process wait for each other for ever unless they queue.
    both = [
        threading.Thread(target=primitives.stretch, args=(b"x", bytes(16)), daemon=True)
        for _ in range(2)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join(timeout=60)
    assert not any(each.is_alive() for each in both)
