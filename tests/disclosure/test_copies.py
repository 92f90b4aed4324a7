"""Copies: the same one twice, another one, one to print, one that arrived, and whose one. (P8)"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded
from confide.disclosure.queries import Shape
from confide.disclosure.queries.shapes import PERSON
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests.disclosure.reading import words_of
from tests.disclosure.test_tell import LATER

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY, DAY = LATER.date(), timedelta(days=1)


def paper(alice: Acting, case: OpenCase, telling: str, copy: str) -> str:
    return words_of(b"".join(actions.fetch(alice, case, telling, copy, at=LATER).content))


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_fetched_twice_it_is_the_same_copy_and_another_one_has_its_own_mark(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    telling = tell(shape=Shape(blacked={"landlord": PERSON}))
    again = actions.copy_again(alice, case, telling, "student", after=1, at=LATER)
    first, second = queries.one_telling(case, telling).card.copies
    assert second.id == again and second.how == "student" and first.mark != second.mark
    assert paper(alice, case, telling, first.id) == paper(alice, case, telling, "extract")
    assert second.mark in paper(alice, case, telling, second.id)
    assert first.mark not in paper(alice, case, telling, second.id)
    assert "landlord" not in paper(alice, case, telling, second.id)
    assert history.recorded("extract.copied", about=case.ref, by=alice.pseudonym) is not None


@pytest.mark.promise("P8", "P14")
def test_another_copy_is_made_once_and_not_after_the_withdrawal(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    stored: Callable[[], int],
) -> None:
    consent = agree()
    telling = tell()
    actions.copy_again(alice, case, telling, "paper", after=1, at=LATER)
    before = stored()
    with pytest.raises(AlreadyRecorded):
        actions.copy_again(alice, case, telling, "paper", after=1, at=LATER)
    actions.withdraw_consent(alice, case, consent, at=LATER)
    with pytest.raises(Refused):
        actions.copy_again(alice, case, telling, "paper", after=2, at=LATER)
    assert len(queries.one_telling(case, telling).card.copies) == 2 and stored() == before


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_to_print_it_is_to_fetch_it(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    consent = agree()
    telling = tell()
    copy = queries.one_telling(case, telling).card.copies[0]
    shown = actions.show_to_print(alice, case, telling, copy.id, at=LATER)
    assert shown.mark == copy.mark and history.recorded("extract.fetched", about=case.ref)
    with pytest.raises(NotVisible):
        actions.show_to_print(alice, case, telling, "nowhere", at=LATER)
    actions.withdraw_consent(alice, case, consent, at=LATER)
    with pytest.raises(Refused):
        actions.show_to_print(alice, case, telling, copy.id, at=LATER)


@pytest.mark.clause("RECD-1")
def test_that_a_copy_was_handed_over_is_noted_once(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    telling = tell()
    copy = queries.one_telling(case, telling).card.copies[0]
    for wrong in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(Refused):
            actions.note_handing(alice, case, telling, copy.id, wrong, at=LATER)
    actions.note_handing(alice, case, telling, copy.id, TODAY, at=LATER)
    noted = queries.one_telling(case, telling).card.copies[0]
    assert (noted.handed_on, noted.handed_noted_by) == (TODAY, alice.pseudonym)
    with pytest.raises(Refused):
        actions.note_handing(alice, case, telling, copy.id, TODAY, at=LATER)
    with pytest.raises(NotVisible):
        actions.note_handing(alice, case, telling, "nowhere", TODAY, at=LATER)


@pytest.mark.clause("CONF-1")
def test_a_mark_is_found_however_it_is_copied_down_and_in_ones_own_cases_alone(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, bob: Acting, case: OpenCase
) -> None:
    agree()
    tell()
    mark = queries.tellings_of(case)[0].card.mark
    read = mark.replace("I", "1").replace("O", "0").replace("B", "8").lower().replace("-", " ")
    for written in (mark, read, f" {mark} "):
        found = actions.whose_copy(alice, written, at=LATER)
        assert [each.case.ref for each in found.copies] == [case.ref]
    for nothing in ("AAAA-AAAA", "", "–", mark[:4]):
        assert not actions.whose_copy(alice, nothing, at=LATER)
    assert not actions.whose_copy(bob, mark, at=LATER)
    assert history.recorded("copies.searched", about=alice.pseudonym) is not None
