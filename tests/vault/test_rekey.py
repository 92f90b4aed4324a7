"""New keys for a case when somebody leaves it. (CONF-1, CONF-5)"""

import pytest
from django.db import transaction

from confide.casework.models import Case, Contact
from confide.vault import grants, rekey
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant, Moved, SealedRow
from confide.vault.primitives import DoesNotOpen, random_id
from tests.vault.conftest import AT, YES, Note, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def note(keys: CaseKeys, said: str) -> Contact:
    row = Contact(case_id=keys.case)
    row.put(keys, Note(said=said))
    row.save()
    return row


def rekeyed(keys: CaseKeys, *holders: Person, by: Person) -> CaseKeys:
    ready = rekey.prepare(keys, holders=[holder.ring for holder in holders], by=by.unlocked)
    with transaction.atomic():
        return rekey.apply(ready)


def test_every_row_moves_and_reads_as_before(opened: CaseKeys, alice: Person) -> None:
    row = note(opened, "He rang.")
    new = rekeyed(opened, alice, by=alice)
    assert new.generation == 2
    keys = grants.open_case(alice.unlocked, opened.case, under=YES)
    assert Contact.objects.get(pk=row.pk).take(keys, Note).said == "He rang."
    assert Case.objects.get(pk=opened.case).take(keys, Note).said == "She came on Monday."


@pytest.mark.promise("P4")
def test_who_left_opens_nothing_that_is_there_now(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    Grant.objects.bulk_create(grants.give(opened, bob.ring, by=alice.unlocked, under=YES))
    old = grants.open_case(bob.unlocked, opened.case, under=YES)
    rekeyed(opened, alice, by=alice)
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, opened.case, under=YES)
    with pytest.raises(DoesNotOpen):
        Case.objects.get(pk=opened.case).take(old, Note)


def test_recovery_holds_the_new_generation_too(
    opened: CaseKeys, alice: Person, recovery: Person
) -> None:
    rekeyed(opened, alice, by=alice)
    assert grants.open_case(recovery.unlocked, opened.case, under=YES).generation == 2


def test_other_cases_stay_as_they_are(opened: CaseKeys, alice: Person) -> None:
    other, granted = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    Grant.objects.bulk_create(granted)
    rekeyed(opened, alice, by=alice)
    assert grants.open_case(alice.unlocked, other.case, under=YES).generation == 1


def test_until_it_is_applied_the_old_keys_open_everything(opened: CaseKeys, alice: Person) -> None:
    rekey.prepare(opened, holders=[alice.ring], by=alice.unlocked)
    keys = grants.open_case(alice.unlocked, opened.case, under=YES)
    assert Case.objects.get(pk=opened.case).take(keys, Note)


def test_a_rekeying_that_fails_halfway_leaves_all_as_it_was(
    opened: CaseKeys, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(opened, "He rang.")

    def power_cut(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("confide.vault.models.Grant.objects.bulk_create", power_cut)
    with pytest.raises(OSError):
        rekeyed(opened, alice, by=alice)
    keys = grants.open_case(alice.unlocked, opened.case, under=YES)
    assert Contact.objects.get().take(keys, Note).said == "He rang."


def test_two_rekeyings_at_once_do_not_overtake_each_other(
    opened: CaseKeys, alice: Person, bob: Person
) -> None:
    late = rekey.prepare(opened, holders=[bob.ring], by=alice.unlocked)
    rekeyed(opened, alice, by=alice)
    with pytest.raises(Moved), transaction.atomic():
        rekey.apply(late)


def test_what_is_written_under_the_old_keys_afterwards_is_refused(
    opened: CaseKeys, alice: Person
) -> None:
    rekeyed(opened, alice, by=alice)
    with pytest.raises(Moved):
        note(opened, "Nobody could read this.")


def test_every_table_of_sealed_rows_is_found() -> None:
    found = set(rekey.sealed_models())
    assert {Case, Contact} <= found
    assert all(issubclass(model, SealedRow) for model in found)
