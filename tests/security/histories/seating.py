"""Steps about who sits at a case: shared, taken back, given up, handed over, stepped aside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from confide.casework import actions as casework
from confide.casework.models import Contact, ContactNote
from confide.disclosure import actions
from confide.disclosure.actions import Sharing
from confide.ledger.record import Refused
from confide.vault.grants import CaseKeys
from confide.vault.primitives import DoesNotOpen
from tests.security.histories.model import Known
from tests.security.histories.stage import Stage


class Seating(Stage):
    """Whoever leaves a case opens nothing that is written in it afterwards. (RECD-4, ELIG-3)"""

    @precondition(lambda self: self.living())
    @rule(
        data=st.data(),
        reason=st.sampled_from(["benefit", "advice"]),
        days=st.sampled_from([0, 0, 5, None]),
    )
    def a_case_is_shared(self, data: Any, reason: str, days: int | None) -> None:
        """With one more caseworker, for one of the two reasons, perhaps with a last day."""
        case, who = self.somebody(data, own=True)
        to = self.another(data, case)
        if who not in case.seated(self.today):
            return
        until = None if days is None else self.today + timedelta(days=days)
        said = Sharing(reason=reason, why="She knows about rent.", until_on=until)
        taker, opened = self.people[to].officer, self.opened(who, case)
        may = who == case.own and to not in case.seated(self.today)
        may &= case.may_come(to, represents=reason == "benefit")
        share = self._done(
            may, lambda: actions.share(self.acting(who), opened, taker, said, at=self.now)
        )
        if may:
            case.lent[to] = (share, until)

    @precondition(lambda self: self.living(lambda case: case.lent))
    @rule(data=st.data())
    def a_share_ends(self, data: Any) -> None:
        """It is taken back by whoever shared it, or given up by whom it was lent to."""
        case, who = self.somebody(data, lambda case: case.lent)
        whose = data.draw(st.sampled_from(sorted(case.lent)))
        if whose in case.lapsed(self.today):
            return
        keys = self.opened(whose, case).keys
        at = f"/cases/{case.ref}/shares/{case.lent[whose][0]}/end/"
        answer = self.browser(who).post(at, {})
        if who not in case.seated(self.today):
            assert answer.status_code == 404
            return
        may = who in (case.own, whose)
        assert (answer.status_code == 302) == may, answer.content.decode()
        if may:
            del case.lent[whose]
            self._is_written_without(case, keys)

    @precondition(lambda self: self.living())
    @rule(data=st.data())
    def a_case_is_handed_over(self, data: Any) -> None:
        """To somebody else, whose remit reaches the student; whoever gave it sees it no more."""
        case, who = self.somebody(data, own=True)
        to = self.another(data, case)
        if who not in case.seated(self.today) or who == to:
            return
        opened, taker = self.opened(who, case), self.people[to].officer
        may = who == case.own and case.may_come(to, represents=True)
        self._done(
            may,
            lambda: casework.hand_over(
                self.acting(who), opened, taker, student_knows="She was told.", at=self.now
            ),
        )
        if may:
            case.left[who] = self.steps
            self._is_now(case, to)
            self._is_written_without(case, opened.keys)

    @precondition(lambda self: self.living())
    @rule(data=st.data(), chosen=st.sampled_from([True, True, True, False]))
    def somebody_steps_aside(self, data: Any, chosen: bool) -> None:
        """Their own case goes to whom the student chose; a lent one stays whose it is."""
        case, who = self.somebody(data)
        to = self.another(data, case)
        if who not in case.seated(self.today) or who == to:
            return
        lent = who != case.own
        to = to if chosen and not lent else None
        opened = self.opened(who, case)
        taker = self.people[to].officer if to else None
        may = lent or (to is not None and case.may_come(to, represents=True))
        # Somebody represents the student afterwards, or nobody leaves.
        may &= not lent or case.may_come(case.own, represents=True)
        self._done(
            may,
            lambda: casework.step_aside(
                self.acting(who), opened, taker, student_said="Fine.", at=self.now
            ),
        )
        if not may:
            return
        case.aside.add(who)
        case.left[who] = self.steps
        if lent:
            del case.lent[who]
        else:
            assert to is not None
            self._is_now(case, to)
        self._is_written_without(case, opened.keys)

    def _done(self, may: bool, do: Callable[[], Any]) -> Any:
        if may:
            return do()
        with pytest.raises(Refused):
            do()
        return None

    def _is_now(self, case: Known, to: str) -> None:
        case.own = to
        case.lent.pop(to, None)

    def _is_written_without(self, case: Known, keys: CaseKeys) -> None:
        """What is written after somebody left opens with no key that they ever had."""
        said = casework.Said(kind="phone", happened_at=self.now, said="It goes on.")
        acting = self.acting(case.own)
        contact = casework.add_contact(acting, self.opened(case.own, case), said, at=self.now)
        with pytest.raises(DoesNotOpen):
            Contact.objects.get(id=contact).take(keys, ContactNote)
