"""After destruction nobody opens the case: not with all keys, not from an older copy. (RECD-6)"""

from datetime import timedelta

import pytest
from django.db import transaction

from confide.casework.models import Case
from confide.vault import grants, rekey, shred
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests.vault.conftest import AT, YES, Note, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def copied(case: str) -> tuple[list[Grant], Case]:
    """What an older copy of the default database holds of the case."""
    return list(Grant.objects.filter(case=case)), Case.objects.get(pk=case)


def restore(older: tuple[list[Grant], Case]) -> None:
    granted, row = older
    Grant.objects.filter(case=row.pk).delete()
    Case.objects.filter(pk=row.pk).delete()
    Grant.objects.bulk_create(granted)
    Case.objects.bulk_create([row])


@pytest.mark.promise("P6")
def test_no_generation_opens_with_all_keys_from_any_older_copy(
    opened: CaseKeys, alice: Person, recovery: Person
) -> None:
    copies = [copied(opened.case)]
    keys = opened
    for _ in range(2):
        with transaction.atomic():
            keys = rekey.apply(rekey.prepare(keys, holders=[alice.ring], by=alice.unlocked))
        copies.append(copied(opened.case))

    for older in copies:
        restore(older)
        for person in (alice, recovery):
            opens = grants.open_case(person.unlocked, opened.case, under=YES)
            assert older[1].take(opens, Note).said == "She came on Monday."

    shred.destroy(opened.case, at=AT)
    for older in copies:
        restore(older)
        for person in (alice, recovery):
            with pytest.raises(DoesNotOpen):
                grants.open_case(person.unlocked, opened.case, under=YES)
            assert grants.open_cases(person.unlocked, [opened.case], under=YES) == {}
            # Nor without asking the vault: the case key of every generation, and a guess.
            for grant in Grant.objects.filter(holder=person.ring):
                case_key = grants._open_given(person.unlocked, grant, {alice.ring.id: alice.ring})
                assert case_key is not None
                guess = CaseKeys(
                    opened.case, grant.generation, {grant.generation: case_key}, bytes(32)
                )
                with pytest.raises(DoesNotOpen):
                    older[1].take(guess, Note)


def test_other_cases_live_on(opened: CaseKeys, alice: Person) -> None:
    shred.destroy("d" * 26, at=AT)
    shred.turn_epoch(AT + timedelta(days=1), 7)
    assert grants.open_case(alice.unlocked, opened.case, under=YES).case == opened.case
