"""A record that is kept before it is whole: by whoever had to act first. (BRCH-5, P9)"""

from dataclasses import replace
from datetime import timedelta

import pytest

from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import ToAsk
from confide.disclosure.models import Breach
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy.breach import BEGUN, BROKEN, LAW
from confide.policy.retention import LONGEST_HOLD
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.breaching import EARLIER, a_sheet

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=1)
NOTHING = {"outline": "", "achieves": "", "recipient": "", "says_what": False, "summary": ""}


@pytest.mark.clause("BRCH-5")
@pytest.mark.promise("P9")
def test_it_stays_open_until_it_is_whole_and_keeps_the_time_of_the_call(
    alice: Acting, case: OpenCase
) -> None:
    begun = a_sheet(ground="", believes=None, why="", consulted="", achieves="", told_at=EARLIER)
    ref = actions.keep_for_later(alice, case, begun, at=cast.NOON)
    [waiting] = queries.breaches_waiting(alice).to_complete
    assert (waiting.id, waiting.card.state, waiting.card.told_at) == (ref, BEGUN, EARLIER)
    assert list(Entry.objects.filter(about=ref).values_list("event", "clause")) == [
        ("breach.begun", "BRCH-5")
    ]
    with pytest.raises(Refused):
        actions.break_confidence(alice, case, replace(begun, record=ref), at=LATER)
    with pytest.raises(Refused):
        actions.fetch_breach(alice, case, ref, "extract", at=LATER)
    assert queries.breaches_waiting(alice).to_complete
    whole = a_sheet(record=ref, told_at=EARLIER)
    assert actions.break_confidence(alice, case, whole, at=LATER) == ref
    card = queries.one_breach(alice, case, ref).card
    assert (card.state, card.begun_at, card.told_at) == (BROKEN, cast.NOON, EARLIER)
    assert not queries.breaches_waiting(alice).to_complete


@pytest.mark.clause("BRCH-3")
def test_nobody_is_asked_by_it(alice: Acting, bob: Acting, case: OpenCase) -> None:
    ref = actions.keep_for_later(alice, case, a_sheet(consulted=""), at=cast.NOON)
    assert not queries.breaches_waiting(bob)
    with pytest.raises(NotVisible):
        actions.read_breach(bob, ref, at=cast.NOON)
    actions.ask_the_others(alice, case, a_sheet(consulted="", record=ref), at=LATER)
    assert [each.id for each in queries.breaches_waiting(bob).to_answer] == [ref]


@pytest.mark.clause("BRCH-5")
def test_the_same_sheet_kept_twice_is_one_record(alice: Acting, case: OpenCase) -> None:
    sheet = a_sheet(consulted="")
    first = actions.keep_for_later(alice, case, sheet, at=cast.NOON)
    assert actions.keep_for_later(alice, case, sheet, at=LATER) == first
    assert Breach.objects.count() == 1


@pytest.mark.clause("BRCH-5")
@pytest.mark.parametrize("lacking", [NOTHING, {"told_at": LATER}], ids=["nothing", "not yet"])
def test_what_cannot_be_kept_makes_no_record(
    alice: Acting, case: OpenCase, lacking: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        actions.keep_for_later(alice, case, a_sheet(**lacking), at=cast.NOON)
    assert not Breach.objects.exists()


@pytest.mark.clause("BRCH-4", "BRCH-5")
def test_neither_a_whole_record_nor_anybody_elses_is_kept_anew(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = actions.break_confidence(alice, case, a_sheet(), at=cast.NOON)
    before = bytes(Breach.objects.get().sealed)
    with pytest.raises(Refused):
        actions.keep_for_later(alice, case, a_sheet(record=ref), at=LATER)
    with pytest.raises(NotVisible):
        actions.keep_for_later(bob, case, a_sheet(record="a" * 26), at=LATER)
    assert bytes(Breach.objects.get().sealed) == before


@pytest.mark.clause("RECD-6")
@pytest.mark.parametrize("told", [True, False])
def test_under_the_second_ground_the_hold_is_the_longest_once_somebody_was_told(
    alice: Acting, case: OpenCase, told: bool
) -> None:
    sheet = a_sheet(ground=LAW, consulted="", told_at=EARLIER if told else None)
    actions.keep_for_later(alice, case, sheet, at=cast.NOON)
    days = LONGEST_HOLD if told else timedelta(days=7)
    assert Case.objects.get().keep_until == cast.NOON.date() + days


@pytest.mark.clause("BRCH-3", "CONF-2")
def test_advice_on_a_question_without_a_name_is_cited_and_outlives_the_question(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    on = cast.NOON.date()
    ask = ToAsk(question="What would you do?", colleagues=[bob.officer], ends_on=on + timedelta(3))
    question = actions.ask_colleagues(alice, case, ask, at=cast.NOON)
    actions.reply(bob, question, "Ring somebody.", at=cast.NOON)
    [advice] = queries.advice_to_cite(alice, case, None, on=on)
    sheet = a_sheet(consulted="", told_at=None, cited=(advice.reply,))
    ref = actions.keep_for_later(alice, case, sheet, at=cast.NOON)
    actions.end_question(alice, question, at=cast.NOON)
    # To have been asked without a name is not to have been told.
    with pytest.raises(Refused) as refused:
        whole = a_sheet(consulted="", cited=(advice.reply,), record=ref)
        actions.break_confidence(alice, case, whole, at=LATER)
    assert refused.value.decision.clause == "BRCH-3"
    actions.break_confidence(alice, case, a_sheet(cited=(advice.reply,), record=ref), at=LATER)
    [cited] = queries.one_breach(alice, case, ref).card.cited
    assert (cited.by, cited.said) == (bob.pseudonym, "Ring somebody.")
    assert cited.question == "What would you do?"


@pytest.mark.clause("CONF-2")
def test_advice_about_another_case_or_none_is_not_cited(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    on = cast.NOON.date()
    ask = ToAsk(question="What would you do?", colleagues=[bob.officer], ends_on=on + timedelta(3))
    about_none = actions.ask_colleagues(alice, None, ask, at=cast.NOON)
    actions.reply(bob, about_none, "Nothing.", form="b" * 26, at=cast.NOON)
    assert queries.advice_to_cite(alice, case, None, on=on) == []
    with pytest.raises(NotVisible):
        actions.break_confidence(alice, case, a_sheet(cited=("b" * 26,)), at=cast.NOON)
    assert not Breach.objects.exists()
