"""Any history of sharing: exactly those who sit at a case open it, by their rings alone. (P4)"""

from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.models import Contact, ContactNote
from confide.casework.queries import NotVisible, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Sharing
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.cast import NOON
from tests.disclosure.test_share import YES, on

NAMES = ("alice", "bob", "zoe")
names = st.sampled_from(NAMES)
lasts = st.sampled_from([None, 0, 1, 5])


class Histories(RuleBasedStateMachine):
    """The model: whose case it is, to whom it is lent until when, and which keys each once had."""

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        for database in ("default", "keys"):
            held = transaction.atomic(using=database)
            # As Django's own tests do: the ledger asks that nothing be open around it.
            held._from_testcase = True  # type: ignore[attr-defined]
            self.held.enter_context(held)
        self.people: dict[str, Acting] = {}

    @initialize()
    def a_case_is_opened(self) -> None:
        self.now = NOON
        cast.founded_service()
        self.people = {name: cast.officer(name) for name in NAMES}
        self.ref = cast.a_case(self.people["alice"]).ref
        self.own = "alice"
        self.lent: dict[str, tuple[str, date | None]] = {}
        self.kept: dict[str, CaseKeys] = {}
        self.written_without: dict[str, set[str]] = {name: set() for name in NAMES}

    def teardown(self) -> None:
        try:
            assert not self.people or verify()
        finally:
            for database in ("default", "keys"):
                transaction.set_rollback(True, using=database)
            self.held.close()

    def acting(self, name: str) -> Acting:
        return on(self.people[name], self.now)

    def over(self) -> set[str]:
        return {name for name, (_, last) in self.lent.items() if last and last < self.now.date()}

    def sit(self) -> set[str]:
        return {self.own, *self.lent} - self.over()

    def new_keys(self) -> None:
        for name in self.over():
            del self.lent[name]

    @rule(who=names, to=names, last=lasts)
    def it_is_shared(self, who: str, to: str, last: int | None) -> None:
        if who not in self.sit():
            return
        until_on = None if last is None else self.now.date() + timedelta(days=last)
        said = Sharing(reason="advice", why="x", until_on=until_on)
        taker, may = self.people[to].officer, who == self.own and to not in self.sit()
        acting = self.acting(who)
        try:
            share = actions.share(acting, case_for(acting, self.ref), taker, said, at=self.now)
        except Refused:
            assert not may
        else:
            assert may
            self.lent[to] = (share, until_on)

    @rule(who=names, whose=names)
    def it_is_taken_back_or_given_up(self, who: str, whose: str) -> None:
        if who not in self.sit() or whose not in self.lent:
            return
        acting, end = self.acting(who), actions.give_up if who == whose else actions.take_back
        try:
            end(acting, case_for(acting, self.ref), self.lent[whose][0], at=self.now)
        except Refused:
            assert who not in (self.own, whose)
        else:
            assert who in (self.own, whose)
            del self.lent[whose]
            self.new_keys()

    @rule(who=names, to=names)
    def it_is_handed_over(self, who: str, to: str) -> None:
        if who not in self.sit() or who == to:
            return
        acting, taker = self.acting(who), self.people[to].officer
        case = case_for(acting, self.ref)
        try:
            casework.hand_over(acting, case, taker, student_knows="x", at=self.now)
        except Refused:
            assert who != self.own
        else:
            assert who == self.own
            self.own = to
            self.lent.pop(to, None)
            self.new_keys()

    @rule(days=st.integers(1, 4), night=st.booleans())
    def days_go_by(self, days: int, night: bool) -> None:
        self.now += timedelta(days=days)
        if night:
            assert casework.end_seats_that_are_over(at=self.now) <= len(self.over())

    @rule(who=names)
    def it_is_looked_at(self, who: str) -> None:
        if who not in self.sit():
            return
        acting = self.acting(who)
        opened = case_for(acting, self.ref)
        if queries.shares_that_ended(opened, on=acting.on):
            actions.close_what_ended(acting, opened, at=self.now)
            self.new_keys()
        self.kept[who] = case_for(acting, self.ref).keys

    @rule(who=names)
    def something_is_written(self, who: str) -> None:
        if who not in self.sit() or self.over():
            return
        acting, said = self.acting(who), Said(kind="phone", happened_at=NOON, said="The canary.")
        contact = casework.add_contact(acting, case_for(acting, self.ref), said, at=self.now)
        for gone in set(NAMES) - self.sit():
            self.written_without[gone].add(contact)

    @invariant()
    def exactly_those_who_sit_see_it_and_are_said_to(self) -> None:
        for name in self.people:
            try:
                case = case_for(self.acting(name), self.ref)
            except NotVisible:
                assert name not in self.sit()
                continue
            seen = queries.who_can_see(case, on=self.now.date())
            assert name in self.sit() and {each.name.lower() for each in seen} == self.sit()

    @invariant()
    def their_rings_alone_open_it_and_nobody_elses(self) -> None:
        # What is over is told by its date until the night or the next look takes the key away.
        for name in set(self.people) - (self.over() if self.people else set()):
            opened = grants.open_cases(self.people[name].unlocked, [self.ref], under=YES)
            assert bool(opened) is (name in self.sit()), name

    @invariant()
    def what_is_written_without_them_opens_with_no_key_they_ever_had(self) -> None:
        if not self.people:
            return
        for name, keys in self.kept.items():
            if name in self.sit():
                continue
            for row in Contact.objects.filter(id__in=self.written_without[name]):
                with pytest.raises(DoesNotOpen):
                    row.take(keys, ContactNote)


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.promise("P4")
@pytest.mark.clause("RECD-4")
def test_exactly_those_who_sit_open_it_whatever_happened_before() -> None:
    how = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    cast.ledger_key()
    run_state_machine_as_test(Histories, settings=how)  # type: ignore[no-untyped-call]
