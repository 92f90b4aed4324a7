"""Steps about asking colleagues without saying who it is about. (CONF-2)"""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from confide.vault.primitives import random_id
from tests.security.histories.model import SERVES, Asked, Known
from tests.security.histories.stage import CASEWORKERS, Stage

DAYS = 3


class Asking(Stage):
    """A question goes to those whom it names; who it is about never goes with it."""

    @precondition(lambda self: self.living())
    @rule(
        data=st.data(),
        whom=st.sets(st.sampled_from(CASEWORKERS), min_size=1, max_size=2),
        about_case=st.booleans(),
        telltale=st.sampled_from([False, False, True]),
    )
    def colleagues_are_asked(
        self, data: Any, whom: set[str], about_case: bool, telltale: bool
    ) -> None:
        """About a case or about none; at times with a name in it."""
        case, who = self.somebody(data)
        about = case if about_case else None
        canary = f"Ocelot{len(self.asked)}Umbrella"
        words = f"What helps with {canary}?" + (f" {case.canary} says no." if telltale else "")
        at = f"/cases/{case.ref}/consultations/" if about else "/consultations/"
        sheet = {"form_id": random_id(), "question": words, "days": str(DAYS)}
        to = [self.people[each].pseudonym for each in sorted(whom)]
        answer = self.browser(who).post(at, {**sheet, "to": to})
        if about and who not in case.seated(self.today):
            assert answer.status_code == 404
            return
        shows = telltale and (about is not None or who in case.seated(self.today))
        may = who not in whom and not shows and whom <= self._may_be_asked(who, about)
        assert (answer.status_code == 302) == may, answer.content.decode()
        if not may:
            return
        id_ = answer["Location"].split("/")[-2]
        if telltale:
            # A name of nobody in the asker's own cases, which no check of theirs can know. It would
            # stand on other desks, and is taken back.
            assert self.browser(who).post(f"/consultations/{id_}/end/", {}).status_code == 302
            return
        until = self.today + timedelta(days=DAYS)
        self.asked.append(Asked(id_, canary, who, whom, until, about))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def somebody_replies(self, data: Any) -> None:
        """Those whom it names, while it lasts."""
        asked = data.draw(st.sampled_from(self.asked))
        who = data.draw(st.sampled_from([*sorted(asked.of) * 2, *CASEWORKERS]))
        said = f"Tapir{len(asked.replies)}Gazebo"
        sheet = {"form_id": random_id(), "said": said}
        answer = self.browser(who).post(f"/consultations/{asked.id}/replies/", sheet)
        if who not in asked.seen_by(self.today):
            assert answer.status_code == 404
            return
        assert (answer.status_code == 302) == (who in asked.of)
        if who in asked.of:
            asked.replies.append(said)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), really=st.booleans())
    def a_question_ends(self, data: Any, really: bool) -> None:
        """By whoever asked it."""
        asked = data.draw(st.sampled_from(self.asked))
        who = asked.by if really else data.draw(st.sampled_from(CASEWORKERS))
        answer = self.browser(who).post(f"/consultations/{asked.id}/end/", {})
        sees = who in asked.seen_by(self.today)
        may = sees and who == asked.by
        assert answer.status_code == (302 if may else 403 if sees else 404)
        asked.ended = asked.ended or may

    def _may_be_asked(self, who: str, about: Known | None) -> set[str]:
        if about is None:
            return {each for each in SERVES if each != who and SERVES[each] == SERVES[who]}
        aside, scheme = about.aside, about.scheme
        return {each for each in SERVES if SERVES[each] == scheme and each not in aside} - {who}
