"""The service under a history: who is there, their browsers, and what is looked at after each step.

Whatever leaves as a file is caught in the browser that it came to, and must have its entry in the
ledger and the reason for it in the model.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from confide.casework.queries import OpenCase, case_for
from confide.ledger.models import Entry
from confide.ledger.verify import verify
from confide.policy.decision import allow
from confide.team.queries import Acting, acting_with
from confide.vault import grants
from confide.web import clock
from tests import cast, schemes
from tests.disclosure.browsing import browser_of
from tests.security.histories.model import SERVES, STEWARD, Asked, Known

NOBODYS: Final = "a" * 26
CASEWORKERS: Final = tuple(SERVES)
POSTS: Final = {"alice": "education", "bob": "welfare-graduates", "wendy": "womens"}
YES: Final = allow("CONF-1", "The test looks at rings alone.")
LEAVES: Final = {"tellings": "extract.fetched", "breaches": "breach.fetched"}


class Stage(RuleBasedStateMachine):
    """Three caseworkers, one of them the Women's Officer; a second scheme's one; a steward."""

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
        self.asked: list[Asked] = []
        self.people: dict[str, Acting] = {}
        self.steps = 0

    def found(self) -> None:
        """A service begins."""
        clock.now = lambda: self.now
        settings.DATA = Path(mkdtemp(dir=settings.DATA.parent))
        cast.founded_service()
        cast.ledger_key()
        self.people = {name: cast.officer(name, post=post) for name, post in POSTS.items()}
        self.people["cleo"] = schemes.second("cleo")
        self.people[STEWARD] = cast.officer(STEWARD, role="steward")

    def teardown(self) -> None:
        """What happened in this history is undone, once everything was found right."""
        try:
            for name in self.people:
                self.look(name)
            if self.people:
                assert verify(), "the ledger does not verify"
        finally:
            for database in ("default", "keys"):
                transaction.set_rollback(True, using=database)
            self.held.close()

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def acting(self, name: str) -> Acting:
        """An officer at work today."""
        found = acting_with(self.people[name].unlocked, started_at=self.now, on=self.today)
        assert found is not None
        return found

    def opened(self, name: str, case: Known) -> OpenCase:
        """A case, opened by somebody who sits there."""
        return case_for(self.acting(name), case.ref)

    def living(self, such: Callable[[Known], object] = lambda _case: True) -> list[Known]:
        """The cases that are not gone, or those of a kind."""
        return [case for case in self.known if not case.gone and such(case)]

    def somebody(
        self, data: Any, such: Callable[[Known], object] = lambda _case: True, own: bool = False
    ) -> tuple[Known, str]:
        """A case, and who acts on it: mostly whoever sits there, at times somebody else."""
        cases = self.living(such)
        # Where more than one sits, more can go wrong.
        shared = [case for case in cases if len(case.seated(self.today)) > 1]
        case = data.draw(st.sampled_from(cases + shared * 2))
        likely = [*[case.own] * (2 if own else 1), *sorted(case.seated(self.today))]
        return case, data.draw(st.sampled_from([*likely * 3, *CASEWORKERS]))

    def another(self, data: Any, case: Known) -> str:
        """Somebody to come to a case: mostly one who may, at times whoever it is."""
        may = [name for name in CASEWORKERS if case.may_come(name, represents=True)]
        new = sorted(set(may) - case.seated(self.today))
        return str(data.draw(st.sampled_from([*new * 3, *CASEWORKERS])))

    def browser(self, name: str) -> Client:
        """An officer's browser, in which every file that arrives is accounted for."""
        browser = browser_of(self.acting(name))
        sent = browser.request

        def watched(**request: Any) -> Any:
            before = Entry.objects.filter(verdict="allowed", event__in=LEAVES.values()).count()
            answer = sent(**request)
            if answer.has_header("Content-Disposition"):
                self._left(name, request["PATH_INFO"], before)
            return answer

        browser.request = watched  # type: ignore[method-assign]
        return browser

    def _left(self, name: str, path: str, before: int) -> None:
        """A file has left: it was entered first, and the policy knows why it may."""
        _, _, ref, kind, about, *_part = path.split("/")
        (case,) = self.living(lambda case: case.ref == ref)
        entries = Entry.objects.filter(verdict="allowed", event__in=LEAVES.values())
        assert entries.count() == before + 1, f"{path} left without its entry"
        last = entries.order_by("position").last()
        assert last is not None and last.event == LEAVES[kind]
        assert name in case.seated(self.today)
        if kind == "breaches":
            (broken,) = (each for each in case.broken if each.id == about)
            assert broken.may_leave(name, self.today), "a breach that was not complete"
        else:
            (told,) = (each for each in case.told if each.id == about)
            assert case.may_be_told(told, self.today), "no consent that holds"

    @invariant()
    def somebody_sees_just_what_is_theirs(self) -> None:
        """One officer after the other looks at everything."""
        self.steps += 1
        self.now += timedelta(minutes=1)
        if self.people:
            self.look(list(self.people)[self.steps % len(self.people)])

    def look(self, name: str) -> None:
        """Everything that somebody could ask for shows just what the model says."""
        browser = self.browser(name)
        desk = browser.get("/desk/").content.decode()
        pages = {kind: browser.get(f"/{kind}/{NOBODYS}/").content for kind in _PLACES}
        for case in self.known:
            theirs = not case.gone and name in case.seated(self.today)
            page = browser.get(f"/cases/{case.ref}/")
            self._shows(page, case.canary, theirs, pages["cases"], (name, case))
            assert (case.canary in desk) == theirs, (name, case)
            assert self._opens(name, case.ref) == theirs or name in case.lapsed(self.today)
            for broken in case.broken:
                sees = name in case.seen_by(broken, self.today)
                page = browser.get(f"/breaches/{broken.id}/")
                self._shows(page, broken.canary, sees, pages["breaches"], (name, broken))
                assert sees or broken.canary not in desk
                given = not case.gone and name in broken.given
                assert self._opens(name, broken.id) == given, (name, broken)
        for asked in self.asked:
            theirs = name in asked.seen_by(self.today)
            page = browser.get(f"/consultations/{asked.id}/")
            self._shows(page, asked.canary, theirs, pages["consultations"], (name, asked))
            assert asked.about is None or asked.about.canary not in page.content.decode()
            assert theirs or asked.canary not in desk
            named = name == asked.by or name in asked.of
            assert named or not self._opens(name, asked.id), (name, asked)
            assert all((each in page.content.decode()) == theirs for each in asked.replies)

    def _shows(
        self, page: HttpResponse, canary: str, theirs: bool, nothing: bytes, what: object
    ) -> None:
        assert (canary in page.content.decode()) == theirs, what
        assert theirs or page.content == nothing, what

    def _opens(self, name: str, id_: str) -> bool:
        """Whether their ring alone opens it, whatever a page or a query would say."""
        return bool(grants.open_cases(self.people[name].unlocked, [id_], under=YES))


_PLACES: Final = ("cases", "breaches", "consultations")
