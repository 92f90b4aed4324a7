"""Whatever changes who can see a case, its student sees it at once on their own side. (RECD-4)"""

from datetime import timedelta

import pytest

from confide.casework import actions as casework
from confide.casework import queries
from confide.casework.models import Case, Drawer
from confide.casework.queries import OpenCase
from confide.disclosure import actions
from confide.disclosure.actions import Sharing
from confide.team.queries import Acting
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests.casework.asking import asks, at_drawer
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-4", "CONF-3"),
]
UNTIL = NOON.date() + timedelta(days=7)
WHY = Sharing(reason="benefit", why="I am away next week.", until_on=UNTIL)


def taken(acting: Acting) -> OpenCase:
    ref = Case.objects.get().id
    casework.take_request(acting, queries.request_for(acting, ref), at=NOON)
    return queries.case_for(acting, ref)


def test_shared_and_taken_back(alice: Acting, bob: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    share = actions.share(alice, opened, bob.officer, WHY, at=NOON)
    sights = at_drawer(requested).card.sights
    assert [(each.name, each.until_on, each.lent) for each in sights] == [
        ("Alice", None, False),
        ("Bob", UNTIL, True),
    ]
    casework.write(at_drawer(requested), "Hello, both of you.", at=NOON)
    his = queries.case_for(bob, opened.ref)
    theirs = queries.drawer_in(his.ref, his.keys)
    assert theirs is not None and len(queries.messages_in(theirs)) == 1
    actions.take_back(alice, queries.case_for(alice, opened.ref), share, at=NOON)
    assert [each.name for each in at_drawer(requested).card.sights] == ["Alice"]
    # He kept the drawer's key: it opens nothing that comes after.
    casework.write(at_drawer(requested), "Only to Alice.", at=NOON)
    with pytest.raises(DoesNotOpen):
        queries.messages_in(theirs)
    with pytest.raises(DoesNotOpen):
        Drawer.objects.get().take(theirs.keys, type(theirs.card))


def test_stepped_aside(alice: Acting, bob: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    later = NOON + timedelta(hours=1)
    casework.step_aside(alice, opened, bob.officer, student_said="She would like Bob.", at=later)
    [sight] = at_drawer(requested).card.sights
    assert (sight.name, sight.since) == ("Bob", later)
    # Only who sees it is shown: not that anybody stepped aside.
    assert queries.shown_in(at_drawer(requested).drawer) == [] or all(
        "aside" not in str(item) for _, item in queries.shown_in(at_drawer(requested).drawer)
    )


@pytest.mark.promise("P4")
@pytest.mark.parametrize("planted", [False, True])
def test_no_ring_of_a_students_words_is_granted_a_case(alice: Acting, planted: bool) -> None:
    asks()
    opened = taken(alice)
    drawer = Drawer.objects.get()
    if planted:
        held = Grant.objects.filter(case=opened.ref, holder=alice.unlocked.ring_id)
        held.update(holder=drawer.ring_id)
    students = Drawer.objects.values("ring")
    found = Grant.objects.filter(case__in=Case.objects.values("id"), holder__in=students)
    assert found.exists() is planted
