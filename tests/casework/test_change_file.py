"""Setting right who the student is, how to reach them, or what it is about. (RECD-1, ELIG-2)"""

from dataclasses import replace

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Opening
from confide.casework.models import SafeContact
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of, typed_again
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-1"),
]
CHANGED = Opening(
    student="Dana W.",
    safe=SafeContact(how="Only in person", may_leave_message=False),
    eligibility="disputed",
    scheme="student-support",
    category="housing",
    about="The landlord has let the room to somebody else.",
)


def test_the_file_is_as_it_was_changed_and_the_rest_as_it_was(
    alice: Acting, case: OpenCase
) -> None:
    actions.resolve(alice, case, outcome="Paid back.", at=NOON)
    actions.change_file(alice, queries.case_for(alice, case.ref), CHANGED, at=NOON)
    file = queries.case_for(alice, case.ref).file
    assert (file.student, file.safe.how, file.eligibility) == (
        "Dana W.",
        "Only in person",
        "disputed",
    )
    assert (file.opened_at, file.last_at) == (case.file.opened_at, case.file.last_at)
    assert (file.outcome, file.resolved_on) == ("Paid back.", NOON.date())
    assert history.recorded("case.changed", about=case.ref, by=alice.pseudonym)


def test_it_is_found_by_the_new_words_and_not_by_the_old(alice: Acting, case: OpenCase) -> None:
    actions.change_file(alice, case, CHANGED, at=NOON)
    assert [found.kind for found in queries.search(alice, "somebody else")] == ["case"]
    assert queries.search(alice, "whitlock") == []


@pytest.mark.clause("ELIG-1")
def test_whoever_is_not_helped_is_not_made_so_later(alice: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.change_file(alice, case, replace(CHANGED, eligibility="staff"), at=NOON)
    assert queries.case_for(alice, case.ref).file.eligibility == "registered"


@pytest.mark.clause("ELIG-2")
def test_what_the_student_told_her_is_not_unsaid_by_an_officer_who_does_not_ask(
    service: None, bob: Acting
) -> None:
    wendy = cast.officer("wendy", post="womens")
    case = cast.a_case(wendy, said_woman=True)
    actions.hand_over(wendy, case, bob.officer, student_knows="She knows.", at=NOON)
    his = queries.case_for(bob, case.ref)
    actions.change_file(bob, his, CHANGED, at=NOON)
    his = queries.case_for(bob, case.ref)
    assert his.file.said_woman
    actions.hand_over(bob, his, wendy.officer, student_knows="She knows.", at=NOON)
    assert queries.case_for(wendy, case.ref).file.student == "Dana W."


def test_a_colleague_changes_nothing(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.change_file(bob, case, CHANGED, at=NOON)
    assert queries.case_for(alice, case.ref).file == case.file


def test_the_page_shows_what_there_is_and_changes_it(at: At, alice: Acting, case: OpenCase) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/file/"
    shown = typed_again(browser.get(address))
    assert (shown["student"], shown["safe_how"]) == ("Dana Whitlock", "By e-mail only")
    assert "said_woman" not in shown, "only an officer who represents women asks"
    wrong = browser.post(address, {**shown, "student": "", "about": "x\u202ey"})
    assert wrong.status_code == 200 and typed_again(wrong)["about"] == "xy"
    assert browser.post(address, {**shown, "student": "Dana W."}).status_code == 302
    assert queries.case_for(alice, case.ref).file.student == "Dana W."


def test_of_two_tabs_the_later_loses_nothing_and_is_shown_the_earlier(
    at: At, alice: Acting, case: OpenCase
) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/file/"
    shown = typed_again(browser.get(address))
    first = {**shown, "safe_how": "Only through the porters", "may_leave_message": "on"}
    assert browser.post(address, first).status_code == 302
    entries = Entry.objects.count()
    second = {**shown, "about": "The landlord wrote again.", "may_say_who": "on"}
    page = browser.post(address, second)
    assert page.status_code == 200
    said = page.content.decode()
    assert "changed while you were typing" in said and "Only through the porters" in said
    again = typed_again(page)
    kept = ("safe_how", "about", "may_say_who")
    assert {name: again[name] for name in kept} == {name: second[name] for name in kept}
    file = queries.case_for(alice, case.ref).file
    assert (file.safe.how, file.about) == ("Only through the porters", case.file.about)
    assert Entry.objects.count() == entries, "nothing was done"
    # Having seen both, she sends what is right.
    both = {**again, "safe_how": "Only through the porters"}
    assert browser.post(address, both).status_code == 302
    file = queries.case_for(alice, case.ref).file
    assert file.safe.how == "Only through the porters"
    assert file.about == "The landlord wrote again."


def test_what_else_was_done_meanwhile_is_in_nobodys_way(
    at: At, alice: Acting, case: OpenCase
) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/file/"
    shown = typed_again(browser.get(address))
    said = actions.Said(kind="phone", happened_at=NOON, said="She rang about the deposit.")
    actions.add_contact(alice, case, said, at=NOON)
    assert browser.post(address, {**shown, "student": "Dana W."}).status_code == 302


@pytest.mark.parametrize("began_with", ["", "x", "-1", "7"])
def test_a_page_that_does_not_say_what_it_knew_changes_nothing(
    at: At, alice: Acting, case: OpenCase, began_with: str
) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/file/"
    shown = typed_again(browser.get(address))
    page = browser.post(address, {**shown, "student": "Dana W.", "began_with": began_with})
    assert page.status_code == 200 and typed_again(page)["student"] == "Dana W."
    assert queries.case_for(alice, case.ref).file == case.file


@pytest.mark.promise("P14")
def test_what_was_read_before_another_change_is_not_written_back(
    alice: Acting, case: OpenCase
) -> None:
    actions.change_file(alice, case, CHANGED, at=NOON)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_file(alice, case, replace(CHANGED, about="Older words."), at=NOON)
    assert queries.case_for(alice, case.ref).file.about == CHANGED.about


@pytest.mark.clause("ELIG-2")
def test_a_forgotten_answer_is_asked_for_and_nothing_typed_is_lost(at: At, service: None) -> None:
    wendy = cast.officer("wendy", post="womens")
    typed = {
        "student": "Dana", "eligibility": "registered", "scheme": "student-support",
        "category": "housing", "about": "The deposit.", "kind": "phone", "day": "23/11/2026",
        "time": "11:30", "said": "",
    }  # fmt: skip
    browser = browser_of(wendy)
    page = browser.post("/cases/new/", typed)
    assert page.status_code == 200 and "has not said so" in page.content.decode()
    assert typed_again(page)["about"] == "The deposit."
    refused = browser.post("/cases/new/", {**typed, "said_woman": "no"})
    assert refused.status_code == 403 and "ELIG-2" in refused.content.decode()
    assert queries.my_cases(wendy) == []
    assert browser.post("/cases/new/", {**typed, "said_woman": "yes"}).status_code == 302


def test_a_case_that_was_handed_over_meanwhile_is_not_there(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    with pytest.raises((Refused, NotVisible)):
        actions.change_file(alice, case, CHANGED, at=NOON)
    assert queries.case_for(bob, case.ref).file.student == "Dana Whitlock"
