"""What becomes of a breach record when its case goes, and who can tell that there was one."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from confide.casework.models import Case
from confide.casework.queries import OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Added
from confide.disclosure.models import Breach, BreachNote
from confide.ledger.models import Entry
from confide.policy.breach import DANGER, LAW
from confide.policy.retention import ASKED_WORDS, LONGEST_HOLD
from confide.retention import actions as retention
from confide.retention.models import Certificate
from confide.retention.queries import asked_for
from confide.team.queries import Acting
from confide.vault import shred
from confide.vault.models import Grant, ShredKey
from confide.vault.primitives import random_id
from tests import cast
from tests.browsing import At, at, browser_of
from tests.disclosure.breaching import a_sheet

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
__all__ = ["at"]
ASKED = retention.Asked(how_asked="She came to the office.", how_identified="I know her.")


def broken(acting: Acting, case: OpenCase, **changed: object) -> str:
    """A complete record with an extract and a note."""
    sheet = a_sheet(how="extract", duty="The Act", **changed)
    ref = actions.break_confidence(acting, case, sheet, at=cast.NOON)
    note = Added(words="More.", happened_at=cast.NOON, form=random_id())
    actions.correct(acting, queries.one_breach(acting, case, ref), note, at=cast.NOON)
    return ref


@pytest.mark.clause("RECD-6")
@pytest.mark.promise("P6")
def test_it_is_destroyed_with_its_case_and_nothing_of_it_is_left(
    alice: Acting, bob: Acting, case: OpenCase, data: Path
) -> None:
    ref = broken(alice, case)
    assert list((data / "files" / case.ref).iterdir())
    assert retention.request_by_student(alice, case, ASKED, at=cast.NOON)
    assert shred.tombstoned(ref) and not ShredKey.objects.filter(case=ref).exists()
    assert not Grant.objects.filter(case__in=[ref, case.ref]).exists()
    assert not Breach.objects.exists() and not BreachNote.objects.exists()
    assert not (data / "files" / case.ref).exists()


@pytest.mark.clause("RECD-6", "BRCH-5")
def test_neither_the_certificate_nor_the_cases_entries_tell_that_there_was_one(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    plain = cast.a_case(alice, student="Somebody else")
    broken(alice, case)
    for each in (case, plain):
        retention.request_by_student(alice, case_for(alice, each.ref), ASKED, at=cast.NOON)
    one, other = Certificate.objects.get(case=case.ref), Certificate.objects.get(case=plain.ref)
    assert one.counts == other.counts
    events = [
        list(Entry.objects.filter(about=each.ref).values_list("event", flat=True))
        for each in (case, plain)
    ]
    assert events[0] == events[1]


@pytest.mark.clause("BRCH-1", "RECD-6")
def test_a_student_who_asks_under_the_second_ground_hears_the_very_same_words(
    alice: Acting, bob: Acting, case: OpenCase, at: At
) -> None:
    mine = browser_of(alice)
    by_law, by_danger = case, cast.a_case(alice)
    held = cast.a_case(alice)
    broken(alice, by_law, ground=LAW)
    broken(alice, by_danger, ground=DANGER)
    broken(alice, held, ground=DANGER)
    until = cast.NOON.date() + LONGEST_HOLD
    Case.objects.filter(id=held.ref).update(keep_until=until)
    for step in ({}, {"sure": ""}):
        pages = {_asked(mine, each, **step) for each in (by_law, by_danger, held)}
        assert len(pages) == 1, "before it is asked for, no page tells one from another"
    refused = {_asked(mine, each, sure="yes") for each in (by_law, held)}
    assert len(refused) == 1 and ASKED_WORDS in refused.pop()
    assert Case.objects.filter(id__in=[by_law.ref, held.ref]).count() == 2
    _asked(mine, by_danger, sure="yes")
    assert not Case.objects.filter(id=by_danger.ref).exists(), "under the first the wish holds"


@pytest.mark.clause("RECD-6")
@pytest.mark.promise("P7")
def test_the_night_after_the_hold_carries_the_students_wish_out(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = broken(alice, case, ground=LAW)
    held = case_for(alice, case.ref)
    assert retention.request_by_student(alice, held, ASKED, at=cast.NOON) is None
    last = cast.NOON + LONGEST_HOLD
    assert asked_for(last.date()) == []
    assert asked_for((last + timedelta(days=1)).date()) == [case.ref]
    assert not shred.tombstoned(ref)


def _asked(mine: Client, case: OpenCase, **typed: str) -> str:
    address = f"/cases/{case.ref}/destruction/"
    words = {"how_asked": "She came.", "how_identified": "I know her."}
    answer = mine.post(address, {**words, **typed}) if typed else mine.get(address)
    assert answer.status_code in {200, 302}
    return re.sub(re.escape(case.ref), "ref", answer.content.decode())
