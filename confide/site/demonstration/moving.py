"""Playing what passes between people, through the product's own actions. (CONF-2, BRCH-5, RECD-4)

Each function answers the happenings of one kind. Whoever holds the case on the day acts; what has
to be found again (a record, a question, a share) is remembered between its happenings.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol

from confide.casework import actions as casework
from confide.casework.actions import About
from confide.casework.actions import Said as Contacted
from confide.casework.queries import OpenCase
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Added, Sharing, ToAsk, Typed
from confide.disclosure.queries import kept_as, one_question
from confide.disclosure.queries.consultations import KEPT
from confide.policy import breach as rules
from confide.policy.breach import BreachFact
from confide.retention import actions as retention
from confide.site.demonstration import days, moves
from confide.site.demonstration.stories import Case, Officer, Stories
from confide.team.queries import Acting
from confide.vault.primitives import random_id

Happening = tuple[datetime, Callable[[datetime], None]]


class Playing(Protocol):
    """What is asked of whoever plays the stories."""

    made_on: date

    def opened(self, case: Case, at: datetime) -> tuple[Acting, OpenCase]:
        """A case before whoever holds it at that moment."""

    def of_post(self, post: str, at: datetime) -> Acting:
        """Whoever holds a post at that moment."""

    def goes_to(self, case: Case, post: str) -> None:
        """From now on that post holds the case."""


def happenings(playing: Playing, case: Case) -> Iterator[Happening]:
    """Everything of a case that passes between people."""
    for sharing in case.between.shares:
        yield from _share(playing, case, sharing)
    for handing in case.between.handed:
        yield _at(playing, handing.day, handing.at), _hand_over(playing, case, handing)
    for breach in case.between.breaches:
        yield from _breach(playing, case, breach)
    for question in case.between.questions:
        yield from _question(playing, case, question)
    for check in case.between.checks:
        yield from _check(playing, case, check)
    for holding in case.between.holds:
        yield _at(playing, holding.day, holding.at), _hold(playing, case, holding)


def of_nobodys_case(playing: Playing, stories: Stories) -> Iterator[Happening]:
    """General questions, the tally of who asked, and the officers' own lists of conflicts."""
    for question in stories.questions:
        yield from _question(playing, None, question)
    for enquiry in stories.enquiries:
        yield _at(playing, enquiry.day, enquiry.at), _count(playing, enquiry)
    for officer in stories.officers:
        for conflict in officer.conflicts:
            yield _at(playing, conflict.day, conflict.at), _declare(playing, officer, conflict)


def _share(playing: Playing, case: Case, told: moves.Sharing) -> Iterator[Happening]:
    shares: list[str] = []
    until = None if told.until is None else days.day(told.until, playing.made_on)

    def share(at: datetime) -> None:
        said = Sharing(reason=told.reason, why=told.why, until_on=until)
        to = playing.of_post(told.to, at).officer
        shares.append(disclosure.share(*playing.opened(case, at), to, said, at=at))

    def seen(at: datetime) -> None:
        casework.read(playing.of_post(told.to, at), playing.opened(case, at)[1].ref, at=at)

    def take_back(at: datetime) -> None:
        disclosure.take_back(*playing.opened(case, at), shares[0], at=at)

    yield _at(playing, told.day, told.at), share
    if told.seen is not None:
        yield _at(playing, told.seen, "17:10"), seen
    if told.taken_back is not None:
        yield _at(playing, told.taken_back, "17:20"), take_back


def _hand_over(playing: Playing, case: Case, told: moves.HandingOver) -> Callable[[datetime], None]:
    def hand_over(at: datetime) -> None:
        acting, opened = playing.opened(case, at)
        to = playing.of_post(told.to, at).officer
        if told.aside:
            casework.step_aside(acting, opened, to, student_said=told.student, at=at)
        else:
            casework.hand_over(acting, opened, to, student_knows=told.student, at=at)
        playing.goes_to(case, told.to)

    return hand_over


def _hold(playing: Playing, case: Case, told: moves.Holding) -> Callable[[datetime], None]:
    def hold(at: datetime) -> None:
        until = days.day(told.until, playing.made_on)
        retention.hold(*playing.opened(case, at), told.why, keep_until=until, at=at)

    return hold


