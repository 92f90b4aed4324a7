"""Steps about breaking confidence: asked, broken, decided against, and its copies. (BRCH-1 to 5)"""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from confide.vault.primitives import random_id
from tests.disclosure.breaching import typed_in_browser
from tests.security.histories.model import Broken, Known
from tests.security.histories.stage import Stage


class Breaking(Stage):
    """Whoever sits at a case decides; those who were asked read the record, and nobody else."""

    @precondition(lambda self: self.living())
    @rule(data=st.data(), do=st.sampled_from(["ask", "keep", "break", "leave"]))
    def somebody_is_in_danger(self, data: Any, do: str) -> None:
        """A new sheet, with one of its four buttons."""
        case, who = self.somebody(data, _has_lost_one if self.living(_has_lost_one) else bool)
        canary = f"Plover{sum(len(each.broken) for each in self.known)}Marmoset"
        at = f"/cases/{case.ref}/breaches/"
        answer = self.browser(who).post(f"{at}new/", self._sheet(case, canary, do))
        if who not in case.seated(self.today):
            assert answer.status_code == 404
            return
        assert answer.status_code == 302, answer.content.decode()
        broken = Broken(answer["Location"].split("/")[-2], who, canary, {who})
        case.broken.append(broken)
        self._went_on(case, broken, do)

    @precondition(lambda self: self.living(_has_begun))
    @rule(data=st.data(), do=st.sampled_from(["ask", "keep", "break", "break", "leave"]))
    def it_is_decided(self, data: Any, do: str) -> None:
        """By whoever began it, and nobody else."""
        case, broken = self._one(data, _has_begun)
        who = data.draw(st.sampled_from([broken.by] * 4 + sorted(case.seated(self.today))))
        at = f"/cases/{case.ref}/breaches/{broken.id}/"
        answer = self.browser(who).post(at, self._sheet(case, broken.canary, do))
        if who not in case.seated(self.today) & broken.given:
            assert answer.status_code == 404
            return
        may = who == broken.by and broken.begun
        assert (answer.status_code == 302) == may, answer.content.decode()
        if may:
            self._went_on(case, broken, do)

    @precondition(lambda self: self.living(lambda case: case.broken))
    @rule(data=st.data(), part=st.sampled_from(["extract", "document"]))
    def its_copy_is_fetched(self, data: Any, part: str) -> None:
        """Only when it is complete, only by whoever decided, and only for some days."""
        case, broken = self._one(data, lambda case: case.broken)
        who = data.draw(st.sampled_from([broken.by] * 4 + sorted(case.seated(self.today))))
        part = case.paper if part == "document" else part
        answer = self.browser(who).get(f"/cases/{case.ref}/breaches/{broken.id}/{part}/")
        may = who in case.seated(self.today) and broken.may_leave(who, self.today)
        assert (answer.status_code == 200) == may
        assert (b"%PDF" in answer.content) == may

    @precondition(lambda self: self.living(lambda case: case.broken))
    @rule(data=st.data())
    def a_colleague_advises(self, data: Any) -> None:
        """Whoever was given it, and was not the one to decide."""
        case, broken = self._one(data, lambda case: case.broken)
        who = data.draw(st.sampled_from(sorted(case.asked_by(broken.by) | {broken.by})))
        sheet = {"form_id": random_id(), "words": "Ring them."}
        answer = self.browser(who).post(f"/breaches/{broken.id}/", sheet)
        if who in case.seen_by(broken, self.today):
            assert (answer.status_code == 302) == (who != broken.by)
        else:
            assert answer.status_code == 404

    def _one(self, data: Any, such: Any) -> tuple[Known, Broken]:
        case = data.draw(st.sampled_from(self.living(such)))
        begun = [each for each in case.broken if each.begun]
        return case, data.draw(st.sampled_from(begun * 2 + case.broken))

    def _sheet(self, case: Known, canary: str, do: str) -> dict[str, Any]:
        sheet: dict[str, Any] = typed_in_browser(student=canary, outline=canary, how="extract")
        sheet["items"] = [case.said, case.paper]
        why = {"why_not": "He is safe."} if do == "leave" else {}
        return {**sheet, do: "yes", **why}

    def _went_on(self, case: Known, broken: Broken, do: str) -> None:
        on: date = self.today
        broken.given |= case.asked_by(broken.by)
        broken.extract = True
        if do == "ask":
            asked = dict.fromkeys(case.asked_by(broken.by), self.steps)
            broken.asked = {**asked, **broken.asked}
        elif do != "keep":
            broken.decided_on, broken.left = on, do == "leave"


def _has_begun(case: Known) -> bool:
    return any(each.begun for each in case.broken)


def _has_lost_one(case: Known) -> bool:
    return bool(case.aside)
