"""Coming back by ten words: for whoever has them, and for nobody else a trace. (CONF-3, RECD-6)"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from confide.casework.models import Case
from confide.team.queries import Acting
from confide.vault import ways
from confide.vault.models import Session
from confide.web.padding import LEAST
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import (
    ADDRESS,
    a_student,
    asking,
    asks,
    comes_back,
    has_them,
    send,
    shown,
    text,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
# Of tests/vectors/vault/way.toml. Words drawn anew may have a hyphen, or stand on a page by chance.
FIRST = "overlap"
REST = "rockiness laboring detest jubilant automatic enrich service politely spearhead"


@pytest.fixture
def words(alice: Acting) -> str:
    """The words of somebody who asked for support."""
    return asks(a_student())


@pytest.mark.promise("P11")
@pytest.mark.parametrize(
    "typed",
    [str.upper, lambda words: words.replace(" ", "-"), lambda words: f"\n {words.title()}  \n"],
    ids=["capitals", "hyphens", "blanks"],
)
def test_they_are_read_however_they_are_typed(words: str, typed: Callable[[str], str]) -> None:
    assert "Your side" in shown(comes_back(typed(words)))


def test_a_slip_is_named_and_what_was_typed_is_still_there(alice: Acting) -> None:
    answer = send(a_student(), "enter", words=f"{FIRST}q {REST}", script="yes")
    assert f"Word 1, “{FIRST}q”: did you mean {FIRST}" in text(answer)
    assert f"{FIRST}q {REST}" in text(answer)
    assert not answer.cookies
    fewer = text(send(a_student(), "enter", words=REST, script="yes"))
    assert "There are ten, and these are 9." in fewer


@pytest.mark.clause("CONF-3")
def test_without_script_the_words_stay_on_no_page_that_came_of_them(alice: Acting) -> None:
    student = a_student()
    answer = send(student, "enter", words=f"{FIRST}q {REST}")
    assert (answer.status_code, answer.content) == (302, b"")
    assert FIRST not in str(answer.cookies)
    there = student.get(ADDRESS)
    assert "Look at word 1: it is likely mistyped." in text(there)
    assert FIRST not in text(there)
    assert "Write to us" in shown(student)


@pytest.mark.clause("CONF-3")
@pytest.mark.promise("P11")
def test_unknown_given_up_destroyed_and_locked_are_one_page(
    words: str, at: Callable[[datetime], None]
) -> None:
    gone = asks(a_student())
    at_side = comes_back(gone)
    assert send(at_side, "new-words").status_code == 302
    given_up = gone
    destroyed = has_them(at_side)
    idle = comes_back(words)
    assert "Your side" in shown(idle)
    at(NOON + timedelta(minutes=11))
    Case.objects.filter(drawer__lookup=ways.way_in(destroyed).lookup).update(being_destroyed=True)
    seen = [_arrives(each) for each in (ways.make_words(), given_up, destroyed)]
    seen.append(_whole(idle.get(ADDRESS)))
    assert len({*map(repr, seen)}) == 1
    assert "Your side" in shown(comes_back(words))


@pytest.mark.clause("CONF-3")
def test_a_miss_asks_the_database_the_same_whoever_it_is(words: str) -> None:
    destroyed = asks(a_student())
    Case.objects.filter(drawer__lookup=ways.way_in(destroyed).lookup).update(being_destroyed=True)
    counts = set()
    for each in (ways.make_words(), destroyed, ways.make_words()):
        with CaptureQueriesContext(connection) as asked:
            comes_back(each)
        counts.add(tuple(query["sql"][:60] for query in asked.captured_queries))
    assert len(counts) == 1


@pytest.mark.clause("CONF-3")
def test_hit_and_miss_are_led_on_alike(words: str) -> None:
    answers = [send(a_student(), "enter", words=each) for each in (words, ways.make_words())]
    shapes = [(a.status_code, a["Location"], len(a.content), len(str(a.cookies))) for a in answers]
    assert shapes[0] == shapes[1]
    there = [comes_back(each).get(ADDRESS) for each in (words, ways.make_words())]
    assert "Your side" in text(there[0]) and "Nothing is open here" in text(there[1])
    assert _on_the_line(there[0]) == _on_the_line(there[1])


@pytest.mark.clause("CONF-3")
def test_the_pages_of_the_way_have_few_lengths(words: str) -> None:
    student = comes_back(words)
    pages = [
        a_student().get(ADDRESS),
        send(a_student(), "begin"),
        send(a_student(), "ask", **asking(words="")),
        send(a_student(), "enter", words="one two", script="yes"),
        student.get(ADDRESS),
        send(student, "sure"),
    ]
    letters = [SimpleUploadedFile(name, b"x") for name in ("a.txt", "a-much-longer-name.txt")]
    send(student, "message", message="x" * 400, enclosed=letters)
    pages.append(student.get(ADDRESS))
    assert {len(page.content) for page in pages} == {LEAST}
    for _ in range(2):
        send(student, "message", message="y" * 17_000)
    assert len(student.get(ADDRESS).content) == 2 * LEAST


def test_leaving_locks_on_the_server(words: str) -> None:
    for away in (lambda s: send(s, "end"), lambda s: s.get("/exit/")):
        student = comes_back(words)
        secret = {name: each.value for name, each in student.cookies.items()}
        answer = away(student)
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        thief = a_student()
        for name, value in secret.items():
            thief.cookies[name] = value
        assert "Nothing is open here" in shown(thief)
    assert Session.objects.filter(seen_at__gte=NOON).count() <= 1


def test_other_words_end_what_was_open(words: str) -> None:
    student = comes_back(words)
    send(student, "enter", words=ways.make_words())
    assert "Nothing is open here" in shown(student)


def _on_the_line(answer: Any) -> tuple[int, list[tuple[str, int]], list[str]]:
    """What whoever watches sees of it, also where common letters are written shorter."""
    headers = [(name, len(value)) for name, value in sorted(answer.items())]
    cookies = ["".join(sorted(each.output())) for each in answer.cookies.values()]
    return len(answer.content), headers, cookies


def _arrives(words: str) -> Any:
    student = comes_back(words)
    return _whole(student.get(ADDRESS))


def _whole(answer: Any) -> Any:
    return answer.status_code, answer.content, sorted(answer.items()), str(answer.cookies)