def _breach(playing: Playing, case: Case, told: moves.Breach) -> Iterator[Happening]:
    records: list[str] = []

    def ask(at: datetime) -> None:
        typed = _typed(playing, case, told, at)
        records.append(disclosure.ask_the_others(*playing.opened(case, at), typed, at=at))

    def decide(at: datetime) -> None:
        typed = _typed(playing, case, told, at, record=records[0] if records else "")
        decided = disclosure.decide_against if told.why_not else disclosure.break_confidence
        records.append(decided(*playing.opened(case, at), typed, at=at))

    def advise(said: moves.Said) -> Callable[[datetime], None]:
        def advising(at: datetime) -> None:
            adviser = playing.of_post(said.by, at)
            read = disclosure.read_breach(adviser, records[0], at=at)
            disclosure.advise(adviser, read, Added(words=said.words, happened_at=at), at=at)

        return advising

    if told.asked:
        yield _at(playing, told.day, told.asked), ask
    yield _at(playing, told.day, told.at), decide
    for said in told.advice:
        yield _at(playing, said.day, said.at), advise(said)


def _typed(
    playing: Playing, case: Case, told: moves.Breach, at: datetime, *, record: str = ""
) -> Typed:
    def moment(time: str) -> datetime | None:
        return days.moment(days.day(told.day, playing.made_on), time) if time else None

    told_at = moment(told.told)
    fact = BreachFact(
        ground=rules.DANGER,
        student=case.student,
        outline=told.outline,
        believes=bool(told.why),
        why=told.why,
        consulted=rules.PHONED if told.phoned else rules.NOBODY if told.tried else "",
        phoned=told.phoned,
        phoned_at=moment(told.phoned_at),
        tried=told.tried,
        achieves=told.achieves,
        recipient=told.recipient,
        role=told.role,
        says_what=bool(told.summary),
        told_at=told_at if told_at and told_at <= at else None,
        why_not=told.why_not,
    )
    return Typed(
        fact=fact,
        form=random_id(),
        record=record,
        advised=told.advised,
        reach=told.reach,
        summary=told.summary,
        how="phone" if told.told else "",
    )


def _question(playing: Playing, case: Case | None, told: moves.Question) -> Iterator[Happening]:
    questions: list[str] = []

    def before(at: datetime) -> tuple[Acting, OpenCase | None]:
        return playing.opened(case, at) if case else (playing.of_post(told.by, at), None)

    def ask(at: datetime) -> None:
        asked = ToAsk(
            question=told.question,
            colleagues=[playing.of_post(post, at).officer for post in told.to],
            ends_on=days.day(told.until, playing.made_on),
            reason=told.reason,
        )
        questions.append(disclosure.ask_colleagues(*before(at), asked, at=at))

    def keep(at: datetime) -> None:
        acting, opened = before(at)
        found = one_question(acting, questions[0], on=at.date())
        for each, _ in found.said:
            if opened:
                said = kept_as(found, each.id) or ""
                kept = Contacted(kind=KEPT, happened_at=at, said=said)
                casework.add_contact(acting, opened, kept, at=at)
        disclosure.note_replies(acting, questions[0], at=at)

    yield _at(playing, told.day, told.at), ask
    for said in told.replies:
        yield _at(playing, said.day, said.at), _reply(playing, questions, said)
    if told.kept is not None:
        yield _at(playing, told.kept, "17:40"), keep


def _reply(playing: Playing, questions: list[str], said: moves.Said) -> Callable[[datetime], None]:
    return lambda at: disclosure.reply(
        playing.of_post(said.by, at), questions[0], said.words, at=at
    )


def _check(playing: Playing, case: Case, told: moves.Check) -> Iterator[Happening]:
    def ask(at: datetime) -> None:
        acting, opened = playing.opened(case, at)
        to = [playing.of_post(post, at).officer for post in told.to]
        about = About(student=told.student, others=told.others)
        casework.ask_colleagues(acting, about, to, case=opened, at=at)

    def answer(at: datetime) -> None:
        for post in told.to:
            casework.answer_what_waits(playing.of_post(post, at), at=at)

    yield _at(playing, told.day, told.at), ask
    yield _at(playing, told.answered, "10:20"), answer


def _count(playing: Playing, told: moves.Enquiry) -> Callable[[datetime], None]:
    return lambda at: disclosure.count_enquiry(playing.of_post(told.by, at), told.asked_by, at=at)


def _declare(
    playing: Playing, officer: Officer, told: moves.Conflict
) -> Callable[[datetime], None]:
    def declare(at: datetime) -> None:
        acting = playing.of_post(officer.post, at)
        kind, words = told.kind, told.words
        casework.declare_conflict(acting, kind=kind, words=words, form=random_id(), at=at)

    return declare


def _at(playing: Playing, day: int, at: str) -> datetime:
    return days.moment(days.day(day, playing.made_on), at)
