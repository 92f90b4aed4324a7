"""Every consent there can be, held against every question, with the answer worked out apart."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest

from confide.policy.consent import (
    AUTHORITY,
    CONTACT,
    TELL,
    ConsentFact,
    Recipient,
    covering,
    may_act,
    may_agree,
    may_tell,
    weigh,
)

TODAY = date(2026, 11, 17)
MONTH = timedelta(days=30)
ITEMS = frozenset({"letter", "diary"})

KINDS = {
    "tell": (TELL, {"give"}),
    "contact": (CONTACT, set()),
    "contact that may confirm": (CONTACT, {"confirm"}),
    "authority": (AUTHORITY, {"give", "ask", "receive"}),
    "authority to ask": (AUTHORITY, {"ask", "receive"}),
}
WAYS = ("spoken", "message", "document", "paper", "online", "proposed")
LIVES = ("holds", "begins today", "ends today", "not yet", "ended", "withdrawn", "replaced", "over")
RECIPIENTS = {
    "the same": ("Dr Sen", "tutor"),
    "another of an authority": ("The registry", "appeals"),
    "another role": ("Dr Sen", "examiner"),
    "somebody else": ("Dr Okoro", "tutor"),
}
PURPOSES = ("More time", "A second one of an authority", "A complaint")
ASKED = {
    "one": {"letter"},
    "all": {"letter", "diary"},
    "more": {"letter", "diary", "photo"},
    "one and another": {"letter", "photo"},
    "others": {"photo"},
    "nothing": set(),
}


@dataclass(frozen=True)
class Case:
    """One consent, and one question."""

    kind: str
    way: str
    clear: bool
    life: str
    recipient: str
    purpose: str
    asked: str

    @property
    def standing(self) -> bool:
        # Only an authority ends with its case; what was not signed yet never stood.
        over = self.life == "over" and not self.kind.startswith("authority")
        holds = over or self.life in {"holds", "begins today", "ends today"}
        return holds and self.way != "proposed"

    @property
    def theirs(self) -> bool:
        if self.kind.startswith("authority"):
            return self.recipient in {"the same", "another of an authority"}
        return self.recipient == "the same"

    @property
    def tellable(self) -> bool:
        """The expected answer at the gate, by words alone."""
        purposes = PURPOSES[:2] if self.kind == "authority" else PURPOSES[:1]
        return (
            self.kind in {"tell", "authority"}
            and self.standing
            and self.theirs
            and self.purpose in purposes
            and self.asked in {"one", "all"}
        )

    @property
    def recordable(self) -> bool:
        """The expected answer when it is recorded today."""
        if self.life == "withdrawn" or self.way == "proposed" or not self.clear:
            return False
        if self.kind.startswith("authority"):
            return self.way in {"document", "paper", "online"} and self.life != "over"
        return True

    @property
    def fact(self) -> ConsentFact:
        kind, may = KINDS[self.kind]
        several = kind == AUTHORITY
        said = "Yes, tell him." if self.clear else " "
        begins = {"begins today": TODAY, "not yet": TODAY + timedelta(days=1)}
        ends = {"ends today": TODAY, "ended": TODAY - timedelta(days=1)}
        return ConsentFact(
            kind=kind,
            recipient=Recipient(*RECIPIENTS["the same"]),
            also_to=(Recipient("The registry", "appeals"),) if several else (),
            purpose=PURPOSES[0],
            also_for=(PURPOSES[1],) if several else (),
            items=ITEMS if "give" in may else frozenset(),
            may=frozenset(may),
            given_on=TODAY - MONTH,
            begins_on=begins.get(self.life),
            until_on=ends.get(self.life, TODAY + MONTH),
            withdrawn_on=TODAY if self.life == "withdrawn" else None,
            replaced=self.life == "replaced",
            resolved=self.life == "over",
            way=self.way,
            words=said if self.way in {"spoken", "message"} else "",
            clarity=said if self.way == "spoken" else "",
            writing=said if self.way in {"document", "paper", "online"} else "",
            ref="one",
        )

    @property
    def question(self) -> tuple[Recipient, str, set[str], date]:
        return Recipient(*RECIPIENTS[self.recipient]), self.purpose, ASKED[self.asked], TODAY


EVERY = [
    Case(*each) for each in product(KINDS, WAYS, (True, False), LIVES, RECIPIENTS, PURPOSES, ASKED)
]


def test_these_are_all_of_them() -> None:
    assert len(EVERY) == 5 * 6 * 2 * 8 * 4 * 3 * 6 == 34_560
    counted = Counter((each.tellable, each.recordable) for each in EVERY)
    # Both answers are there to either question, in every combination.
    assert all(counted[told, kept] for told, kept in product((True, False), repeat=2))


@pytest.mark.clause("CONF-1", "CONF-4")
def test_at_the_gate_each_gets_the_answer_that_its_words_say() -> None:
    wrong = [
        each for each in EVERY if bool(may_tell([each.fact], *each.question)) is not each.tellable
    ]
    assert wrong == []


@pytest.mark.clause("CONF-4")
def test_each_is_recorded_if_its_words_make_a_consent() -> None:
    made = {replace(each, recipient="the same", purpose="", asked="") for each in EVERY}
    wrong = [each for each in made if bool(may_agree(each.fact, on=TODAY)) is not each.recordable]
    assert wrong == []


@pytest.mark.clause("CONF-1")
def test_the_gate_and_what_it_shows_say_the_same() -> None:
    for each in EVERY:
        shown = weigh([each.fact], *each.question)
        assert any(held.covers_all for held in shown) is each.tellable
        assert (covering([each.fact], *each.question) is not None) is each.tellable
        assert bool(shown) is each.standing


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("act", ["confirm", "ask"])
def test_that_they_come_here_is_said_only_to_whom_they_said(act: str) -> None:
    may = {
        "confirm": {"contact that may confirm", "authority", "authority to ask"},
        "ask": {"authority", "authority to ask"},
    }
    for each in {replace(each, purpose="", asked="") for each in EVERY}:
        expected = each.kind in may[act] and each.standing and each.theirs
        decision = may_act(each.fact, act, Recipient(*RECIPIENTS[each.recipient]), on=TODAY)
        assert bool(decision) is expected, each


@pytest.mark.clause("CONF-3")
def test_no_answer_at_the_gate_repeats_a_word_of_the_case() -> None:
    said = {
        text
        for each in EVERY
        for decision in (
            may_tell([each.fact], *each.question),
            may_agree(each.fact, on=TODAY),
            *(held.fits for held in weigh([each.fact], *each.question)),
        )
        for text in (decision.why(), decision.what_instead())
    }
    words = ("Sen", "Okoro", "registry", "More time", "complaint", "letter", "diary", "photo")
    assert [text for text in said for word in words if word in text] == []


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(("kind", "may"), [(CONTACT, {"give"}), (AUTHORITY, {"ask"}), (TELL, ())])
def test_what_gives_nothing_gives_nothing_whatever_it_lists(kind: str, may: set[str]) -> None:
    question = (Recipient("Dr Sen", "tutor"), PURPOSES[0], {"letter"}, TODAY)
    whole = Case("tell", "paper", True, "holds", "the same", PURPOSES[0], "one")
    assert may_tell([whole.fact], *question)
    assert not may_tell([replace(whole.fact, kind=kind, may=frozenset(may))], *question)
