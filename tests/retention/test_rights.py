"""What a student asks about their record is noted, kept to, and never written over. (RECD-3)"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.actions import Opening
from confide.casework.queries import (
    NotVisible,
    OpenCase,
    case_for,
    contacts_of,
    documents_of,
    is_restricted,
)
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, AlreadyRecorded, ToTell
from confide.disclosure.queries import Ask
from confide.ledger.record import Refused
from confide.policy.breach import LAW
from confide.retention import actions, queries
from confide.retention.actions import Giving
from confide.retention.models import ACCESS, Wish
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-3"),
]
TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)
SUMMARY = "Dana would like a week more."


@pytest.fixture
def tell(alice: Acting, case: OpenCase) -> Callable[[], str]:
    """Tell what the student agreed to."""
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="More time", summary=SUMMARY)
    agreed = Agreed(ask=ask, spoken=True, given_at=NOON, words="Yes, tell her.", clarity="Read.")
    disclosure.give_consent(alice, case, agreed, at=NOON)

    def told() -> str:
        return disclosure.tell(alice, case, ToTell(ask=ask, how="paper"), at=NOON)

    return told


def asked(acting: Acting, opened: OpenCase, on: date = TODAY) -> str:
    return actions.ask_for_access(acting, opened, "In the office.", asked_on=on, at=NOON)


def test_a_student_who_asks_is_on_the_desk_with_the_day_it_is_due(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    asked(alice, case)
    (waiting,) = queries.access_waiting([case], on=TODAY)
    assert (waiting.due_on, waiting.late, waiting.soon) == (date(2026, 12, 23), False, False)
    assert queries.access_waiting([case], on=date(2026, 12, 23))[0].late is False
    assert queries.access_waiting([case], on=date(2026, 12, 24))[0].late is True


def test_giving_the_record_back_answers_it(alice: Acting, case: OpenCase) -> None:
    wish = asked(alice, case)
    giving = Giving(
        how_asked="She asked.",
        how_identified="I know her.",
        way="paper",
        seen=queries.whole_record(case).digest,
    )
    made = actions.return_record(alice, case, giving, at=LATER)
    assert queries.one_wish(case, wish, ACCESS).card.returned == made
    assert queries.access_waiting([case], on=TODAY) == []
    # What it answered is no part of what was looked through.
    assert actions.fetch_return(alice, case, made, "record", at=LATER)


def test_more_time_is_taken_with_a_reason_once(alice: Acting, case: OpenCase) -> None:
    wish = asked(alice, case)
    actions.extend_access(alice, case, wish, "There are 900 pages.", at=LATER)
    assert queries.access_waiting([case], on=TODAY)[0].due_on == date(2027, 2, 23)
    with pytest.raises(Refused):
        actions.extend_access(alice, case, wish, "And more.", at=LATER)


def test_a_refusal_keeps_its_reason_and_ends_the_clock(alice: Acting, case: OpenCase) -> None:
    wish = asked(alice, case)
    actions.refuse_access(alice, case, wish, "It was somebody else who asked.", at=LATER)
    assert queries.one_wish(case, wish, ACCESS).card.ended_why == "It was somebody else who asked."
    assert queries.access_waiting([case], on=TODAY) == []


def test_a_correction_stands_beside_what_it_is_about_and_changes_nothing(
    alice: Acting, case: OpenCase
) -> None:
    before = contacts_of(case)[0]
    actions.correct(alice, case, before.id, "It was the agency, not the landlord.", at=LATER)
    added = next(e.card for e in contacts_of(case) if e.card.corrects)
    assert (added.corrects, added.said) == (before.id, "It was the agency, not the landlord.")
    assert next(e for e in contacts_of(case) if e.id == before.id) == before
    happened = queries.whole_record(case).chapters[1]
    assert [each.heading.split(",")[0] for each in happened.sections][-1] == "Your correction"


def test_a_correction_to_the_file_or_a_document_is_in_the_record(
    alice: Acting, case: OpenCase
) -> None:
    casework.add_document(alice, case, cast.a_pdf("Lease.pdf"), at=NOON)
    actions.correct(alice, case, case.ref, "My name has two t.", at=LATER)
    actions.correct(alice, case, documents_of(case)[0].id, "It was never signed.", at=LATER)
    whole = queries.whole_record(case)
    words = [[p.words for s in c.sections for p in s.passages] for c in whole.chapters]
    assert "My name has two t." in words[0]
    assert "It was never signed." in words[1]


def test_the_same_correction_counts_once_and_of_another_case_not_at_all(
    alice: Acting, case: OpenCase
) -> None:
    actions.correct(alice, case, case.ref, "Two t.", at=LATER)
    with pytest.raises(AlreadyRecorded):
        actions.correct(alice, case, case.ref, "Two t.", at=LATER)
    other = cast.a_case(alice, student="Emrys Vaughan")
    with pytest.raises(NotVisible):
        actions.correct(alice, case, contacts_of(other)[0].id, "Two t.", at=LATER)


def test_while_it_is_restricted_nothing_is_told_and_reading_goes_on(
    alice: Acting, case: OpenCase, tell: Callable[[], str]
) -> None:
    told = tell()
    actions.restrict(alice, case, "She says it is wrong.", at=LATER)
    with pytest.raises(Refused) as refused:
        tell()
    assert refused.value.decision.clause == "RECD-3"
    assert refused.value.decision.instead
    with pytest.raises(Refused):
        disclosure.fetch(alice, case, told, "extract", at=LATER)
    assert case_for(alice, case.ref).file.restricted
    casework.add_contact(
        alice, case, casework.Said(kind="phone", happened_at=NOON, said="She rang."), at=NOON
    )
    actions.lift(alice, case, "It was put right; she was told.", at=LATER)
    assert tell()
    assert disclosure.fetch(alice, case, told, "extract", at=LATER)


def test_a_restriction_is_kept_when_the_file_is_set_right(alice: Acting, case: OpenCase) -> None:
    actions.restrict(alice, case, "She says it is wrong.", at=NOON)
    opened, file = case_for(alice, case.ref), case.file
    changed = Opening(
        student="Dana Whittlock",
        safe=file.safe,
        eligibility=file.eligibility,
        scheme=file.scheme,
        category=file.category,
        about=file.about,
    )
    casework.change_file(alice, opened, changed, at=LATER)
    assert is_restricted(case)


def test_a_restriction_holds_when_the_case_is_resolved_and_taken_up_again(
    alice: Acting, case: OpenCase
) -> None:
    actions.restrict(alice, case, "She says it is wrong.", at=NOON)
    casework.resolve(alice, case, outcome="Done.", at=LATER)
    casework.reopen(alice, case_for(alice, case.ref), why="She came back.", at=LATER)
    assert is_restricted(case)


def test_it_is_restricted_once_and_ended_by_whoever_decides(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = "b" * 26
    with pytest.raises(Refused):
        actions.restrict(bob, case, "She says so.", at=NOON)
    actions.restrict(alice, case, "She says so.", form=sheet, at=NOON)
    with pytest.raises(AlreadyRecorded):
        actions.restrict(alice, case, "She says so.", form=sheet, at=NOON)
    with pytest.raises(Refused):
        actions.restrict(alice, case, "Again.", at=NOON)
    with pytest.raises(Refused):
        actions.lift(bob, case, "No.", at=NOON)
    actions.lift(alice, case, "It is right now.", at=NOON)
    with pytest.raises(Refused):
        actions.lift(alice, case, "Again.", at=NOON)


def test_where_somebody_is_in_danger_a_restriction_keeps_nobody_from_help(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.restrict(alice, case, "She says it is wrong.", at=NOON)
    assert disclosure.break_confidence(alice, case, a_sheet(), at=NOON)


def test_an_objection_is_noted_and_is_in_the_record(alice: Acting, case: OpenCase) -> None:
    actions.object_to(alice, case, "Not to be counted in figures.", at=NOON)
    chapter = queries.whole_record(case).chapters[-1]
    assert chapter.sections[0].passages[0].words == "Not to be counted in figures."


def test_whom_the_student_had_told_is_nobody_else_to_them(
    alice: Acting, case: OpenCase, tell: Callable[[], str]
) -> None:
    tell()
    whole = queries.whole_record(case)
    found = queries.others_in_record(whole, queries.known_in(alice, case))
    assert "Dr Sen" not in {each.phrase for each in found}


@pytest.mark.clause("BRCH-1")
@pytest.mark.parametrize("ground", ["danger", LAW])
def test_a_record_reads_the_same_with_a_breach_and_without(
    alice: Acting, bob: Acting, case: OpenCase, ground: str
) -> None:
    before = queries.whole_record(case)
    sheet = a_sheet() if ground != LAW else a_sheet(ground=LAW, duty="Section 38B")
    disclosure.break_confidence(alice, case, sheet, at=NOON)
    after = queries.whole_record(case_for(alice, case.ref))
    assert after == before
    assert after.digest == before.digest


def test_nothing_says_in_clear_what_was_asked(alice: Acting, case: OpenCase) -> None:
    asked(alice, case)
    actions.object_to(alice, case, "Not to be counted in figures.", at=NOON)
    for row in Wish.objects.all():
        assert {field.name for field in row._meta.fields} == {"sealed", "id", "case"}
        assert b"figures" not in bytes(row.sealed)


def test_everything_goes_with_the_case_and_moves_with_its_keys(
    alice: Acting, case: OpenCase
) -> None:
    asked(alice, case)
    request = actions.Asked(how_asked="She came.", how_identified="I know her.")
    actions.request_by_student(alice, case, request, at=LATER)
    assert not Wish.objects.exists()
