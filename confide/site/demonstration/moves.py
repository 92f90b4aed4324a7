"""What passes between people in the stories: shares, questions, breaches, what became of a consent.

Days count from the making of the demonstration, as everywhere in `stories.toml`; a colleague is
named by their post. (CONF-2, CONF-4, BRCH-5, ELIG-3, RECD-4)
"""

from collections.abc import Iterable, Iterator

import msgspec

from confide.policy.conflicts import KINDS
from confide.policy.enquiries import ASKERS
from confide.policy.sharing import REASONS


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The day and the time of it."""

    day: int
    at: str


class Taken(When, frozen=True, kw_only=True):
    """Somebody took a request."""

    by: str


class Message(When, frozen=True, kw_only=True):
    """Something that was written: by a post, or by the student."""

    words: str
    by: str = ""


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody else whom an authority names."""

    name: str
    role: str


class Signed(When, frozen=True, kw_only=True):
    """The paper came back signed, and lies there."""

    writing: str


class Narrowed(When, frozen=True, kw_only=True):
    """The student wanted less to be told: only these items."""

    items: tuple[str, ...]
    words: str


class Renewed(When, frozen=True, kw_only=True):
    """The student was asked again, and agreed again."""

    words: str
    clarity: str
    until: int


class Used(When, frozen=True, kw_only=True):
    """Somebody heard under it that the student comes here, or was asked."""

    act: str


class Copied(When, frozen=True, kw_only=True):
    """Another copy was made of what was told."""

    how: str


class Sharing(When, frozen=True, kw_only=True):
    """A colleague sat at the case too, until a last day or until it was taken back."""

    to: str
    reason: str
    why: str
    until: int | None = None
    seen: int | None = None
    taken_back: int | None = None


class HandingOver(When, frozen=True, kw_only=True):
    """The case went to a colleague for good; with `aside`, since its officer was not impartial."""

    to: str
    student: str
    aside: bool = False


class Said(When, frozen=True, kw_only=True):
    """A colleague's advice."""

    by: str
    words: str


class Breach(When, frozen=True, kw_only=True):
    """Confidence was broken, at `told`, or with `why_not` it was decided against."""

    outline: str
    asked: str = ""
    phoned: str = ""
    phoned_at: str = ""
    advised: str = ""
    tried: str = ""
    why: str = ""
    achieves: str = ""
    recipient: str = ""
    role: str = ""
    reach: str = ""
    summary: str = ""
    told: str = ""
    why_not: str = ""
    advice: tuple[Said, ...] = ()


class Question(When, frozen=True, kw_only=True):
    """A question to colleagues that names nobody; `by` is who asked one that is of no case."""

    to: tuple[str, ...]
    question: str
    until: int
    by: str = ""
    reason: str = ""
    kept: int | None = None
    replies: tuple[Said, ...] = ()


class Check(When, frozen=True, kw_only=True):
    """Colleagues were asked blindly whether they could take it, and their sessions answered."""

    student: tuple[str, ...]
    to: tuple[str, ...]
    answered: int
    others: tuple[str, ...] = ()


class Conflict(When, frozen=True, kw_only=True):
    """What an officer put on their own list of conflicts."""

    kind: str
    words: tuple[str, ...]


class Holding(When, frozen=True, kw_only=True):
    """The law obliges us to keep the record until a day, whatever the clock says."""

    why: str
    until: int


class Enquiry(When, frozen=True, kw_only=True):
    """Somebody asked about a student; of what kind they were is all that is kept."""

    by: str
    asked_by: str


class Moves(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a case passed through besides what was said and told."""

    shares: tuple[Sharing, ...] = ()
    handed: tuple[HandingOver, ...] = ()
    breaches: tuple[Breach, ...] = ()
    questions: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()
    holds: tuple[Holding, ...] = ()

    def posts(self) -> Iterator[str]:
        """Every post that is named in it."""
        yield from (share.to for share in self.shares)
        yield from (handing.to for handing in self.handed)
        yield from (post for check in self.checks for post in check.to)
        yield from (said.by for breach in self.breaches for said in breach.advice)
        for question in self.questions:
            yield from (*question.to, *(said.by for said in question.replies))


def faults_of_moves(moves: Moves) -> Iterator[str]:
    """What does not hold together in them."""
    for each in moves.shares:
        if each.reason not in REASONS:
            yield f"nobody shares because of {each.reason!r}."
    for breach in moves.breaches:
        if bool(breach.told) == bool(breach.why_not):
            yield "confidence is broken at a time, or it is said why not."
    yield from faults_of_questions(moves.questions)


def faults_of_questions(questions: Iterable[Question]) -> Iterator[str]:
    """What does not hold together in questions to colleagues."""
    for question in questions:
        if not {said.by for said in question.replies} <= {*question.to}:
            yield "only who was asked replies."


def faults_of_conflict(conflict: Conflict) -> Iterator[str]:
    """What is wrong with an entry on an officer's own list."""
    if conflict.kind not in KINDS:
        yield f"no such conflict as {conflict.kind!r}."


def faults_of_enquiry(enquiry: Enquiry) -> Iterator[str]:
    """What is wrong with a press on the tally."""
    if enquiry.asked_by not in ASKERS:
        yield f"nobody of the kind {enquiry.asked_by!r} asks."
