"""A student agrees, agrees to less and takes it back on their own side. (CONF-4, CONF-1)"""

import ast
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from confide import policy
from confide.casework import actions, queries
from confide.casework.queries import OpenCase
from confide.disclosure import actions as disclosing
from confide.disclosure import queries as disclosure
from confide.disclosure.actions import Agreed
from confide.disclosure.queries import Ask, OwnConsent
from confide.frontdoor.views import said as in_their_words
from confide.team.queries import Acting
from confide.web import clock
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import ADDRESS, a_student, asks, send, shown, text

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-4"),
]
TUTOR = {
    "recipient": "Dr Helen Marsh",
    "role": "my tutor",
    "purpose": "To ask for more time",
    "kind": "tell",
    "may_be_told": "I was in hospital on the day of the second paper.",
}


@pytest.fixture
def student() -> Client:
    return a_student()


@pytest.fixture
def opened(student: Client, alice: Acting) -> OpenCase:
    asks(student)
    [request] = queries.requests_for(alice)
    actions.take_request(alice, request, at=NOON)
    return queries.case_for(alice, request.ref)


def _consents(student: Client) -> list[OwnConsent]:
    secret = student.cookies[settings.SESSION_COOKIE].value
    mine = queries.at_drawer(secret, at=clock.now())
    assert mine is not None
    return disclosure.own_consents(mine, on=NOON.date())


def test_they_agree_in_their_own_words_and_it_counts_at_once(
    student: Client, opened: OpenCase
) -> None:
    assert "Nothing. So nobody outside is told anything." in shown(student)
    assert send(student, "agree", **TUTOR).status_code == 302
    [consent] = _consents(student)
    assert consent.live and consent.card.summary == TUTOR["may_be_told"]
    there = shown(student)
    assert "Dr Helen Marsh, my tutor" in there and TUTOR["may_be_told"] in there


def test_they_take_it_back_and_it_ends_at_once(
    student: Client, opened: OpenCase, at: Callable[[datetime], None]
) -> None:
    send(student, "agree", **TUTOR)
    at(NOON + timedelta(minutes=1))
    [consent] = _consents(student)
    assert send(student, "withdraw", about=consent.id).status_code == 302
    assert not _consents(student)[0].live
    assert "Withdrawn Dr Helen Marsh" in shown(student)
    again = send(student, "withdraw", about=consent.id)
    assert again.status_code == 200
    assert "Something still needs your attention" in text(again)


def test_they_leave_less_of_it(
    student: Client, opened: OpenCase, at: Callable[[datetime], None]
) -> None:
    send(student, "agree", **TUTOR)
    at(NOON + timedelta(minutes=1))
    [consent] = _consents(student)
    kept = {"about": consent.id, "kept": ["summary"], "until_on": "30/11/2026"}
    assert send(student, "narrow", **kept).status_code == 302
    live = [each for each in _consents(student) if each.live]
    assert [f"{each.card.until_on}" for each in live] == ["2026-11-30"]


def test_a_day_that_cannot_be_read_comes_back_beside_its_own_consent(
    student: Client, opened: OpenCase, at: Callable[[datetime], None]
) -> None:
    send(student, "agree", **{**TUTOR, "recipient": "Mr Brown"})
    at(NOON + timedelta(minutes=1))
    send(student, "agree", **TUTOR)
    at(NOON + timedelta(minutes=2))
    consent, other = _consents(student)
    answer = send(student, "narrow", about=consent.id, until_on="soon")
    page = answer.content.decode()
    assert answer.status_code == 200 and page.count('value="soon"') == 1
    assert page.count(f'href="#until_on-{consent.id}"') == 1
    assert page.count(f'id="until_on-{consent.id}"') == page.count(f'id="until_on-{other.id}"') == 1
    mine, others = (
        next(each for each in re.findall("<article.*?</article>", page, re.S) if about in each)
        for about in (consent.id, other.id)
    )
    assert 'value="soon"' in mine and '<details class="govuk-details" open>' in mine
    # What was unticked stays so, and nothing of another consent is changed.
    assert 'name="kept"' in mine and " checked" not in mine
    assert " checked" in others and '<details class="govuk-details">' in others
    assert send(student, "narrow", about="%s%d%", until_on="soon").status_code == 200
    assert [each.live for each in _consents(student)] == [True, True]


