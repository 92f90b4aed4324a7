"""A request that nobody takes goes by itself; with every case goes its drawer. (RECD-5, RECD-6)"""

from datetime import datetime, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework import queries
from confide.casework.models import Case, Drawer, DrawerItem, DrawerKey, Request
from confide.ledger.models import Entry
from confide.retention import actions
from confide.retention.actions import Asked
from confide.retention.queries import certificates, whole_record
from confide.retention.queries.restoring import proved
from confide.team.queries import Acting
from confide.vault import ways
from confide.vault.models import Grant, KeyRing, Session
from tests.casework.asking import ASKING, asks, at_drawer
from tests.cast import NOON
from tests.retention.nights import night

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]


def nights(first: int, last: int) -> None:
    for days in range(first, last + 1):
        actions.nightly(night(NOON.date(), days))


def everything_of_it_is_gone(words: str, secret: str, *, at: datetime) -> None:
    ring = ways.way_in(words).ring.id
    for model in (Case, Request, Drawer, DrawerItem, DrawerKey, Session):
        assert not model.objects.exists(), model
    assert not Grant.objects.exists() and not KeyRing.objects.filter(id=ring).exists()
    assert queries.enter(words, at=at) is None and queries.at_drawer(secret, at=at) is None


@pytest.mark.clause("RECD-5")
@pytest.mark.promise("P6")
def test_untaken_it_lapses_after_the_time_that_was_said(alice: Acting) -> None:
    requested = asks()
    casework.write(at_drawer(requested), "Is anybody there?", at=NOON)
    assert at_drawer(requested).card.lapses_on == NOON.date() + timedelta(days=28)
    nights(1, 27)
    assert len(queries.requests_for(alice)) == 1 and proved({})
    nights(28, 28)
    everything_of_it_is_gone(requested.words, requested.secret, at=night(NOON.date(), 28))
    announced = Entry.objects.filter(event="destruction.announced").get()
    assert announced.stamp < (NOON + timedelta(days=21)).isoformat()
    [certificate] = certificates()
    assert "drawer" not in str(certificate)


@pytest.mark.clause("RECD-5")
def test_taken_it_lapses_no_more(alice: Acting) -> None:
    requested = asks()
    nights(1, 27)
    at = night(NOON.date(), 27) + timedelta(hours=8)
    ref = Case.objects.get().id
    casework.take_request(alice, queries.request_for(alice, ref), at=at)
    nights(28, 30)
    assert queries.case_for(alice, ref).file.student == "Dana Whitlock"
    assert queries.enter(requested.words, at=at) is not None


@pytest.mark.clause("RECD-6")
@pytest.mark.promise("P6")
def test_with_a_case_goes_its_drawer_and_the_ring_of_the_words(alice: Acting) -> None:
    requested = asks()
    ref = Case.objects.get().id
    casework.take_request(alice, queries.request_for(alice, ref), at=NOON)
    casework.write(at_drawer(requested), "Please destroy it.", at=NOON)
    assert proved({})
    asked = Asked(how_asked="In person.", how_identified="I know her.")
    actions.request_by_student(alice, queries.case_for(alice, ref), asked, at=NOON)
    everything_of_it_is_gone(requested.words, requested.secret, at=NOON)
    assert proved({})


@pytest.mark.clause("RECD-3")
def test_what_was_written_goes_into_the_record_that_a_student_gets_back(alice: Acting) -> None:
    requested = asks()
    ref = Case.objects.get().id
    casework.take_request(alice, queries.request_for(alice, ref), at=NOON)
    casework.write(at_drawer(requested), "Is there any news?", at=NOON)
    casework.reply(alice, queries.case_for(alice, ref), "There is.", at=NOON)
    whole = whole_record(queries.case_for(alice, ref))
    said = [p.words for c in whole.chapters for s in c.sections for p in s.passages]
    assert {"Is there any news?", "There is.", ASKING.words} <= set(said)


@pytest.mark.clause("RECD-6")
def test_from_the_order_on_the_words_open_nothing(alice: Acting) -> None:
    requested = asks()
    Case.objects.update(being_destroyed=True)
    assert queries.enter(requested.words, at=NOON) is None
    assert queries.at_drawer(requested.secret, at=NOON) is None
    assert queries.requests_for(alice) == [] and queries.untaken() == 0
