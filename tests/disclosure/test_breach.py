"""Breaking confidence: the record comes first, is whole, and is seen by those it is for."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from confide.casework import actions as casework
from confide.casework.models import Case, SteppedAsideCard
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Added
from confide.disclosure.models import Breach, BreachNote
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy import breach as policy
from confide.policy.breach import BROKEN, DANGER, LAW, LEFT, NOBODY
from confide.policy.retention import LONGEST_HOLD
from confide.team.queries import Acting
from confide.vault.models import Grant
from confide.vault.primitives import random_id
from confide.web import mail
from tests import cast
from tests.disclosure.breaching import EARLIER, TOLD, a_sheet
from tests.disclosure.conftest import Record
from tests.disclosure.reading import CANARY, glued, words_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=1)


@pytest.fixture
def carol(service: None) -> Acting:
    """A third caseworker."""
    return cast.officer("carol", post="womens")


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """To whom the one mail went, each time."""
    sent: list[list[str]] = []
    monkeypatch.setattr(mail, "notify", lambda addresses: sent.append(list(addresses)))
    return sent


def events(about: str) -> list[tuple[str, str, str]]:
    rows = Entry.objects.filter(about=about).order_by("position")
    return list(rows.values_list("event", "clause", "verdict"))


@pytest.mark.clause("BRCH-5")
def test_a_complete_record_has_all_that_was_typed(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(told_at=EARLIER), at=cast.NOON)
    card = queries.one_breach(alice, case, ref).card
    assert (card.state, card.by, card.student) == (BROKEN, alice.pseudonym, "Dana Whitlock")
    assert (card.phoned, card.achieves) == ("Bob", "An ambulance goes to her room.")
    assert (card.recipient, card.role, card.summary) == ("The operator", "ambulance service", TOLD)
    assert (card.told_at, card.decided_at) == (EARLIER, cast.NOON)
    assert events(ref) == [("breach.decided", "BRCH-4", "allowed")]


@pytest.mark.clause("BRCH-1", "BRCH-2", "BRCH-3", "BRCH-5")
@pytest.mark.promise("P8")
@pytest.mark.parametrize(
    "lacking",
    [
        {"ground": ""},
        {"ground": "other"},
        {"student": ""},
        {"outline": ""},
        {"believes": None},
        {"believes": False},
        {"why": ""},
        {"consulted": ""},
        {"phoned": ""},
        {"achieves": ""},
        {"recipient": ""},
        {"role": ""},
        {"says_what": False},
        {"told_at": None},
        {"told_at": LATER},
        {"ground": LAW},
    ],
)
def test_with_one_of_its_facts_missing_nothing_is_made_and_no_key_either(
    alice: Acting, case: OpenCase, data: Path, lacking: dict[str, object]
) -> None:
    grants = Grant.objects.count()
    with pytest.raises(Refused) as refused:
        actions.break_confidence(alice, case, a_sheet(how="extract", **lacking), at=cast.NOON)
    assert refused.value.decision.clause.startswith("BRCH-")
    assert not Breach.objects.exists() and Grant.objects.count() == grants
    assert not list((data / "files").rglob("*.*")) and not (data / "files" / "incoming").exists()


@pytest.mark.clause("BRCH-3", "BRCH-4")
def test_asking_puts_the_question_on_every_desk_and_sends_the_one_mail(
    alice: Acting, bob: Acting, carol: Acting, case: OpenCase, mailed: list[list[str]]
) -> None:
    for each in (alice, bob, carol):
        each.officer.mail = f"{each.name.lower()}@union.example"
        each.officer.save(update_fields=["mail"])
    ref = actions.ask_the_others(alice, case, a_sheet(consulted=""), at=cast.NOON)
    assert mailed == [["bob@union.example", "carol@union.example"]]
    assert events(ref) == [("breach.asked", "BRCH-3", "allowed")]
    waiting = queries.breaches_waiting(bob)
    assert [each.id for each in waiting.to_answer] == [ref]
    assert waiting.to_answer[0].card.student == "Dana Whitlock"
    assert [each.id for each in queries.breaches_waiting(alice).to_complete] == [ref]
    assert not queries.breaches_waiting(alice).to_answer


@pytest.mark.clause("BRCH-3", "BRCH-4")
def test_asked_is_enough_and_no_answer_is_waited_for(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet(consulted="")
    ref = actions.ask_the_others(alice, case, sheet, at=cast.NOON)
    again = actions.break_confidence(alice, case, replace(sheet, record=ref), at=LATER)
    assert again == ref and Breach.objects.count() == 1
    card = queries.one_breach(alice, case, ref).card
    assert (card.state, [each.officer for each in card.asked]) == (BROKEN, [bob.pseudonym])
    assert not queries.breaches_waiting(alice)


@pytest.mark.clause("BRCH-4")
def test_advice_against_it_stands_beside_the_decision_and_stops_nothing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet(consulted="")
    ref = actions.ask_the_others(alice, case, sheet, at=cast.NOON)
    asked = actions.read_breach(bob, ref, at=cast.NOON)
    advice = Added(words="I would not.", happened_at=cast.NOON, form=random_id())
    actions.advise(bob, asked, advice, at=cast.NOON)
    with pytest.raises(actions.AlreadyRecorded):
        actions.advise(bob, asked, advice, at=cast.NOON)
    assert not queries.breaches_waiting(bob)
    actions.break_confidence(alice, case, replace(sheet, record=ref), at=LATER)
    shown = queries.one_breach(alice, case, ref)
    assert [note.card.words for note in shown.advice] == ["I would not."]
    assert events(ref)[1:3] == [
        ("breach.read", "BRCH-3", "allowed"),
        ("breach.advised", "BRCH-4", "allowed"),
    ]


@pytest.mark.clause("BRCH-4")
def test_nobody_but_whoever_began_it_decides(alice: Acting, bob: Acting, case: OpenCase) -> None:
    ref = actions.ask_the_others(alice, case, a_sheet(consulted=""), at=cast.NOON)
    casework.hand_over(alice, case, bob.officer, student_knows="She said yes.", at=cast.NOON)
    theirs = case_for(bob, case.ref)
    for decide in (actions.break_confidence, actions.decide_against, actions.ask_the_others):
        with pytest.raises(Refused) as refused:
            decide(bob, theirs, a_sheet(record=ref, why_not="x"), at=LATER)
        assert refused.value.decision.clause == "BRCH-4"
    with pytest.raises(Refused):
        actions.break_confidence(alice, case, a_sheet(record=ref), at=LATER)


@pytest.mark.clause("BRCH-5")
def test_a_complete_record_is_never_changed_and_corrections_are_added(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(), at=cast.NOON)
    before = bytes(Breach.objects.get().sealed)
    for decide in (actions.break_confidence, actions.decide_against, actions.ask_the_others):
        with pytest.raises(Refused) as refused:
            decide(alice, case, a_sheet(record=ref, why_not="No."), at=LATER)
        assert refused.value.decision.clause == "BRCH-5"
    found = queries.one_breach(alice, case, ref)
    note = Added(words="It was the porter.", happened_at=LATER, form=random_id())
    actions.correct(alice, found, note, at=LATER)
    assert bytes(Breach.objects.get().sealed) == before
    notes = queries.one_breach(alice, case, ref).notes
    assert [each.card.words for each in notes] == ["It was the porter."]
    actions.tell_the_others(alice, case, found, replace(note, form=random_id()), at=LATER)
    with pytest.raises(Refused):
        actions.correct(bob, queries.breach_given(bob, ref), note, at=LATER)


@pytest.mark.clause("BRCH-5")
def test_the_same_sheet_sent_twice_is_one_record(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet()
    actions.break_confidence(alice, case, sheet, at=cast.NOON)
    for act in (actions.break_confidence, actions.decide_against):
        with pytest.raises(actions.AlreadyRecorded):
            act(alice, case, sheet, at=LATER)
    assert Breach.objects.count() == 1


@pytest.mark.promise("P14")
def test_two_at_once_with_the_same_sheet_are_one_record(
    alice: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, shared = a_sheet(), actions.breaches
    first = [lambda: actions.break_confidence(alice, case, sheet, at=cast.NOON)]
    prepared = shared.prepared

    def overtaken(*args: object, **kwargs: object) -> object:
        if first:
            first.pop()()
        return prepared(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(shared, "prepared", overtaken)
    with pytest.raises(actions.AlreadyRecorded):
        actions.break_confidence(alice, case, sheet, at=cast.NOON)
    assert Breach.objects.count() == 1


@pytest.mark.clause("BRCH-4", "BRCH-5")
def test_considered_and_decided_not_to_is_a_record_that_names_no_recipient(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet(
        recipient="", role="", achieves="", summary="", consulted="", believes=None,
        says_what=False, told_at=None, why_not="Her sister is with her now.",
    )  # fmt: skip
    ref = actions.decide_against(alice, case, sheet, at=cast.NOON)
    card = queries.one_breach(alice, case, ref).card
    assert (card.state, card.why_not) == (LEFT, "Her sister is with her now.")
    assert events(ref) == [("breach.decided", "BRCH-4", "allowed")]
    assert not queries.breaches_waiting(alice)
    with pytest.raises(Refused):
        actions.decide_against(alice, case, a_sheet(told_at=None, why_not=""), at=cast.NOON)
    with pytest.raises(Refused):
        actions.decide_against(alice, case, a_sheet(why_not="She is safe."), at=cast.NOON)


@pytest.mark.clause("BRCH-3")
@pytest.mark.promise("P9")
@pytest.mark.parametrize("ground", [DANGER, LAW])
def test_nobody_reached_holds_up_nothing_and_leaves_tell_a_colleague_open(
    alice: Acting, bob: Acting, case: OpenCase, ground: str, mailed: list[list[str]]
) -> None:
    nobody = a_sheet(ground=ground, duty="x", consulted=NOBODY, tried="Bob, twice, by phone")
    ref = actions.break_confidence(alice, case, nobody, at=cast.NOON)
    assert [each.id for each in queries.breaches_waiting(alice).to_tell] == [ref]
    assert not queries.breaches_waiting(bob)
    found = queries.one_breach(alice, case, ref)
    with pytest.raises(Refused):
        ahead = Added(words="Bob", happened_at=LATER, form=random_id())
        actions.tell_a_colleague(alice, found, ahead, at=cast.NOON)
    assert queries.breaches_waiting(alice).to_tell
    told = Added(words="Bob", happened_at=cast.NOON, form=random_id())
    actions.tell_a_colleague(alice, found, told, at=LATER)
    assert not queries.breaches_waiting(alice)


@pytest.mark.clause("BRCH-3")
def test_the_others_can_be_told_after_all_with_one_button(
    alice: Acting, case: OpenCase, mailed: list[list[str]]
) -> None:
    nobody = a_sheet(consulted=NOBODY, tried="There is nobody else")
    ref = actions.break_confidence(alice, case, nobody, at=cast.NOON)
    found, added = queries.one_breach(alice, case, ref), Added(happened_at=LATER, form=random_id())
    with pytest.raises(Refused):
        actions.tell_the_others(alice, case, found, added, at=LATER)
    # Bob is appointed only now: he is given the record as well as told of it.
    bob = cast.officer("bob", post="welfare-graduates")
    with pytest.raises(NotVisible):
        queries.breach_given(bob, ref)
    actions.tell_the_others(alice, case, found, added, at=LATER)
    assert not queries.breaches_waiting(alice)
    assert [each.id for each in queries.breaches_waiting(bob).to_answer] == [ref]


@pytest.mark.clause("BRCH-3", "ELIG-3")
@pytest.mark.promise("P4")
def test_whoever_stepped_aside_is_given_nothing_and_sees_nothing(
    alice: Acting, bob: Acting, carol: Acting, case: OpenCase, mailed: list[list[str]]
) -> None:
    aside = (SteppedAsideCard(officer=bob.pseudonym, at=cast.NOON),)
    known = replace(case, file=msgspec.structs.replace(case.file, stepped_aside=aside))
    ref = actions.ask_the_others(alice, known, a_sheet(), at=cast.NOON)
    assert not Grant.objects.filter(case=ref, holder=bob.officer.ring).exists()
    assert not queries.breaches_waiting(bob)
    with pytest.raises(NotVisible):
        queries.breach_given(bob, ref)
    assert queries.breach_given(carol, ref).card.by == alice.pseudonym


@pytest.mark.clause("CONF-3")
@pytest.mark.promise("P4", "P5")
def test_the_steward_and_a_former_officer_see_nothing(
    alice: Acting, bob: Acting, sara: Acting, case: OpenCase
) -> None:
    former = cast.officer("charlie", term=(date(2025, 7, 1), date(2026, 6, 30)))
    ref = actions.ask_the_others(alice, case, a_sheet(), at=cast.NOON)
    for nobody in (sara, former, replace(bob, undertaking_signed=False)):
        assert not queries.breaches_waiting(nobody)
        with pytest.raises(NotVisible):
            queries.breach_given(nobody, ref)
    rings = {alice.officer.ring_id, bob.officer.ring_id}
    held = set(Grant.objects.filter(case=ref).values_list("holder", flat=True))
    assert held >= rings and len(held) == 3, "and recovery"


@pytest.mark.promise("P4")
def test_a_record_does_not_open_by_another_case(alice: Acting, bob: Acting, case: OpenCase) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(), at=cast.NOON)
    other = cast.a_case(alice, student="Somebody else")
    with pytest.raises(NotVisible):
        queries.one_breach(alice, other, ref)
    with pytest.raises(NotVisible):
        actions.break_confidence(alice, other, a_sheet(record=ref), at=LATER)


@pytest.mark.clause("BRCH-1", "RECD-6")
@pytest.mark.parametrize(
    ("ground", "days"), [(LAW, LONGEST_HOLD.days), (DANGER, None)], ids=["law", "danger"]
)
def test_the_second_ground_holds_the_case_and_the_ledger_tells_neither(
    alice: Acting, bob: Acting, case: OpenCase, ground: str, days: int | None
) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(ground=ground, duty="x"), at=cast.NOON)
    kept = Case.objects.get().keep_until
    assert kept == (cast.NOON.date() + timedelta(days=days) if days else None)
    assert events(ref) == [("breach.decided", "BRCH-4", "allowed")]
    about_case = {event for event, *_ in events(case.ref)}
    assert about_case == {"case.opened"}, "the case's own entries say nothing of it"


@pytest.mark.clause("RECD-6")
def test_no_hold_is_ever_shortened(alice: Acting, bob: Acting, case: OpenCase) -> None:
    far = date(2099, 1, 1)
    Case.objects.update(keep_until=far)
    sheet = a_sheet(ground=LAW, duty="x", consulted="")
    ref = actions.ask_the_others(alice, case, sheet, at=cast.NOON)
    actions.break_confidence(alice, case, replace(sheet, record=ref), at=LATER)
    assert Case.objects.get().keep_until == far


@pytest.mark.clause("RECD-6")
def test_while_it_is_being_decided_the_records_stay_for_a_week(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet(ground=LAW, consulted="", duty="", told_at=None)
    ref = actions.ask_the_others(alice, case, sheet, at=cast.NOON)
    week = cast.NOON.date() + timedelta(days=7)
    assert Case.objects.get().keep_until == week
    against = replace(sheet, record=ref, fact=replace(sheet.fact, why_not="No."))
    actions.decide_against(alice, case, against, at=LATER)
    assert Case.objects.get().keep_until == week


@pytest.mark.clause("BRCH-5")
@pytest.mark.promise("P8")
def test_an_extract_is_fetched_after_its_record_and_holds_what_was_chosen(
    alice: Acting, bob: Acting, case: OpenCase, record: Record
) -> None:
    sheet = a_sheet(how="extract", items=(record.said, record.letter))
    ref = actions.break_confidence(alice, case, sheet, at=cast.NOON)
    fetched = actions.fetch_breach(alice, case, ref, "extract", at=LATER)
    content = b"".join(fetched.content)
    assert fetched.name == "extract.pdf" and content.startswith(b"%PDF-")
    words = glued(words_of(content))
    assert glued(TOLD) in words and glued("Dana came to the office") in words
    assert CANARY not in words and glued("terror") not in words and glued("risk") not in words
    letter = actions.fetch_breach(alice, case, ref, record.letter, at=LATER)
    assert b"".join(letter.content) == cast.PDF
    for part in (record.secret, record.said, "", "words"):
        with pytest.raises(NotVisible):
            actions.fetch_breach(alice, case, ref, part, at=LATER)
    assert [event for event, *_ in events(ref)] == ["breach.decided", *["breach.fetched"] * 2]


@pytest.mark.clause("BRCH-5")
@pytest.mark.promise("P8")
def test_nothing_is_fetched_from_a_record_that_is_not_complete_or_is_somebody_elses(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    begun = actions.ask_the_others(alice, case, a_sheet(how="extract"), at=cast.NOON)
    by_phone = actions.break_confidence(alice, case, a_sheet(), at=cast.NOON)
    for ref in (begun, by_phone):
        with pytest.raises(Refused):
            actions.fetch_breach(alice, case, ref, "extract", at=LATER)
    extract = actions.break_confidence(alice, case, a_sheet(how="extract"), at=cast.NOON)
    with pytest.raises(Refused):
        actions.fetch_breach(
            alice, case, extract, "extract", at=cast.NOON + policy.COPIES_FOR + timedelta(days=1)
        )
    casework.hand_over(alice, case, bob.officer, student_knows="She said yes.", at=LATER)
    with pytest.raises(Refused):
        actions.fetch_breach(bob, case_for(bob, case.ref), extract, "extract", at=LATER)


@pytest.mark.promise("P8", "P9")
@pytest.mark.parametrize("how", ["phone", "extract"])
def test_where_the_record_fails_nothing_is_there_to_fetch(
    alice: Acting,
    bob: Acting,
    case: OpenCase,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    sheet = a_sheet(how=how)
    with monkeypatch.context() as broken:
        broken.setattr("confide.ledger.record._append", full)
        with pytest.raises(OSError, match="No space"):
            actions.break_confidence(alice, case, sheet, at=cast.NOON)
    assert not Breach.objects.exists() and Case.objects.get().keep_until is None
    incoming = data / "files" / "incoming"
    assert not incoming.exists() or not list(incoming.iterdir())
    # The very same sheet is taken once the disk is well again.
    ref = actions.break_confidence(alice, case, sheet, at=LATER)
    assert queries.one_breach(alice, case, ref).card.state == BROKEN


def test_a_record_is_not_added_to_while_its_case_is_being_destroyed(
    alice: Acting, bob: Acting, case: OpenCase, data: Path
) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(), at=cast.NOON)
    found = queries.one_breach(alice, case, ref)
    Case.objects.update(being_destroyed=True)
    added = Added(words="More.", happened_at=cast.NOON, form=random_id())
    with pytest.raises(NotVisible):
        actions.correct(alice, found, added, at=LATER)
    with pytest.raises(NotVisible):
        queries.breach_given(alice, ref)
    with pytest.raises(NotVisible):
        actions.break_confidence(alice, case, a_sheet(how="extract"), at=LATER)
    assert not BreachNote.objects.exists()
    assert not list((data / "files" / "incoming").iterdir()), "no extract without its record"