@pytest.mark.parametrize("answer", ["sign", "withdraw"])
def test_what_is_put_to_them_is_said_on_top_until_they_answer(
    student: Client, opened: OpenCase, alice: Acting, answer: str
) -> None:
    waits = "Something is put to you, for a yes or a no."
    assert waits not in shown(student)
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="Time", summary="A week more.")
    put = disclosing.propose_consent(
        alice, opened, Agreed(ask=ask, spoken=False, given_at=NOON), at=NOON
    )
    there = shown(student)
    assert there.index(waits) < there.index("Messages")
    assert send(student, answer, about=put).status_code == 302
    assert waits not in shown(student)


def test_somebody_may_get_in_touch_without_being_told(student: Client, opened: OpenCase) -> None:
    send(student, "agree", **{**TUTOR, "kind": "contact"}, confirm="on")
    [consent] = _consents(student)
    assert (consent.card.kind, consent.card.summary) == ("contact", "")
    assert "They may get in touch with us. We may confirm that you come here." in shown(student)


@pytest.mark.parametrize("lacking", ["recipient", "role", "purpose", "may_be_told"])
def test_what_is_not_clear_is_no_consent(student: Client, opened: OpenCase, lacking: str) -> None:
    answer = send(student, "agree", **{**TUTOR, lacking: ""})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Something still needs your attention" in page
    typed = {value for key, value in TUTOR.items() if key not in {lacking, "kind"}}
    assert all(value in page for value in typed)
    assert _consents(student) == []


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("agree", {"recipient": "everybody"}, "Write who there exactly may be told."),
        ("agree", {"role": "-"}, "Write who exactly may be told, and who they are to you."),
        ("agree", {"purpose": "?"}, "Write what it should achieve."),
        ("narrow", {"until_on": "30/11/2027"}, "This would allow more than you agreed to."),
        ("narrow", {}, "Nothing would be left of it. Take all of it back instead."),
        ("sign", {}, "You have agreed to this in writing already."),
        ("restrict", {"restriction": "?"}, "Write why, such as that something in it is not right."),
    ],
)
def test_what_a_rule_says_to_officers_is_said_to_them(
    student: Client, opened: OpenCase, step: str, typed: dict[str, str], said: str
) -> None:
    send(student, "agree", **TUTOR, until_on="30/11/2026")
    [consent] = _consents(student)
    kept = {"kept": ["summary"]} if "until_on" in typed else {}
    answer = send(student, step, **{**TUTOR, "about": consent.id, **kept, **typed})
    assert said in text(answer)
    assert "the student" not in text(answer).lower()


def test_what_is_said_to_them_otherwise_is_what_a_rule_says() -> None:
    folder = Path(policy.__file__).parent
    trees = (ast.parse(each.read_text("utf-8")) for each in folder.rglob("*.py"))
    words = {n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert words >= in_their_words._TO_THEM.keys()
    assert not any("student" in each.lower() for each in in_their_words._TO_THEM.values())


@pytest.mark.clause("CONF-3")
def test_a_consent_of_somebody_else_is_nobodys_to_take_back(
    student: Client, opened: OpenCase, alice: Acting
) -> None:
    send(student, "agree", **TUTOR)
    [consent] = _consents(student)
    other = a_student()
    asks(other)
    answers = [send(other, "withdraw", about=each) for each in (consent.id, "a" * 26, "")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, ADDRESS)}
    assert _consents(student)[0].live


@pytest.mark.clause("RECD-3")
def test_nothing_is_told_for_now_and_what_is_objected_to_is_noted(
    student: Client, opened: OpenCase
) -> None:
    send(student, "restrict", restriction="The date in it is wrong.")
    send(student, "object", objection="To being counted.")
    there = shown(student)
    assert re.search("That nothing is told for now .* The date in it is wrong.", there)
    assert re.search("You objected .* To being counted.", there)


@pytest.mark.clause("RECD-3")
def test_the_record_is_asked_for_once_with_its_last_day(student: Client, opened: OpenCase) -> None:
    send(student, "record")
    assert "You have an answer by Wednesday 23 December." in shown(student)
    assert "Something still needs your attention" in text(send(student, "record"))
