"""No page and no action of a steward's yields what was confided, or that it was. (CONF-1, P5)"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from confide.casework import actions
from confide.casework.actions import Opening, Said
from confide.casework.models import SafeContact
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.ledger.record import Refused
from confide.policy import access
from confide.team import actions as team
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import TeamGrant
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON
from tests.team.addresses import OFFICERS

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-1"),
    pytest.mark.promise("P5"),
]
CANARIES = (b"Canary Whitlock", b"canary about", b"canary said", b"canary.pdf", b"canary step")


@pytest.fixture
def case(alice: Acting) -> OpenCase:
    opened = cast.a_case(alice, student="Canary Whitlock", about="canary about")
    said = Said(kind="phone", happened_at=NOON, said="canary said", next_step="canary step")
    actions.add_contact(alice, opened, said, at=NOON)
    actions.add_document(alice, opened, cast.a_pdf("canary.pdf", b"canary said"), at=NOON)
    return opened


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_shows_her_any_of_it(
    at: At, sara: Acting, alice: Acting, case: OpenCase, method: str
) -> None:
    typed = {"words": "canary", "how_asked": "x", "how_identified": "y", "said": "x", "step": "x"}
    for address in OFFICERS:
        for ref in (case.ref, "a" * 26):
            page = getattr(browser_of(sara), method)(address.replace("a" * 26, ref), typed)
            assert not [each for each in CANARIES if each in page.content], address
            assert case.ref.encode() not in page.content or address == "/certificates/"
    assert case_for(alice, case.ref).file.student == "Canary Whitlock"


OPENING = Opening(
    student="x",
    safe=SafeContact(),
    eligibility="registered",
    scheme="student-support",
    category="housing",
    about="x",
)
SAID = Said(kind="phone", happened_at=NOON, said="x")
DOINGS: dict[str, Callable[[Acting, OpenCase, Acting], Any]] = {
    "read": lambda s, c, a: actions.read(s, c.ref, at=NOON),
    "open": lambda s, c, a: actions.open_case(s, OPENING, at=NOON),
    "add": lambda s, c, a: actions.add_contact(s, c, SAID, at=NOON),
    "file": lambda s, c, a: actions.add_document(s, c, cast.a_pdf(), at=NOON),
    "step": lambda s, c, a: actions.add_task(s, c, "x", due_on=None, at=NOON),
    "resolve": lambda s, c, a: actions.resolve(s, c, outcome="x", at=NOON),
    "take": lambda s, c, a: actions.hand_over(s, c, s.officer, student_knows="She knows.", at=NOON),
    "be given": lambda s, c, a: actions.hand_over(
        a, c, s.officer, student_knows="She knows.", at=NOON
    ),
}


@pytest.mark.parametrize("doing", DOINGS)
def test_no_action_is_hers(sara: Acting, alice: Acting, case: OpenCase, doing: str) -> None:
    with pytest.raises((Refused, NotVisible)):
        DOINGS[doing](sara, case, alice)


def test_what_she_may_do_gives_her_no_key(sara: Acting, alice: Acting, case: OpenCase) -> None:
    """She appoints, ends terms, founds nothing anew: and holds no case's and no team's key."""
    term = Term.objects.get(officer=alice.officer)
    team.end_term(sara, term.id, last_day=NOON.date(), at=NOON)
    team.settle_team_key(sara, at=NOON)
    team.end_what_lapsed(at=NOON.replace(month=12, day=30))
    assert not TeamGrant.objects.filter(holder=sara.unlocked.ring_id).exists()
    permit = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
    with pytest.raises(DoesNotOpen):
        grants.open_case(sara.unlocked, case.ref, under=permit)


def test_an_invitation_that_she_passed_on_opens_no_case_either(
    sara: Acting, alice: Acting, case: OpenCase
) -> None:
    new = team.terms.Appointment(
        name="Maya", sign_in_name="maya", role=Role.CASEWORKER, post="education",
        starts_on=NOON.date(), ends_on=date(2027, 6, 30),
    )  # fmt: skip
    team.appoint(sara, new, at=NOON)
    with pytest.raises(Refused):
        actions.hand_over(
            alice,
            case,
            Officer.objects.get(sign_in_name="maya"),
            student_knows="She knows.",
            at=NOON,
        )
