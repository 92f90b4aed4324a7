"""Random histories of a service, driven through its own pages and actions, beside a small model.

The model knows of each case who sits at it, what its student agreed to, and whether it is gone. It
is written from the policy and shares nothing with the product: a set of names, a list of what was
agreed. After every step each officer asks for each case, and sees its canary just where the model
says so; whoever is not meant to know gets the page of a case that does not exist, byte for byte.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from confide.casework import actions as casework
from confide.casework.queries import case_for, contacts_of
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.retention import actions as retention
from confide.team.queries import Acting, acting_with
from confide.web import clock
from tests import cast
from tests.browsing import browser_of
from tests.disclosure.browsing import hidden_in

NOBODYS: Final = "a" * 26
WHOM: Final = (("Dr Sen", "her tutor"), ("Dr Sen", "the examiner"))
WHY: Final = ("More time",)
CASEWORKERS: Final = ("alice", "bob", "wendy")


@dataclass
class Yes:
    """What a student agreed to, as the model has it."""

    recipient: tuple[str, str]
    purpose: str
    until: date | None
    withdrawn: bool = False
    id: str = ""

    def covers(self, recipient: tuple[str, str], purpose: str, on: date) -> bool:
        """Whether this very telling was agreed to, for that day."""
        ends = self.until is not None and on > self.until
        return (self.recipient, self.purpose) == (recipient, purpose) and not ends | self.withdrawn


@dataclass
class Known:
    """One case, as the model has it."""

    ref: str
    canary: str
    woman: bool
    seated: set[str]
    agreed: list[Yes] = field(default_factory=list)
    told: list[tuple[str, tuple[str, str], str]] = field(default_factory=list)
    resolved: bool = False
    gone: bool = False


class Histories(RuleBasedStateMachine):
    """Three caseworkers, one of them the Women's Officer, and a steward, over some months."""

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        for database in ("default", "keys"):
            held = transaction.atomic(using=database)
            # As Django's own tests do: the ledger asks that nothing be open around it.
            held._from_testcase = True  # type: ignore[attr-defined]
            self.held.enter_context(held)
        self.now = cast.NOON
        self.known: list[Known] = []
        self.people: dict[str, Acting] = {}
        self.steps = 0

    @initialize()
    def found(self) -> None:
        """A service begins."""
        clock.now = lambda: self.now
        settings.DATA = Path(mkdtemp(dir=settings.DATA.parent))
        cast.founded_service()
        cast.ledger_key()
        posts = {"alice": "education", "bob": "welfare-graduates", "wendy": "womens"}
        self.people = {name: cast.officer(name, post=post) for name, post in posts.items()}
        self.people["sara"] = cast.officer("sara", role="steward")

    def teardown(self) -> None:
        """What happened in this history is undone, once the ledger was found whole."""
        try:
            for name in self.people:
                self._look(name)
            if self.people:
                assert verify(), "the ledger does not verify"
        finally:
            for database in ("default", "keys"):
                transaction.set_rollback(True, using=database)
            self.held.close()

    def acting(self, name: str) -> Acting:
        """An officer at work today."""
        unlocked = self.people[name].unlocked
        found = acting_with(unlocked, started_at=self.now, on=self.now.date())
        assert found is not None
        return found

    def living(self, such: Callable[[Known], bool] = lambda _case: True) -> list[Known]:
        """The cases that are not gone, or those of a kind."""
        return [case for case in self.known if not case.gone and such(case)]

    def somebody(
        self, data: Any, such: Callable[[Known], bool] = lambda _case: True
    ) -> tuple[Known, str]:
        """A case, and who acts on it: mostly somebody who sits there, sometimes somebody else."""
        case = data.draw(st.sampled_from(self.living(such)))
        return case, data.draw(st.sampled_from([*sorted(case.seated) * 9, *CASEWORKERS]))

    def browser(self, name: str) -> Client:
        """An officer's browser."""
        return browser_of(self.acting(name))

    @rule(who=st.sampled_from(CASEWORKERS), woman=st.booleans())
    def a_student_comes(self, who: str, woman: bool) -> None:
        """A case is opened, unless the officer's remit does not reach the student."""
        canary = f"Canary{len(self.known)}Cassowary"
        try:
            opened = cast.a_case(
                self.acting(who), student=canary, about=canary, said_woman=woman, at=self.now
            )
        except Refused:
            assert who == "wendy" and not woman
            return
        assert who != "wendy" or woman
        self.known.append(Known(opened.ref, canary, woman, {who}))

    @precondition(lambda self: self.living())
    @rule(data=st.data(), days=st.sampled_from([None, None, 0, 5]))
    def the_student_agrees(self, data: Any, days: int | None) -> None:
        """A spoken consent is typed into the form."""
        case, who = self.somebody(data)
        recipient, purpose = data.draw(st.sampled_from(WHOM)), data.draw(st.sampled_from(WHY))
        until = None if days is None else self.now.date() + timedelta(days=days)
        browser, at = self.browser(who), f"/cases/{case.ref}/consents/"
        form = browser.post(f"{at}new/", {"turn": "spoken"})
        if who not in case.seated:
            assert form.status_code == 404
            return
        typed = {**self._asked(case, who, recipient, purpose), **hidden_in(form, at)}
        typed |= {"way": "spoken", "words": "Yes, do.", "clarity": "I read it back to her."}
        typed |= {"day": f"{self.now:%d/%m/%Y}", "time": "00:00"}
        typed |= {"until_on": f"{until:%d/%m/%Y}"} if until else {}
        kept = browser.post(at, typed)
        assert kept.status_code == 302, kept.content.decode()
        case.agreed.append(Yes(recipient, purpose, until, id=kept["Location"].split("/")[-2]))

    @precondition(lambda self: self.living(lambda case: bool(case.agreed)))
    @rule(data=st.data())
    def the_student_takes_it_back(self, data: Any) -> None:
        """A consent is withdrawn."""
        case, who = self.somebody(data, lambda case: bool(case.agreed))
        yes = data.draw(st.sampled_from(case.agreed))
        at = f"/cases/{case.ref}/consents/{yes.id}/withdrawal/"
        answer = self.browser(who).post(at, {"words": ""})
        if who not in case.seated:
            assert answer.status_code == 404
            return
        assert answer.status_code == (403 if yes.withdrawn else 302)
        yes.withdrawn = True

    @precondition(lambda self: self.living(lambda case: bool(case.agreed)))
    @rule(data=st.data())
    def somebody_is_told(self, data: Any) -> None:
        """The gate is asked through its page; it opens just where the student agreed."""
        case, who = self.somebody(data, lambda case: bool(case.agreed))
        yes = data.draw(st.sampled_from(case.agreed))
        recipient = data.draw(st.sampled_from([yes.recipient, *WHOM[::-1]]))
        purpose = data.draw(st.sampled_from([yes.purpose, *WHY]))
        browser, at = self.browser(who), f"/cases/{case.ref}/tellings/"
        if who not in case.seated:
            assert browser.post(at, {"look": "yes"}).status_code == 404
            return
        asked = self._asked(case, who, recipient, purpose)
        may = any(yes.covers(recipient, purpose, self.now.date()) for yes in case.agreed)
        page = browser.post(f"{at}new/", {**asked, "look": "yes"})
        assert ("This is what will be told" in page.content.decode()) == may
        if not may:
            return
        answer = browser.post(at, {**hidden_in(page, at), "how": "paper"})
        assert answer.status_code == 302, answer.content.decode()
        case.told.append((answer["Location"], recipient, purpose))

    @precondition(lambda self: self.living(lambda case: bool(case.told)))
    @rule(data=st.data())
    def somebody_fetches(self, data: Any) -> None:
        """An extract is downloaded: only under a consent that holds today, and recorded before."""
        case, who = self.somebody(data, lambda case: bool(case.told))
        place, recipient, purpose = data.draw(st.sampled_from(case.told))
        before = self._fetched()
        answer = self.browser(who).get(f"{place}extract/")
        if who not in case.seated:
            assert answer.status_code == 404
            return
        may = any(yes.covers(recipient, purpose, self.now.date()) for yes in case.agreed)
        assert (answer.status_code == 200) == may
        assert (b"%PDF" in answer.content) == may
        assert self._fetched() == before + may

    @precondition(lambda self: self.living())
    @rule(data=st.data(), to=st.sampled_from(CASEWORKERS))
    def a_case_is_handed_over(self, data: Any, to: str) -> None:
        """To somebody else, whose remit reaches the student; whoever gave it sees it no more."""
        case, who = self.somebody(data)
        if who not in case.seated or who == to:
            return
        opened = case_for(self.acting(who), case.ref)
        try:
            taker = self.acting(to).officer
            casework.hand_over(
                self.acting(who), opened, taker, student_knows="She was told.", at=self.now
            )
        except Refused:
            assert to == "wendy" and not case.woman
            return
        assert to != "wendy" or case.woman
        case.seated = case.seated - {who} | {to}

    @precondition(lambda self: self.living(lambda case: bool(case.told)))
    @rule(data=st.data())
    def the_student_wants_it_destroyed(self, data: Any) -> None:
        """The case is gone, at once and for everybody."""
        case, who = self.somebody(data, lambda case: bool(case.told))
        if who not in case.seated:
            return
        asked = retention.Asked(how_asked="She came.", how_identified="I know her.")
        opened = case_for(self.acting(who), case.ref)
        retention.request_by_student(self.acting(who), opened, asked, at=self.now)
        case.gone = True

    @rule(days=st.sampled_from([1, 5, 6]))
    def days_go_by(self, days: int) -> None:
        """A night passes, or some."""
        self.now += timedelta(days=days)
        retention.nightly(self.now.replace(hour=3), confirmed=True)

    @invariant()
    def somebody_sees_just_what_is_theirs(self) -> None:
        """One officer after the other asks for each case."""
        self.steps += 1
        if self.people:
            self._look(list(self.people)[self.steps % len(self.people)])

    def _look(self, name: str) -> None:
        browser = self.browser(name)
        nothing = browser.get(f"/cases/{NOBODYS}/").content
        desk = browser.get("/desk/").content.decode()
        for case in self.known:
            page = browser.get(f"/cases/{case.ref}/")
            theirs = name in case.seated and not case.gone
            assert (case.canary in page.content.decode()) == theirs, (name, case)
            assert theirs or page.content == nothing, (name, case)
            assert (case.canary in desk) == theirs, (name, case)

    def _fetched(self) -> int:
        return Entry.objects.filter(event="extract.fetched", verdict="allowed").count()

    def _asked(
        self, case: Known, who: str, recipient: tuple[str, str], purpose: str
    ) -> dict[str, Any]:
        first = contacts_of(case_for(self.acting(who), case.ref))[-1]
        named = {"recipient": recipient[0], "role": recipient[1], "purpose": purpose}
        return {**named, "summary": "", "items": [f"{first.id}.said"]}
