"""Random histories of a service, driven through its own pages and actions, beside a small model.

The model knows of each case who sits at it, what its student agreed to, and whether it is gone. It
is written from the policy and shares nothing with the product: a set of names, a list of what was
agreed. After every step each officer asks for each case, and sees its canary just where the model
says so; whoever is not meant to know gets the page of a case that does not exist, byte for byte.
"""

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
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
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
WHOM: Final = (("Dr Sen", "her tutor"), ("Dr Sen", "the examiner"), ("Ms Bell", "the bursar"))
WHY: Final = ("More time", "A loan")
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

    cases: Bundle[Known] = Bundle("cases")

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
        self.handed_out = 0

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

    def browser(self, name: str) -> Client:
        """An officer's browser."""
        return browser_of(self.acting(name))

    @rule(target=cases, who=st.sampled_from(CASEWORKERS), woman=st.booleans())
    def a_student_comes(self, who: str, woman: bool) -> Any:
        """A case is opened, unless the officer's remit does not reach the student."""
        canary = f"Canary{len(self.known)}Cassowary"
        try:
            opened = cast.a_case(
                self.acting(who), student=canary, about=canary, said_woman=woman, at=self.now
            )
        except Refused:
            assert who == "wendy" and not woman
            return multiple()
        assert who != "wendy" or woman
        self.known.append(Known(opened.ref, canary, woman, {who}))
        return self.known[-1]

    @rule(case=cases, who=st.sampled_from(CASEWORKERS), recipient=st.sampled_from(WHOM),
          purpose=st.sampled_from(WHY), days=st.sampled_from([None, 0, 5]))  # fmt: skip
    def the_student_agrees(
        self, case: Known, who: str, recipient: tuple[str, str], purpose: str, days: int | None
    ) -> None:
        """A spoken consent is typed into the form."""
        until = None if days is None else self.now.date() + timedelta(days=days)
        browser, at = self.browser(who), f"/cases/{case.ref}/consents/"
        form = browser.post(f"{at}new/", {"turn": "spoken"})
        if who not in case.seated or case.gone:
            assert form.status_code == 404
            return
        typed = {**self._asked(case, who, recipient, purpose), **hidden_in(form, at)}
        typed |= {"way": "spoken", "words": "Yes, do.", "clarity": "I read it back to her."}
        typed |= {"day": f"{self.now:%d/%m/%Y}", "time": "00:00"}
        typed |= {"until_on": f"{until:%d/%m/%Y}"} if until else {}
        kept = browser.post(at, typed)
        assert kept.status_code == 302, kept.content.decode()
        case.agreed.append(Yes(recipient, purpose, until, id=kept["Location"].split("/")[-2]))

    @rule(case=cases, who=st.sampled_from(CASEWORKERS), which=st.integers(0, 5))
    def the_student_takes_it_back(self, case: Known, who: str, which: int) -> None:
        """A consent is withdrawn."""
        if which >= len(case.agreed):
            return
        yes = case.agreed[which]
        at = f"/cases/{case.ref}/consents/{yes.id}/withdrawal/"
        answer = self.browser(who).post(at, {"words": ""})
        if who not in case.seated or case.gone:
            assert answer.status_code == 404
            return
        assert answer.status_code == (403 if yes.withdrawn else 302)
        yes.withdrawn = True

    @rule(case=cases, who=st.sampled_from(CASEWORKERS), recipient=st.sampled_from(WHOM),
          purpose=st.sampled_from(WHY))  # fmt: skip
    def somebody_is_told(
        self, case: Known, who: str, recipient: tuple[str, str], purpose: str
    ) -> None:
        """The gate is asked through its page; it opens just where the student agreed."""
        browser, at = self.browser(who), f"/cases/{case.ref}/tellings/"
        if who not in case.seated or case.gone:
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

    @rule(case=cases, who=st.sampled_from([*CASEWORKERS, "sara"]), which=st.integers(0, 3))
    def somebody_fetches(self, case: Known, who: str, which: int) -> None:
        """An extract is downloaded: only under a consent that holds today, and recorded before."""
        if which >= len(case.told):
            return
        place, recipient, purpose = case.told[which]
        before = Entry.objects.filter(event="extract.fetched", verdict="allowed").count()
        answer = self.browser(who).get(f"{place}extract/")
        after = Entry.objects.filter(event="extract.fetched", verdict="allowed").count()
        if who not in case.seated or case.gone:
            assert answer.status_code == 404
            return
        may = any(yes.covers(recipient, purpose, self.now.date()) for yes in case.agreed)
        assert (answer.status_code == 200) == may
        assert (after == before + 1) == may
        assert (b"%PDF" in answer.content) == may

    @rule(case=cases, who=st.sampled_from(CASEWORKERS), to=st.sampled_from(CASEWORKERS))
    def a_case_is_handed_over(self, case: Known, who: str, to: str) -> None:
        """To somebody else, whose remit reaches the student; whoever gave it sees it no more."""
        if who not in case.seated or case.gone or who == to:
            return
        opened = case_for(self.acting(who), case.ref)
        try:
            casework.hand_over(
                self.acting(who),
                opened,
                self.acting(to).officer,
                student_knows="She knows.",
                at=self.now,
            )
        except Refused:
            assert to == "wendy" and not case.woman
            return
        assert to != "wendy" or case.woman
        case.seated = case.seated - {who} | {to}

    @precondition(lambda self: any(not case.gone for case in self.known))
    @rule(case=cases, who=st.sampled_from(CASEWORKERS))
    def the_student_wants_it_destroyed(self, case: Known, who: str) -> None:
        """The case is gone, at once and for everybody."""
        if who not in case.seated or case.gone:
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
    def everybody_sees_just_what_is_theirs(self) -> None:
        """Each officer asks for each case."""
        for name in self.people:
            browser = self.browser(name)
            nothing = browser.get(f"/cases/{NOBODYS}/").content
            desk = browser.get("/desk/").content.decode() if name != "sara" else ""
            for case in self.known:
                page = browser.get(f"/cases/{case.ref}/")
                theirs = name in case.seated and not case.gone
                assert (case.canary in page.content.decode()) == theirs, (name, case)
                assert theirs or page.content == nothing, (name, case)
                assert (case.canary in desk) == theirs, (name, case)

    def _asked(
        self, case: Known, who: str, recipient: tuple[str, str], purpose: str
    ) -> dict[str, Any]:
        first = contacts_of(case_for(self.acting(who), case.ref))[-1]
        named = {"recipient": recipient[0], "role": recipient[1], "purpose": purpose}
        return {**named, "summary": "", "items": [f"{first.id}.said"]}
