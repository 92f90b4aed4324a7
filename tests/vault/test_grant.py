"""Granting a case, and opening what was granted. (CONF-1, CONF-5)"""

import pytest
from django.db import DatabaseError

from confide.vault import grants, rings
from confide.vault.casekeys import NoPermit
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant, KeyRing
from confide.vault.primitives import DoesNotOpen, bind, hpke_seal, random_id, random_key
from tests.vault.conftest import AT, NO, YES, Note, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_holder_opens_the_case(opened: CaseKeys, alice: Person) -> None:
    from confide.casework.models import Case

    keys = grants.open_case(alice.unlocked, opened.case, under=YES)
    assert Case.objects.get(pk=opened.case).take(keys, Note).said == "She came on Monday."


def test_recovery_holds_every_case_from_the_first_on(opened: CaseKeys, recovery: Person) -> None:
    keys = grants.open_case(recovery.unlocked, opened.case, under=YES)
    assert keys.case_keys == opened.case_keys


def test_no_case_is_made_without_recovery(alice: Person) -> None:
    with pytest.raises(grants.NoRecovery):
        grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)


@pytest.mark.promise("P4")
def test_somebody_without_a_grant_opens_nothing(opened: CaseKeys, bob: Person) -> None:
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, opened.case, under=YES)


@pytest.mark.promise("P4")
def test_a_holder_cannot_open_a_grant_meant_for_another(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    Grant.objects.filter(holder=alice.ring).update(holder=bob.ring)
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, opened.case, under=YES)


def test_a_grant_does_not_open_as_that_of_another_case(opened: CaseKeys, alice: Person) -> None:
    other, _ = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    Grant.objects.filter(case=opened.case, holder=alice.ring).update(case=other.case)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, other.case, under=YES)


def test_a_grant_does_not_open_as_that_of_another_generation(
    opened: CaseKeys, alice: Person
) -> None:
    Grant.objects.filter(holder=alice.ring).update(generation=2)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, opened.case, under=YES)


@pytest.mark.promise("P4")
def test_a_grant_forged_with_the_public_key_alone_is_refused(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    place = bind("grant", opened.case, 2, alice.ring.id)
    sealed = hpke_seal(alice.ring.kem_public, random_key(), info=place)
    statement = bind("grant-given", place, alice.ring.id, sealed)
    Grant.objects.create(
        case=opened.case, generation=2, holder=alice.ring, giver=alice.ring, sealed=sealed,
        signature=bob.unlocked.sign(statement),
    )  # fmt: skip
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, opened.case, under=YES)


def test_a_grant_is_refused_under_the_name_of_another_giver(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    Grant.objects.filter(holder=alice.ring).update(giver=bob.ring)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, opened.case, under=YES)


def test_nothing_is_sealed_to_a_public_key_that_was_exchanged(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    KeyRing.objects.filter(pk=bob.ring.pk).update(kem_public=rings.new_ring()[0].kem_public)
    with pytest.raises(DoesNotOpen):
        exchanged = KeyRing.objects.get(pk=bob.ring.pk)
        grants.give(opened, exchanged, by=alice.unlocked, under=YES)


def test_a_case_is_given_to_one_more_holder(opened: CaseKeys, alice: Person, bob: Person) -> None:
    Grant.objects.bulk_create(grants.give(opened, bob.ring, by=alice.unlocked, under=YES))
    assert grants.open_case(bob.unlocked, opened.case, under=YES).case_keys == opened.case_keys


@pytest.mark.parametrize("under", [NO, None, True, "yes"])
def test_the_vault_opens_nothing_without_a_decision_that_allows(
    opened: CaseKeys, alice: Person, under: object
) -> None:
    with pytest.raises(NoPermit):
        grants.open_case(alice.unlocked, opened.case, under=under)  # type: ignore[arg-type]
    with pytest.raises(NoPermit):
        grants.open_cases(alice.unlocked, [opened.case], under=under)  # type: ignore[arg-type]
    with pytest.raises(NoPermit):
        grants.give(opened, alice.ring, by=alice.unlocked, under=under)  # type: ignore[arg-type]


def test_the_second_opening_is_quick_and_still_only_the_holders(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    first = grants.open_case(alice.unlocked, opened.case, under=YES)
    Grant.objects.filter(holder=alice.ring).update(sealed=b"", signature=b"")
    assert grants.open_case(alice.unlocked, opened.case, under=YES).case_keys == first.case_keys
    Grant.objects.filter(holder=alice.ring).update(holder=bob.ring)
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, opened.case, under=YES)


@pytest.mark.promise("P4")
def test_a_quick_copy_opens_its_own_case_only(opened: CaseKeys, alice: Person) -> None:
    other, granted = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    Grant.objects.bulk_create(granted)
    grants.open_cases(alice.unlocked, [opened.case, other.case], under=YES)
    quick = Grant.objects.get(case=other.case, holder=alice.ring).quick
    Grant.objects.filter(case=opened.case, holder=alice.ring).update(quick=quick)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, opened.case, under=YES)


def test_a_database_that_cannot_be_written_is_still_read(
    opened: CaseKeys, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_update", busy)
    assert grants.open_case(alice.unlocked, opened.case, under=YES).case == opened.case


def test_of_many_cases_those_open_that_can(opened: CaseKeys, alice: Person) -> None:
    forged, granted = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    for grant in granted:
        grant.signature = bytes(64)
    Grant.objects.bulk_create(granted)
    wanted = [opened.case, forged.case, random_id()]
    assert set(grants.open_cases(alice.unlocked, wanted, under=YES)) == {opened.case}


def test_forgetting_a_case_takes_all_its_grants(opened: CaseKeys, alice: Person) -> None:
    grants.forget(opened.case)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, opened.case, under=YES)


def test_keys_print_as_nothing(opened: CaseKeys, alice: Person) -> None:
    printed = repr(opened) + str(opened) + repr(alice.unlocked) + str(alice.unlocked)
    for secret in [opened.shred_key, *opened.case_keys.values(), alice.unlocked.pack()]:
        assert secret.hex() not in printed
        assert repr(secret) not in printed
