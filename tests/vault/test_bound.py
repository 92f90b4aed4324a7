"""What is bound to a case dies with it, and the tables do not tell what is bound to which."""

import pytest

from confide.vault import grants, shred
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant, ShredKey
from confide.vault.primitives import random_id
from tests.vault.conftest import AT, YES, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _bound_to(case: str, by: Person) -> str:
    question = random_id()
    _, granted = grants.new_case(question, by=by.unlocked, holders=[by.ring], bound_to=case, at=AT)
    Grant.objects.bulk_create(granted)
    return question


@pytest.mark.promise("P6")
def test_what_is_bound_to_a_case_is_destroyed_with_it(opened: CaseKeys, alice: Person) -> None:
    question = _bound_to(opened.case, alice)
    assert grants.open_cases(alice.unlocked, [question], under=YES)
    shred.destroy(opened.case, at=AT)
    assert not grants.open_cases(alice.unlocked, [question], under=YES)
    assert shred.tombstoned(question)


def test_what_is_bound_to_another_case_lives_on(opened: CaseKeys, alice: Person) -> None:
    other = random_id()
    shred.make(other, at=AT)
    question = _bound_to(other, alice)
    shred.destroy(opened.case, at=AT)
    assert grants.open_cases(alice.unlocked, [question], under=YES)


def test_destroying_what_is_bound_leaves_the_case(opened: CaseKeys, alice: Person) -> None:
    question = _bound_to(opened.case, alice)
    shred.destroy(question, at=AT)
    assert opened.case in shred.fetch([opened.case])
    assert question not in shred.fetch([question])


def test_nothing_is_bound_to_what_was_destroyed(opened: CaseKeys, alice: Person) -> None:
    shred.destroy(opened.case, at=AT)
    with pytest.raises(shred.Destroyed):
        _bound_to(opened.case, alice)


def test_the_tables_do_not_tell_what_is_bound_to_which_case(
    opened: CaseKeys, alice: Person
) -> None:
    _bound_to(opened.case, alice)
    mark = ShredKey.objects.exclude(bound_to="").get().bound_to
    assert opened.case not in mark
    assert not ShredKey.objects.filter(case=mark).exists()


@pytest.mark.clause("CONF-2")
def test_the_tables_do_not_tell_whether_two_are_bound_to_the_same_case(
    opened: CaseKeys, alice: Person
) -> None:
    both = [_bound_to(opened.case, alice) for _ in range(2)]
    marks = ShredKey.objects.filter(case__in=both).values_list("bound_to", flat=True)
    assert len({*marks}) == 2
    shred.destroy(opened.case, at=AT)
    assert all(shred.tombstoned(each) for each in both)


def test_it_stays_bound_when_the_epoch_turns(opened: CaseKeys, alice: Person) -> None:
    question = _bound_to(opened.case, alice)
    shred.turn_epoch(AT, 7)
    shred.destroy(opened.case, at=AT)
    assert question not in shred.fetch([question])
