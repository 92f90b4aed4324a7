"""One’s own breach record after the case went to somebody else: it is still one’s own to finish."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.ledger.record import Refused
from confide.policy.breach import BEGUN, BROKEN, LAW, LEFT, NOBODY
from confide.policy.retention import LONGEST_HOLD
from confide.retention import actions as retention
from confide.retention.actions import holding
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.browsing import At, at, browser_of, typed_again
from tests.disclosure.breaching import EARLIER, OUTLINE, a_sheet

__all__ = ["at"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PHONE = "Phone one of your colleagues, ask first whether they can hear it"


@pytest.fixture
def hers(at: At, alice: Acting, bob: Acting, case: OpenCase) -> Callable[..., str]:
    """Alice keeps a record, or completes one with nobody reached, and hands the case to Bob."""

    def hers(*, whole: bool = False, **changed: object) -> str:
        keep = actions.break_confidence if whole else actions.keep_for_later
        ref = keep(alice, case, a_sheet(told_at=EARLIER, **changed), at=cast.NOON)
        casework.hand_over(alice, case, bob.officer, student_knows="She said yes.", at=cast.NOON)
        return ref

    return hers


@pytest.fixture
def browser(at: At, alice: Acting) -> Client:
    return browser_of(alice)


@pytest.mark.clause("BRCH-4", "BRCH-5")
def test_the_desk_leads_to_it_and_it_is_completed_there(
    browser: Client, hers: Callable[..., str], alice: Acting, bob: Acting
) -> None:
    ref = hers(consulted="", achieves="")
    place = f"/breaches/{ref}/"
    assert f'href="{place}"' in browser.get("/desk/").content.decode()
    page = browser.get(place)
    assert "nobody else can complete it" in page.content.decode()
    assert PHONE in page.content.decode()
    typed = {**typed_again(page), "break": "yes"}
    refused = browser.post(f"{place}completion/", typed)
    assert "(BRCH-3)" in refused.content.decode() and OUTLINE in refused.content.decode()
    typed |= {"consulted": "phoned", "phoned": "Bob", "achieves": "An ambulance goes there."}
    assert browser.post(f"{place}completion/", typed)["Location"] == place
    card = queries.breach_given(alice, ref).card
    assert (card.state, card.told_at, card.decided_at) == (BROKEN, EARLIER, cast.NOON)
    assert f'href="{place}"' not in browser.get("/desk/").content.decode()
    assert "Confidence was broken" in browser.get(place).content.decode()


@pytest.mark.clause("BRCH-3")
def test_a_colleague_is_told_and_a_correction_added_there(
    browser: Client, hers: Callable[..., str], alice: Acting
) -> None:
    place = f"/breaches/{hers(whole=True, consulted=NOBODY, tried='Bob')}/"
    assert f'href="{place}"' in browser.get("/desk/").content.decode()
    assert PHONE in browser.get(place).content.decode()
    nobody = browser.post(f"{place}colleague/", {"form_id": random_id(), "words": ""})
    assert "Fill this in." in nobody.content.decode()
    when = {"day": "1/3/2026", "time": "14:30"}
    browser.post(f"{place}colleague/", {"form_id": random_id(), "words": "Bob", **when})
    assert not queries.breaches_waiting(alice)
    for words in ("", "It was the porter."):
        sheet = {"form_id": random_id(), "words": words}
        answer = browser.post(f"{place}corrections/", sheet)
        assert answer.status_code == (302 if words else 200)
    assert "It was the porter." in browser.get(place).content.decode()


@pytest.mark.clause("BRCH-3")
def test_where_the_others_were_asked_before_nobody_is_sent_to_phone(
    browser: Client, at: At, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = actions.ask_the_others(alice, case, a_sheet(consulted=""), at=cast.NOON)
    casework.hand_over(alice, case, bob.officer, student_knows="She said yes.", at=cast.NOON)
    page = browser.get(f"/breaches/{ref}/").content.decode()
    assert "Complete it" in page and PHONE not in page


@pytest.mark.clause("BRCH-5")
def test_no_extract_is_made_there_and_what_was_picked_stays(
    hers: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    [item, *_] = queries.items_of(case)
    ref = hers(items=(item.key,))
    found = queries.breach_given(alice, ref)
    with pytest.raises(Refused):
        extract = a_sheet(record=ref, how="extract")
        actions.complete_from_outside(alice, found, extract, state=BROKEN, at=cast.NOON)
    assert queries.breach_given(alice, ref).card.state == BEGUN
    actions.complete_from_outside(alice, found, a_sheet(record=ref), state=BROKEN, at=cast.NOON)
    card = queries.breach_given(alice, ref).card
    assert [each.key for each in card.items] == [item.key] and not card.stored_as
    with pytest.raises(Refused):
        again = a_sheet(record=ref)
        actions.complete_from_outside(alice, found, again, state=BROKEN, at=cast.NOON)


@pytest.mark.clause("BRCH-4")
def test_that_it_was_not_broken_can_be_said_there_and_by_nobody_else(
    hers: Callable[..., str], alice: Acting, bob: Acting, browser: Client
) -> None:
    ref = hers()
    theirs = queries.breach_given(bob, ref)
    against = a_sheet(record=ref, told_at=None, why_not="Nobody was told: I mistyped.")
    with pytest.raises(Refused) as refused:
        actions.complete_from_outside(bob, theirs, against, state=LEFT, at=cast.NOON)
    assert refused.value.decision.clause == "BRCH-4"
    found = queries.breach_given(alice, ref)
    actions.complete_from_outside(alice, found, against, state=LEFT, at=cast.NOON)
    assert queries.breach_given(alice, ref).card.state == LEFT


@pytest.mark.clause("RECD-5")
def test_the_second_ground_holds_the_case_from_there_too_and_ending_another_hold_leaves_it(
    hers: Callable[..., str], alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ref = hers(ground="")
    assert Case.objects.get().keep_until is None
    found = queries.breach_given(alice, ref)
    law = a_sheet(record=ref, ground=LAW, duty="Section 38B")
    actions.complete_from_outside(alice, found, law, state=BROKEN, at=cast.NOON)
    held = cast.NOON.date() + LONGEST_HOLD
    assert Case.objects.get().keep_until == held
    his = case_for(bob, case.ref)
    hold = retention.hold(bob, his, "An inquest.", keep_until=held, at=cast.NOON)
    retention.end_hold(bob, case_for(bob, case.ref), hold, "It is over.", at=cast.NOON)
    assert Case.objects.get().keep_until == held


@pytest.mark.clause("RECD-5")
def test_to_whom_the_record_does_not_open_ending_another_hold_leaves_the_laws_too(
    at: At, alice: Acting, case: OpenCase
) -> None:
    ref = actions.keep_for_later(alice, case, a_sheet(told_at=EARLIER, ground=""), at=cast.NOON)
    late = cast.officer("bob")
    casework.hand_over(alice, case, late.officer, student_knows="She said yes.", at=cast.NOON)
    his = case_for(late, case.ref)
    assert queries.breaches_of(late, his) == []
    found = queries.breach_given(alice, ref)
    law = a_sheet(record=ref, ground=LAW, duty="Section 38B")
    actions.complete_from_outside(alice, found, law, state=BROKEN, at=cast.NOON)
    today = cast.NOON.date()
    hold = retention.hold(late, his, "An inquest.", keep_until=today, at=cast.NOON)
    retention.end_hold(late, case_for(late, case.ref), hold, "It is over.", at=cast.NOON)
    assert Case.objects.get().keep_until == today + LONGEST_HOLD


@pytest.mark.clause("RECD-5")
def test_a_record_completed_while_a_hold_is_being_ended_goes_on_holding(
    hers: Callable[..., str],
    alice: Acting,
    bob: Acting,
    case: OpenCase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ref, today, held_still = hers(ground=""), cast.NOON.date(), holding.held_still
    hold = retention.hold(bob, case_for(bob, case.ref), "Why.", keep_until=today, at=cast.NOON)
    his, law = case_for(bob, case.ref), a_sheet(record=ref, ground=LAW, duty="Section 38B")

    def overtaken(opened: OpenCase) -> Case:
        monkeypatch.setattr(holding, "held_still", held_still)
        found = queries.breach_given(alice, ref)
        actions.complete_from_outside(alice, found, law, state=BROKEN, at=cast.NOON)
        return held_still(opened)

    monkeypatch.setattr(holding, "held_still", overtaken)
    retention.end_hold(bob, his, hold, "It is over.", at=cast.NOON)
    assert Case.objects.get().keep_until == today + LONGEST_HOLD


@pytest.mark.clause("BRCH-5")
def test_with_its_case_it_is_gone(hers: Callable[..., str], alice: Acting) -> None:
    found = queries.breach_given(alice, hers())
    Case.objects.update(being_destroyed=True)
    with pytest.raises(NotVisible):
        sheet = a_sheet(record=found.id)
        actions.complete_from_outside(alice, found, sheet, state=BROKEN, at=cast.NOON)


def test_whoever_sits_at_the_case_goes_on_there_and_nobody_elses_is_found(
    at: At, alice: Acting, bob: Acting, case: OpenCase, browser: Client
) -> None:
    ref = actions.keep_for_later(alice, case, a_sheet(), at=cast.NOON)
    place = f"/cases/{case.ref}/breaches/{ref}/"
    shown = browser.get(f"/breaches/{ref}/").content.decode()
    assert f'href="{place}"' in shown and "/completion/" not in shown
    assert f'href="{place}"' in browser.get("/desk/").content.decode()
    sheet = {"form_id": random_id(), "words": "x"}
    assert browser_of(bob).post(f"/breaches/{ref}/corrections/", sheet).status_code == 404


@pytest.mark.clause("CONF-5")
def test_out_of_office_nothing_is_completed(hers: Callable[..., str], alice: Acting) -> None:
    ref = hers()
    found = queries.breach_given(alice, ref)
    with pytest.raises(Refused):
        actions.complete_from_outside(
            replace(alice, roles=frozenset(), held={}),
            found,
            a_sheet(record=ref),
            state=BROKEN,
            at=cast.NOON,
        )
