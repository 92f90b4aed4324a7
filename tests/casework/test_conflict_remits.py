"""Every way in which a case can reach the Women's Officer asks for the student's word. (ELIG-2)"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from confide.casework import actions, queries
from confide.casework.models import Seat
from confide.casework.queries import OpenCase
from confide.disclosure.actions import Sharing, share
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.browsing import browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-2"),
]
SAID = "She would like that."
WORDS = (True, False)


def _open(alice: Acting, taker: Acting, said: bool) -> None:
    cast.a_case(taker, said_woman=said)


def _hand_over(alice: Acting, taker: Acting, said: bool) -> None:
    case = cast.a_case(alice, said_woman=said)
    actions.hand_over(alice, case, taker.officer, student_knows=SAID, at=NOON)


def _step_aside(alice: Acting, taker: Acting, said: bool) -> None:
    case = cast.a_case(alice, said_woman=said)
    actions.step_aside(alice, case, taker.officer, student_said=SAID, at=NOON)


def _share(alice: Acting, taker: Acting, said: bool) -> None:
    case = cast.a_case(alice, said_woman=said)
    share(alice, case, taker.officer, Sharing(reason="benefit", why="She asked."), at=NOON)


def _offer(alice: Acting, taker: Acting, said: bool) -> None:
    """Being offered to a student who wants somebody else."""
    case = cast.a_case(alice, said_woman=said)
    if taker.officer not in queries.who_could_take(alice, case, on=NOON.date()):
        raise NotOffered


class NotOffered(Exception):  # noqa: N818 (it reads as what happened)
    """The page does not show her."""


PATHS: list[Callable[[Acting, Acting, bool], None]] = [
    _open,
    _hand_over,
    _step_aside,
    _share,
    _offer,
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@pytest.mark.parametrize("post", ["womens", "welfare-graduates"])
@pytest.mark.parametrize("said", WORDS)
def test_every_path_asks(
    alice: Acting, path: Callable[[Acting, Acting, bool], None], post: str, said: bool
) -> None:
    taker = cast.officer("wendy", post=post)
    if said or post != "womens":
        path(alice, taker, said)
    else:
        with pytest.raises((Refused, NotOffered)) as refused:
            path(alice, taker, said)
        if refused.type is Refused:
            assert refused.value.decision.clause == "ELIG-2"
        assert not Seat.objects.filter(officer=taker.officer).exists()


def test_a_student_who_unsays_it_is_written_down_and_needs_another(service: None) -> None:
    wendy, bob = cast.officer("wendy", post="womens"), cast.officer("bob")
    case = cast.a_case(wendy, said_woman=True)
    assert not queries.needs_another(wendy, case)
    actions.change_file(wendy, case, _unsaid(case), at=NOON)
    now = queries.case_for(wendy, case.ref)
    assert not now.file.said_woman
    assert queries.needs_another(wendy, now) and queries.raises_doubts(wendy, before=case)
    actions.hand_over(wendy, now, bob.officer, student_knows=SAID, at=NOON)
    his = queries.case_for(bob, case.ref)
    assert not queries.needs_another(bob, his)
    # It is not handed back on a word that was taken back.
    with pytest.raises(Refused):
        actions.hand_over(bob, his, wendy.officer, student_knows=SAID, at=NOON)


def test_her_desk_and_the_case_say_so_until_it_is_handed_over(at: Any, service: None) -> None:
    wendy = cast.officer("wendy", post="womens")
    cast.officer("bob")
    case = cast.a_case(wendy, said_woman=True)
    browser = browser_of(wendy)
    assert b"needs another caseworker" not in browser.get("/desk/").content
    actions.change_file(wendy, case, _unsaid(case), at=NOON)
    assert b"needs another caseworker" in browser.get("/desk/").content
    page = browser.get(f"/cases/{case.ref}/")
    assert b"You may not be the right person" in page.content
    assert f'href="/cases/{case.ref}/conflict/"' in page.content.decode()


def test_who_held_another_post_when_the_case_was_opened_needs_another_too(service: None) -> None:
    wendy = cast.officer("wendy", post="education")
    case = cast.a_case(wendy, said_woman=None)
    assert not queries.needs_another(wendy, case)
    now = replace(wendy, held=dict.fromkeys(wendy.held, "womens"))
    assert queries.needs_another(now, case)


@pytest.mark.promise("P1")
def test_nothing_in_clear_tells_what_the_student_said(alice: Acting, bob: Acting) -> None:
    """Two cases that differ in that word alone are alike in every table and entry."""
    stored = []
    for said in WORDS:
        case = cast.a_case(alice, said_woman=said)
        actions.hand_over(alice, case, bob.officer, student_knows=SAID, at=NOON)
        stored.append(_in_clear(case))
    assert stored[0] == stored[1]


def _unsaid(case: OpenCase) -> actions.Opening:
    return actions.Opening(
        student=case.file.student,
        safe=case.file.safe,
        eligibility=case.file.eligibility,
        scheme=case.file.scheme,
        category=case.file.category,
        about=case.file.about,
        said_woman=False,
    )


def _in_clear(case: OpenCase) -> list[Any]:
    """What every table holds of a case, with sizes for what is sealed and none of its ids."""
    entries = Entry.objects.filter(about=case.ref).order_by("position")
    found: list[Any] = [
        (each.event, each.by, each.clause, each.verdict, each.stamp) for each in entries
    ]
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is type(case.row):
                rows = model._default_manager.filter(**{field.name: case.ref})
                found.append((model.__name__, sorted(map(_bare, rows))))
    return [*found, _bare(type(case.row).objects.get(id=case.ref))]


def _bare(row: models.Model) -> str:
    values = {
        field.name: len(value) if isinstance(value, bytes | memoryview) else str(value)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "case"
        for value in [getattr(row, field.attname)]
    }
    return repr(values)
