"""Steps about what a student agreed to, and what is told under it. (CONF-1, CONF-4)"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from confide.casework import actions as casework
from confide.casework.queries import contacts_of
from confide.disclosure import actions
from confide.disclosure.actions import Less, Sharing
from confide.ledger.record import Refused
from confide.retention import actions as retention
from tests import cast
from tests.disclosure.browsing import hidden_in
from tests.security.histories.model import SERVES, WOMENS, Known, Recipient, Told, Yes
from tests.security.histories.stage import CASEWORKERS, Stage

WHOM: Final = (("Dr Sen", "her tutor"), ("Dr Sen", "the examiner"))
WHY: Final = "More time"
# Few cases, so that much happens to each.
MOST: Final = 3
# None is a slip of another: who asks about one's own student must not seem to ask about theirs.
STUDENTS: Final = ("Cassowarine", "Bandicootson", "Pangolinski")


class Telling(Stage):
    """A case, a yes, a narrower yes, a no, a telling, a copy, and the end."""

    @initialize()
    def it_has_run_a_while(self) -> None:
        """Alice has a case whose student agreed to something that ends; Cleo has one too.

        A history may do without any of the steps, and must not be empty for want of a case.
        """
        self.found()
        for who in ("alice", "cleo"):
            self._comes(who, woman=True)
        case = self.known[0]
        self._agrees(case, "alice", WHOM[0], frozenset({case.said, case.chose}), days=5)
        taker, opened = self.people["bob"].officer, self.opened("alice", case)
        said = Sharing(reason="advice", why="He knows about rent.", until_on=self.today)
        share = actions.share(self.acting("alice"), opened, taker, said, at=self.now)
        case.lent["bob"] = (share, self.today)

    @precondition(lambda self: len(self.known) < MOST)
    @rule(who=st.sampled_from(CASEWORKERS), woman=st.booleans())
    def a_student_comes(self, who: str, woman: bool) -> None:
        """A case is opened, unless the officer's remit does not reach the student."""
        try:
            self._comes(who, woman=woman)
        except Refused:
            assert who == WOMENS and not woman
            return
        assert who != WOMENS or woman

    def _comes(self, who: str, *, woman: bool) -> None:
        canary = STUDENTS[len(self.known)]
        acting, scheme = self.acting(who), SERVES[who]
        typed: dict[str, Any] = {"about": canary, "said_woman": woman, "scheme": scheme}
        opened = cast.a_case(acting, student=canary, **typed, at=self.now)
        first = contacts_of(opened)[0].id
        paper = casework.add_document(acting, opened, cast.a_pdf(), at=self.now)
        items = (f"{first}.said", f"{first}.chose", paper)
        self.known.append(Known(opened.ref, canary, woman, who, scheme, *items))

    @precondition(lambda self: self.living())
    @rule(data=st.data(), days=st.sampled_from([None, None, 0, 5]), both=st.booleans())
    def the_student_agrees(self, data: Any, days: int | None, both: bool) -> None:
        """A spoken consent is typed into the form."""
        case, who = self.somebody(data)
        recipient = data.draw(st.sampled_from(WHOM))
        items = frozenset({case.said, case.chose} if both else {case.said})
        if who in case.seated(self.today):
            self._agrees(case, who, recipient, items, days=days)
            return
        form = self.browser(who).post(f"/cases/{case.ref}/consents/new/", {"turn": "spoken"})
        assert form.status_code == 404

    def _agrees(
        self, case: Known, who: str, to: Recipient, items: frozenset[str], *, days: int | None
    ) -> None:
        until = None if days is None else self.today + timedelta(days=days)
        browser, at = self.browser(who), f"/cases/{case.ref}/consents/"
        form = browser.post(f"{at}new/", {"turn": "spoken"})
        typed = {**_asked(to, items), **hidden_in(form, at)}
        typed |= {"way": "spoken", "words": "Yes, do.", "clarity": "I read it back to her."}
        typed |= {"day": f"{self.now:%d/%m/%Y}", "time": "00:00"}
        typed |= {"until_on": f"{until:%d/%m/%Y}"} if until else {}
        kept = browser.post(at, typed)
        assert kept.status_code == 302, kept.content.decode()
        case.agreed.append(Yes(kept["Location"].split("/")[-2], to, WHY, items, until))

    @precondition(lambda self: self.living(_has_a_yes))
    @rule(data=st.data())
    def the_student_takes_it_back(self, data: Any) -> None:
        """A consent is withdrawn."""
        case, who = self.somebody(data, _has_a_yes)
        yes = data.draw(st.sampled_from(_likely(case, self.today)))
        at = f"/cases/{case.ref}/consents/{yes.id}/withdrawal/"
        answer = self.browser(who).post(at, {"words": ""})
        if who not in case.seated(self.today):
            assert answer.status_code == 404
            return
        assert answer.status_code == (403 if yes.withdrawn or yes.replaced else 302)
        yes.withdrawn = yes.withdrawn or not yes.replaced
        self._is_asked(case, case.own, Told(yes.recipient, WHY, yes.items))

    @precondition(lambda self: self.living(_has_a_wide_yes))
    @rule(data=st.data())
    def the_student_agrees_to_less(self, data: Any) -> None:
        """Something is left out of a consent that holds."""
        case, who = self.somebody(data, _has_a_wide_yes)
        yes = data.draw(st.sampled_from([yes for yes in case.agreed if len(yes.items) == 2]))
        if who not in case.seated(self.today):
            return
        less = Less(kept={f"item:{case.said}"})
        acting, opened = self.acting(who), self.opened(who, case)
        try:
            new = actions.narrow_consent(acting, opened, yes.id, less, at=self.now)
        except Refused:
            assert not yes.holds(self.today)
            return
        assert yes.holds(self.today)
        yes.replaced = True
        items = frozenset({case.said})
        case.agreed.append(Yes(new, yes.recipient, yes.purpose, items, yes.until))
        self._is_asked(case, case.own, Told(yes.recipient, WHY, yes.items))

    @precondition(lambda self: self.living(_has_a_yes))
    @rule(data=st.data())
    def somebody_is_told(self, data: Any) -> None:
        """The gate is asked through its page; it opens just where the student agreed."""
        case, who = self.somebody(data, _has_a_yes, own=True)
        yes = data.draw(st.sampled_from(case.agreed))
        at = f"/cases/{case.ref}/tellings/"
        if who not in case.seated(self.today):
            assert self.browser(who).post(at, {"look": "yes"}).status_code == 404
            return
        other = Told(data.draw(st.sampled_from(WHOM)), WHY, frozenset({case.said, case.chose}))
        self._is_asked(case, who, other)
        told = Told(yes.recipient, WHY, yes.items)
        page = self._is_asked(case, who, told)
        if page is None:
            return
        answer = self.browser(who).post(at, {**hidden_in(page, at), "how": "paper"})
        assert answer.status_code == 302, answer.content.decode()
        told.id = answer["Location"].split("/")[-2]
        case.told.append(told)

    def _is_asked(self, case: Known, who: str, told: Told) -> Any:
        """The page of what will be told, if it may be; it is there just where it may."""
        may = who == case.own and case.may_be_told(told, self.today)
        asked = {**_asked(told.recipient, told.items), "look": "yes"}
        page = self.browser(who).post(f"/cases/{case.ref}/tellings/new/", asked)
        assert ("This is what will be told" in page.content.decode()) == may
        return page if may else None

    @precondition(lambda self: self.living(lambda case: case.told))
    @rule(data=st.data())
    def somebody_fetches(self, data: Any) -> None:
        """An extract is downloaded: only under a consent that holds today."""
        case, who = self.somebody(data, lambda case: case.told, own=True)
        told = data.draw(st.sampled_from(case.told))
        answer = self.browser(who).get(f"/cases/{case.ref}/tellings/{told.id}/extract/")
        if who not in case.seated(self.today):
            assert answer.status_code == 404
            return
        may = who == case.own and case.may_be_told(told, self.today)
        assert (answer.status_code == 200) == may
        assert (b"%PDF" in answer.content) == may

    @precondition(lambda self: len(self.known) == MOST and self.living())
    @rule(data=st.data(), really=st.sampled_from([False, False, True]))
    def the_student_wants_it_destroyed(self, data: Any, really: bool) -> None:
        """The case is gone, at once and for everybody."""
        case, who = self.somebody(data, own=True)
        if who != case.own or not really:
            return
        asked = retention.Asked(how_asked="She came.", how_identified="I know her.")
        opened = self.opened(who, case)
        retention.request_by_student(self.acting(who), opened, asked, at=self.now)
        case.gone = True

    @rule(days=st.sampled_from([1, 5, 6]))
    def nights_go_by(self, days: int) -> None:
        """Some days go by, and the night's work is done."""
        self.now += timedelta(days=days)
        retention.nightly(self.now.replace(hour=3), confirmed=True)

    @rule(days=st.sampled_from([1, 1, 6]))
    def days_go_by(self, days: int) -> None:
        """Some days go by, and nobody runs the night's work: the dates alone shut what is over."""
        self.now += timedelta(days=days)
        # Before anybody else's look gives the case new keys.
        for name in sorted({name for case in self.living() for name in case.lapsed(self.today)}):
            self.look(name)


def _asked(recipient: tuple[str, str], items: Iterable[str]) -> dict[str, Any]:
    named = {"recipient": recipient[0], "role": recipient[1], "purpose": WHY}
    return {**named, "summary": "", "items": sorted(items)}


def _has_a_yes(case: Known) -> bool:
    return bool(case.agreed)


def _has_a_wide_yes(case: Known) -> bool:
    return any(len(yes.items) == 2 for yes in case.agreed)


def _likely(case: Known, on: Any) -> list[Yes]:
    return [yes for yes in case.agreed if yes.holds(on)] or case.agreed
