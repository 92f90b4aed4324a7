"""Recovery by enough trustees together. (CONF-5)"""

from itertools import combinations

import pytest

from confide.vault import grants, recovery
from confide.vault.models import KeyRing, Recovery, RecoveryShare
from confide.vault.primitives import DoesNotOpen, random_id
from confide.vault.recovery import Made
from tests.vault.conftest import AT, YES, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def made() -> Made:
    made = recovery.make_recovery()
    made.save()
    return made


def test_any_two_of_three_sheets_open_it_in_any_order(made: Made) -> None:
    for two in combinations(made.sheets, 2):
        assert recovery.open_recovery(*two) == recovery.open_recovery(*reversed(two))
    assert recovery.open_recovery(*made.sheets) == made.unlocked


def test_what_it_opens_is_every_case_since(made: Made, alice: Person) -> None:
    keys, granted = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    grants.Grant.objects.bulk_create(granted)
    trustees = recovery.open_recovery(made.sheets[0], made.sheets[2])
    assert grants.open_case(trustees, keys.case, under=YES).case_keys == keys.case_keys


def test_one_sheet_does_not(made: Made) -> None:
    for sheets in ([], made.sheets[:1], [made.sheets[0]] * 2):
        with pytest.raises(DoesNotOpen):
            recovery.open_recovery(*sheets)


def test_sheets_of_another_recovery_do_not(made: Made) -> None:
    others = recovery.make_recovery()
    with pytest.raises(DoesNotOpen):
        recovery.open_recovery(*others.sheets)
    with pytest.raises(DoesNotOpen):
        recovery.open_recovery(made.sheets[0], others.sheets[0])


def test_three_of_five_need_three() -> None:
    made = recovery.make_recovery(5, 3)
    made.save()
    assert len(made.shares) == 10
    assert recovery.open_recovery(*made.sheets[1:4]) == made.unlocked
    with pytest.raises(DoesNotOpen):
        recovery.open_recovery(*made.sheets[:2])


@pytest.mark.parametrize(("trustees", "enough"), [(3, 1), (1, 1), (2, 3), (0, 0)])
def test_no_single_person_ever_suffices(trustees: int, enough: int) -> None:
    with pytest.raises(ValueError, match="two trustees"):
        recovery.make_recovery(trustees, enough)


def test_a_recovery_ring_that_was_exchanged_is_noticed(made: Made, bob: Person) -> None:
    KeyRing.objects.filter(pk=made.ring.pk).update(kem_public=bob.ring.kem_public)
    with pytest.raises(DoesNotOpen):
        recovery.open_recovery(*made.sheets[:2])
    with pytest.raises(DoesNotOpen):
        grants.new_case(random_id(), by=bob.unlocked, holders=[bob.ring], at=AT)


def test_a_retired_recovery_opens_no_more(made: Made) -> None:
    Recovery.objects.update(retired=True)
    with pytest.raises(DoesNotOpen):
        recovery.open_recovery(*made.sheets)


def test_neither_words_nor_seed_are_stored_or_printed(made: Made) -> None:
    stored = b"".join(bytes(share.sealed) for share in RecoveryShare.objects.all())
    assert made.unlocked.pack() not in stored
    assert all(" ".join(sheet.split()[:2]) not in repr(made) for sheet in made.sheets)
