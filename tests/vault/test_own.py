"""What an officer keeps for themselves opens to nobody else, and nowhere else."""

from collections.abc import Callable

import pytest

from confide.vault.own import keep_own, take_own
from confide.vault.primitives import DoesNotOpen
from tests.vault.conftest import Note, Person


def test_its_owner_opens_it(alice: Person) -> None:
    kept = keep_own(alice.unlocked, Note("my sister"), place="a")
    assert take_own(alice.unlocked, kept, Note, place="a") == Note("my sister")
    assert b"my sister" not in kept


@pytest.mark.promise("P4")
def test_nobody_else_opens_it(alice: Person, person: Callable[[], Person]) -> None:
    kept = keep_own(alice.unlocked, Note("my sister"), place="a")
    with pytest.raises(DoesNotOpen):
        take_own(person().unlocked, kept, Note, place="a")


def test_it_opens_in_its_own_place_only(alice: Person) -> None:
    kept = keep_own(alice.unlocked, Note("my sister"), place="a")
    with pytest.raises(DoesNotOpen):
        take_own(alice.unlocked, kept, Note, place="b")


def test_another_kind_of_note_does_not_open_as_this(alice: Person) -> None:
    class Other(Note, frozen=True):
        SCHEMA = 2

    kept = keep_own(alice.unlocked, Other("my sister"), place="a")
    with pytest.raises(DoesNotOpen):
        take_own(alice.unlocked, kept, Note, place="a")
