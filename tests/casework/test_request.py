"""Asking for support: who may read it, and what the student's words open. (CONF-1, ELIG-1)"""

from dataclasses import replace
from datetime import timedelta

import pytest

from confide.casework import actions, queries
from confide.casework.models import Case, Drawer, Request, Seat
from confide.casework.queries import NotVisible
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy import access, requests
from confide.team.queries import Acting, unpinned_rings
from confide.vault import grants, ways
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.casework.asking import ASKING, asks, at_drawer
from tests.cast import NOON

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))


def the_ref() -> str:
    return Case.objects.get().id


def holders() -> set[str]:
    return set(Grant.objects.filter(case=the_ref()).values_list("holder", flat=True))


@pytest.mark.clause("CONF-1", "ELIG-1")
def test_a_request_is_a_case_without_a_seat_granted_to_everybody_allowed(
    alice: Acting, bob: Acting
) -> None:
    asks()
    assert Seat.objects.count() == 0 and Request.objects.count() == 1
    recovery = cast.founded_service().ring.id
    assert holders() == {alice.unlocked.ring_id, bob.unlocked.ring_id, recovery}
    for officer in (alice, bob):
        [mine] = queries.requests_for(officer)
        assert mine.case.file.about == ASKING.words
        assert queries.my_cases(officer) == []
        with pytest.raises(NotVisible):
            queries.case_for(officer, the_ref())


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P4")
def test_whom_the_student_would_rather_not_have_see_it_has_no_key(
    alice: Acting, bob: Acting
) -> None:
    asks(avoids=frozenset({bob.pseudonym}))
    assert bob.unlocked.ring_id not in holders()
    assert queries.requests_for(bob) == [] and len(queries.requests_for(alice)) == 1
    with pytest.raises(NotVisible):
        actions.read_request(bob, the_ref(), at=NOON)
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, the_ref(), under=YES)
    # By number alone it is known to him.
    assert queries.untaken() == 1


@pytest.mark.clause("CONF-1")
def test_one_officer_is_asked_for_and_nobody_stands_in(alice: Acting, bob: Acting) -> None:
    asks(wanted=alice.pseudonym)
    assert bob.unlocked.ring_id not in holders() and alice.unlocked.ring_id in holders()


@pytest.mark.clause("CONF-1", "HOUR-3")
def test_a_stand_in_reads_it_once_the_other_has_been_away_too_long(
    alice: Acting, bob: Acting
) -> None:
    asks(wanted=alice.pseudonym, stand_in=True)
    ref = the_ref()
    assert queries.requests_for(bob) == []
    with pytest.raises(NotVisible):
        actions.read_request(bob, ref, at=NOON)
    almost = replace(bob, on=bob.on + timedelta(days=1))
    assert queries.requests_for(almost) == []
    later = replace(bob, on=bob.on + timedelta(days=2))
    assert [each.ref for each in queries.requests_for(later)] == [ref]
    assert actions.read_request(later, ref, at=NOON).case.file.student == "Dana Whitlock"


@pytest.mark.clause("ELIG-2")
@pytest.mark.parametrize("said", [True, False])
def test_the_womens_officer_reads_it_where_the_student_has_said_so(
    alice: Acting, said: bool
) -> None:
    wanda = cast.officer("wanda", post="womens")
    asks(said_woman=said)
    assert (wanda.unlocked.ring_id in holders()) is said
    assert len(queries.requests_for(wanda)) == said


@pytest.mark.clause("CONF-1")
def test_where_nobody_could_read_it_nothing_is_kept(alice: Acting, bob: Acting) -> None:
    with pytest.raises(Refused) as refused:
        asks(avoids=frozenset({alice.pseudonym, bob.pseudonym}))
    assert refused.value.decision.instead
    assert not Case.objects.exists() and not Drawer.objects.exists()


@pytest.mark.clause("ELIG-1")
def test_whoever_is_none_of_ours_is_not_kept(alice: Acting) -> None:
    with pytest.raises(Refused) as refused:
        actions.request(replace(ASKING, eligibility="none"), at=NOON)
    assert refused.value.decision.clause == "ELIG-1" and not Case.objects.exists()


