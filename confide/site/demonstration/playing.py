"""Playing the stories into a service, through the product's own actions, one after another.

Every entry, consent, telling and destruction happens as an officer or a night would have made it,
at its own past moment: what the demonstration shows is what the product does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from confide.casework import actions as casework
from confide.casework.actions import Opening, Said
from confide.casework.models import SafeContact
from confide.casework.queries import OpenCase, case_for, contacts_of, my_cases, tasks_of
from confide.retention import actions as retention
from confide.retention.actions import Asked
from confide.site.demonstration import agreeing, days, moving, requesting
from confide.site.demonstration.papers import paper
from confide.site.demonstration.staff import Staff
from confide.site.demonstration.stories import (
    Case,
    Contact,
    Document,
    Stories,
)
from confide.team.queries import Acting

Happening = tuple[datetime, Callable[[datetime], None]]
# So many of the last nights are played, for announcements to be as old as they have to be.
NIGHTS = 27


@dataclass(slots=True)
class Played:
    """What the playing of one case needs to remember: which entry is which story's."""

    ref: str
    entries: dict[str, str] = field(default_factory=dict)


def play(
    stories: Stories, staff: Staff, *, made_at: datetime, told: Callable[[str], None]
) -> dict[str, str]:
    """Play everything that happened before the making of the demonstration, in its order.

    Answers the words that each student who asked by themselves was shown, by the story's key.
    """
    playing = _Playing(stories, staff, made_at.date())
    happenings = sorted(playing.happenings(), key=lambda each: each[0])
    for number, (at, happen) in enumerate(happenings, start=1):
        if at <= made_at:
            happen(at)
        if number % 25 == 0:
            told(f"{number} of {len(happenings)}")
    return playing.words


class _Playing:
    """The stories, and how far each of them is."""

    def __init__(self, stories: Stories, staff: Staff, made_on: date) -> None:
        self.stories, self.staff, self.made_on = stories, staff, made_on
        self.played: dict[str, Played] = {}
        self.posts: dict[str, str] = {}
        self.words: dict[str, str] = {}

    def happenings(self) -> Iterator[Happening]:
        yield from self.staff.happenings(self.hand_over)
        for case in self.stories.cases:
            yield from self.of_case(case)
        yield from moving.of_nobodys_case(self, self.stories)
        yield from requesting.happenings(self, self.stories, self.words)
        for before in range(NIGHTS):
            night = days.moment(self.made_on - timedelta(days=before), "03:00")
            yield night, lambda at: _night(at)

    def of_case(self, case: Case) -> Iterator[Happening]:
        first, *later = case.contacts
        yield days.happened_at(case, first, self.made_on), partial(self.open, case, first)
        for contact in later:
            at = days.happened_at(case, contact, self.made_on)
            yield at, partial(self.contact, case, contact)
        for contact in case.contacts:
            if contact.next and contact.next.done is not None:
                done = days.moment(days.day(contact.next.done, self.made_on), "17:30")
                yield done, partial(self.done, case, contact.next.step)
        for document in case.documents:
            at = days.happened_at(case, document, self.made_on) + timedelta(minutes=5)
            yield at, partial(self.document, case, document)
        yield from agreeing.happenings(self, case)
        yield from moving.happenings(self, case)
        yield from self.of_ending(case)

    def of_ending(self, case: Case) -> Iterator[Happening]:
        keep = settings.POLICY.records.keep_months
        resolved_on = days.resolved_on(case, self.made_on, keep)
        if resolved_on:
            yield days.moment(resolved_on, "18:00"), partial(self.resolved, case)
        if case.destruction:
            at = days.moment(days.day(case.destruction.day, self.made_on), case.destruction.at)
            yield at, partial(self.destroyed, case)

    def open(self, case: Case, first: Contact, at: datetime) -> None:
        acting = self.of_post(case.post, at)
        ref = casework.open_case(acting, _opening(case), first=_said(first, at, self), at=at)
        self.played[case.key] = Played(ref)
        if first.key:
            self.played[case.key].entries[first.key] = contacts_of(case_for(acting, ref))[0].id

    def contact(self, case: Case, contact: Contact, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        entry = casework.add_contact(acting, opened, _said(contact, at, self), at=at)
        if contact.key:
            self.played[case.key].entries[contact.key] = entry

    def done(self, case: Case, step: str, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        task = next(each for each in tasks_of(opened) if each.card.step == step)
        casework.finish_task(acting, opened, task.id, done_on=at.date(), at=at)

    def document(self, case: Case, document: Document, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        brought = casework.bring(document.name, "application/pdf", paper(document))
        entry = casework.add_document(acting, opened, brought, at=at)
        self.played[case.key].entries[document.key] = entry

    def resolved(self, case: Case, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        outcome = case.resolution.outcome if case.resolution else ""
        casework.resolve(acting, opened, outcome=outcome, at=at)

    def destroyed(self, case: Case, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        if case.destruction:
            asked = Asked(
                how_asked=case.destruction.asked, how_identified=case.destruction.identified
            )
            retention.request_by_student(acting, opened, asked, at=at)

    def hand_over(self, giver: Acting, taker: Acting, at: datetime) -> None:
        for case in my_cases(giver):
            casework.hand_over(
                giver,
                case,
                taker.officer,
                student_knows="I asked, and they are glad to go on with the next officer.",
                at=at,
            )

    def entries(self, case: Case) -> dict[str, str]:
        return self.played[case.key].entries

    def opened(self, case: Case, at: datetime) -> tuple[Acting, OpenCase]:
        acting = self.of_post(self.posts.get(case.key, case.post), at)
        return acting, case_for(acting, self.played[case.key].ref)

    def of_post(self, post: str, at: datetime) -> Acting:
        on = timezone.localtime(at).date()
        return self.staff.acting(days.holder(self.stories, post, on, self.made_on).key, at)

    def goes_to(self, case: Case, post: str) -> None:
        self.posts[case.key] = post


def _night(at: datetime) -> None:
    # The first of the nights that are played finds a ledger that is older than two days.
    retention.nightly(at, confirmed=True)


def _opening(case: Case) -> Opening:
    return Opening(
        student=case.student,
        safe=SafeContact(
            how=case.safe.how,
            when=case.safe.when,
            may_leave_message=case.safe.may_leave_message,
            may_say_who=case.safe.may_say_who,
        ),
        eligibility=case.basis,
        scheme=case.scheme,
        category=case.category,
        about=case.about,
        said_woman=case.said_woman or None,
    )


def _said(contact: Contact, at: datetime, playing: _Playing) -> Said:
    return Said(
        kind=contact.kind,
        happened_at=at,
        said=contact.said,
        options=contact.options,
        chose=contact.chose,
        subject=contact.subject,
        next_step=contact.next.step if contact.next else "",
        due_on=days.day(contact.next.due, playing.made_on) if contact.next else None,
    )
