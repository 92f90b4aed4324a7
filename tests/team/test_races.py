"""Two at once: whoever comes second is asked again, of what is there by then. (P14)"""

from dataclasses import replace
from datetime import timedelta

import pytest

from confide.ledger import history
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.team import actions
from confide.team.actions import enrolling, team_keys, terms
from confide.team.models import Officer, Role, Term, Undertaking
from confide.team.queries import Acting
from confide.vault import team_key
from confide.vault.models import KeyRing, TeamGrant, Unlock
from tests import cast
from tests.cast import NOON
from tests.stage import alice, bob, case, data, sara
from tests.team import people
from tests.together import meeting_after, together

__all__ = ["alice", "bob", "case", "data", "sara"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.promise("P14"),
]


@pytest.fixture
def service(transactional_db: None) -> None:
    """A service that was founded, with its first epoch."""
    made = cast.founded_service()
    cast.ledger_key()
    TeamGrant.objects.bulk_create(team_key.make_epoch(1, by=made.unlocked, holders=[]))


def refused(ended: list[object]) -> int:
    """How many were refused; anything else that went wrong is a failure."""
    wrong = [
        each for each in ended if isinstance(each, Exception) and not isinstance(each, Refused)
    ]
    assert not wrong, wrong
    assert verify()
    return sum(isinstance(each, Refused) for each in ended)


def test_two_stewards_cannot_end_each_other(monkeypatch: pytest.MonkeyPatch, sara: Acting) -> None:
    tom = cast.officer("tom", role=Role.STEWARD)
    yesterday = NOON.date() - timedelta(days=1)

    def end(by: Acting, of: Acting) -> None:
        term = Term.objects.get(officer=of.officer)
        actions.end_term(by, term.id, last_day=yesterday, at=NOON)

    with meeting_after(monkeypatch, terms, "_may_end"):
        ended = together(lambda: end(sara, tom), lambda: end(tom, sara))
    assert refused(ended) == 1
    assert Term.objects.filter(role=Role.STEWARD, ends_on__gte=NOON.date()).count() == 1


def test_two_stewards_cannot_appoint_one_person_to_both_offices(
    monkeypatch: pytest.MonkeyPatch, sara: Acting, alice: Acting
) -> None:
    tom = cast.officer("tom", role=Role.STEWARD)
    days = {"starts_on": cast.TERM[1] + timedelta(days=1), "ends_on": cast.TERM[1] + timedelta(300)}
    work = replace(people.MAYA, name="Alice", sign_in_name="alice", **days)
    steward = replace(work, role=Role.STEWARD, post="")
    with meeting_after(monkeypatch, terms, "_may_appoint"):
        ended = together(
            lambda: actions.appoint(sara, work, at=NOON),
            lambda: actions.appoint(tom, steward, at=NOON),
        )
    assert refused(ended) == 1
    assert Term.objects.filter(officer=alice.officer).count() == 2


def test_one_newcomer_is_entered_once(monkeypatch: pytest.MonkeyPatch, sara: Acting) -> None:
    tom = cast.officer("tom", role=Role.STEWARD)
    before = KeyRing.objects.count()
    with meeting_after(monkeypatch, terms, "_may_appoint"):
        ended = together(
            lambda: actions.appoint(sara, people.MAYA, at=NOON),
            lambda: actions.appoint(tom, people.MAYA, at=NOON),
        )
    assert refused(ended) == 1
    assert Term.objects.filter(officer__sign_in_name="maya").count() == 1
    assert KeyRing.objects.count() == before + 1, "the second invitation opens nothing"
    (said,) = [each for each in ended if isinstance(each, Refused)]
    assert said.decision.clause == "HOUR-3" and "just entered" in said.decision.why()


def test_only_the_first_of_two_makes_keys_with_one_invitation(
    monkeypatch: pytest.MonkeyPatch, sara: Acting
) -> None:
    words = actions.appoint(sara, people.MAYA, at=NOON)
    both = [people.unlocked("maya", words) for _ in range(2)]
    with meeting_after(monkeypatch, enrolling.keys, "may_enrol"):
        ended = together(
            *(lambda each=each: actions.enrol(each, people.OWN, at=NOON) for each in both)
        )
    assert refused(ended) == 1
    maya = Officer.objects.get(sign_in_name="maya")
    assert KeyRing.objects.filter(id=maya.ring_id).exists()
    entries = history.recorded("officer.enrolled", about=maya.ring_id)
    assert entries is not None


def test_of_two_new_passphrases_one_opens(alice: Acting) -> None:
    others = ("six cranes over the silent weir", "nine geese above a noisy harbour")
    ended = together(
        *(
            lambda new=new: actions.change_passphrase(
                alice, new, present=cast.passphrase_of("alice"), at=NOON
            )
            for new in others
        )
    )
    assert refused(ended) == 0
    assert Unlock.objects.filter(ring=alice.unlocked.ring_id).count() == 1


def test_an_undertaking_sent_twice_is_signed_once(
    monkeypatch: pytest.MonkeyPatch, service: None
) -> None:
    nora = cast.officer("nora", signed=False)
    with meeting_after(monkeypatch, enrolling, "_may_sign"):
        ended = together(*[lambda: actions.sign_undertaking(nora, at=NOON)] * 2)
    assert refused(ended) == 1
    assert Undertaking.objects.filter(officer=nora.officer).count() == 1


def test_two_who_unlock_at_once_settle_one_epoch(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting
) -> None:
    def sign_in(name: str) -> object:
        return actions.sign_in(name, cast.passphrase_of(name), at=NOON)

    with meeting_after(monkeypatch, team_keys, "_missing"):
        ended = together(lambda: sign_in("alice"), lambda: sign_in("bob"))
    assert refused(ended) == 0 and all(ended)
    assert list(TeamGrant.objects.filter(epoch=2).values_list("giver").distinct()) != []
    assert TeamGrant.objects.filter(epoch=2).values("giver").distinct().count() == 1
    assert TeamGrant.objects.filter(epoch=2).count() == 3