@pytest.mark.clause("CONF-1")
def test_files_that_come_with_it_are_read_by_whoever_may(alice: Acting) -> None:
    asks(cast.a_pdf())
    opened = actions.read_request(alice, the_ref(), at=NOON).case
    [document] = queries.documents_of(opened)
    assert b"".join(queries.content_of(opened, document.card)) == cast.PDF
    assert document.card.by == ""


@pytest.mark.clause("CONF-1")
def test_reading_it_is_an_entry_once_in_a_session(alice: Acting) -> None:
    asks()
    for _ in range(2):
        actions.read_request(alice, the_ref(), at=NOON)
    assert Entry.objects.filter(event="request.read", about=the_ref()).count() == 1


@pytest.mark.promise("P4", "P11")
@pytest.mark.clause("RECD-6")
def test_the_words_open_the_drawer_and_never_the_case(alice: Acting) -> None:
    requested = asks()
    way = ways.way_in(requested.words)
    assert at_drawer(requested).card.about == ASKING.words
    with pytest.raises(DoesNotOpen):
        grants.open_case(way.unlocked, the_ref(), under=YES)
    assert not Grant.objects.filter(case=the_ref(), holder=way.ring.id).exists()
    # Nor do they with every key of the drawer: the case's content is under another.
    mine = at_drawer(requested)
    with pytest.raises(DoesNotOpen):
        Case.objects.get().take(mine.drawer.keys, queries.CaseFile)


@pytest.mark.clause("RECD-6", "CONF-3")
def test_unknown_words_and_a_session_that_is_over_answer_alike(alice: Acting) -> None:
    requested = asks()
    assert queries.enter(ways.make_words(), at=NOON) is None
    again = queries.enter(requested.words.upper(), at=NOON)
    assert again is not None and queries.at_drawer(again, at=NOON) is not None
    idle = NOON + timedelta(minutes=requests.IDLE_MINUTES, seconds=1)
    assert queries.at_drawer(again, at=idle) is None
    queries.leave(requested.secret)
    assert queries.at_drawer(requested.secret, at=NOON) is None
    assert queries.at_drawer("", at=NOON) is None and queries.at_drawer("ä\x00", at=NOON) is None


@pytest.mark.promise("P11")
def test_the_words_are_stored_nowhere_nor_what_comes_of_them(alice: Acting, data: object) -> None:
    from django.db import connections

    requested = asks()
    way = ways.way_in(requested.words)
    found = b""
    for alias in ("default", "keys"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                found += repr(cursor.fetchall()).encode()
    first = " ".join(requested.words.split()[:2])
    seed = way.unlocked.pack()
    for secret in (requested.words.encode(), seed, repr(seed).encode()):
        assert secret not in found
    assert first.encode() not in found and ASKING.words.encode() not in found


@pytest.mark.promise("P10")
def test_the_ledger_vouches_for_the_ring_that_came_of_the_words(alice: Acting) -> None:
    requested = asks()
    assert ways.way_in(requested.words).ring.id not in unpinned_rings()
    told = Entry.objects.filter(event="way.made").get()
    assert told.about == ways.way_in(requested.words).ring.id and told.by == "student"
    # The fault planted: a ring that nobody vouched for.
    other = ways.way_in(ways.make_words())
    other.ring.save(force_insert=True)
    Grant.objects.filter(giver=ways.way_in(requested.words).ring.id).update(giver=other.ring)
    assert other.ring.id in unpinned_rings()


@pytest.mark.clause("CONF-3")
def test_two_requests_leave_rows_of_the_same_shape(alice: Acting, bob: Acting) -> None:
    def shape() -> dict[str, list[tuple[int, ...]]]:
        found = {}
        for model in (Case, Request, Drawer, Grant):
            rows = model.objects.order_by("pk").values_list()
            found[model.__name__] = sorted(
                tuple(len(v) if isinstance(v, bytes | memoryview) else -1 for v in row)
                for row in rows
            )
        return found

    asks()
    one = shape()
    other = replace(ASKING, student="", words="No.", allowed=replace(ASKING.allowed, stand_in=True))
    actions.request(other, at=NOON + timedelta(days=3))
    both = shape()
    assert {name: sorted(rows * 2) for name, rows in one.items()} == both
