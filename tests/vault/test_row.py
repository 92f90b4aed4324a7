"""Sealed rows open in their own place only. (CONF-1)"""

from typing import ClassVar

import pytest

from confide.casework.models import Case, Contact
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.models import Moved
from confide.vault.payloads import Payload
from confide.vault.primitives import DoesNotOpen, random_id
from tests.vault.conftest import AT, Note, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class NoteToo(Payload, frozen=True):
    """The same fields under a later schema."""

    SCHEMA: ClassVar[int] = 2
    said: str


def contact(keys: CaseKeys, said: str) -> Contact:
    row = Contact(case_id=keys.case)
    row.put(keys, Note(said=said))
    row.save()
    return row


def test_a_row_comes_back_from_the_database(opened: CaseKeys) -> None:
    row = contact(opened, "He rang.")
    assert Contact.objects.get(pk=row.pk).take(opened, Note).said == "He rang."


@pytest.mark.promise("P1")
def test_the_words_are_nowhere_in_the_row(opened: CaseKeys) -> None:
    row = contact(opened, "He rang.")
    assert b"He rang" not in bytes(Contact.objects.get(pk=row.pk).sealed)


def test_rows_of_different_lengths_look_alike(opened: CaseKeys) -> None:
    short, long = contact(opened, "No."), contact(opened, "No." * 300)
    assert len(short.sealed) == len(long.sealed)


def test_two_rows_of_a_case_cannot_be_swapped(opened: CaseKeys) -> None:
    first, second = contact(opened, "First."), contact(opened, "Second.")
    first.sealed, second.sealed = second.sealed, first.sealed
    for row in (first, second):
        with pytest.raises(DoesNotOpen):
            row.take(opened, Note)


def test_a_row_of_one_table_does_not_open_in_another(opened: CaseKeys) -> None:
    moved = Contact(id=opened.case, case_id=opened.case)
    moved.sealed = Case.objects.get(pk=opened.case).sealed
    with pytest.raises(DoesNotOpen):
        moved.take(opened, Note)


@pytest.mark.promise("P4")
def test_the_keys_of_one_case_do_not_open_another(opened: CaseKeys, alice: Person) -> None:
    other, _ = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    with pytest.raises(DoesNotOpen):
        contact(opened, "He rang.").take(other, Note)
    with pytest.raises(DoesNotOpen):
        Contact(case_id=opened.case).put(other, Note(said="x"))


def test_a_row_is_not_read_under_another_schema(opened: CaseKeys) -> None:
    with pytest.raises(DoesNotOpen):
        contact(opened, "He rang.").take(opened, NoteToo)


def test_a_row_under_keys_that_were_replaced_is_not_saved(opened: CaseKeys, alice: Person) -> None:
    grants.Grant.objects.filter(case=opened.case).update(generation=2)
    with pytest.raises(Moved):
        contact(opened, "Nobody could read this.")
