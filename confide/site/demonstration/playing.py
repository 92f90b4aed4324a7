"""Playing the stories into a service, through the product's own actions, one after another.

Every entry, consent, telling and destruction happens as an officer or a night would have made it,
at its own past moment: what the demonstration shows is what the product does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings

from confide.casework import actions as casework
from confide.casework.actions import Opening, Said
from confide.casework.models import SafeContact
from confide.casework.queries import OpenCase, case_for, contacts_of, my_cases, tasks_of
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, ToTell
from confide.disclosure.queries import Ask
from confide.retention import actions as retention
from confide.retention.actions import Asked
from confide.site.demonstration import days
from confide.site.demonstration.papers import paper
from confide.site.demonstration.staff import Staff
from confide.site.demonstration.stories import (
    ABOUT,
    Case,
    Consent,
    Contact,
    Document,
    Stories,
    Telling,
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
    consents: dict[str, str] = field(default_factory=dict)


def play(stories: Stories, staff: Staff, *, made_at: datetime, told: Callable[[str], None]) -> None:
    """Play everything that happened before the making of the demonstration, in its order."""
    playing = _Playing(stories, staff, made_at.date())
    happenings = sorted(playing.happenings(), key=lambda each: each[0])
    for number, (at, happen) in enumerate(happenings, start=1):
        if at <= made_at:
            happen(at)
        if number % 25 == 0:
            told(f"{number} of {len(happenings)}")


class _Playing:
    """The stories, and how far each of them is."""

    def __init__(self, stories: Stories, staff: Staff, made_on: date) -> None:
        self.stories, self.staff, self.made_on = stories, staff, made_on
        self.played: dict[str, Played] = {}

    def happenings(self) -> Iterator[Happening]:
        yield from self.staff.happenings(self.hand_over)
        for case in self.stories.cases:
            yield from self.of_case(case)
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
        yield from self.of_disclosure(case)
        yield from self.of_ending(case)

    def of_disclosure(self, case: Case) -> Iterator[Happening]:
        for consent in case.consents:
            at = days.happened_at(case, consent, self.made_on) + timedelta(minutes=10)
            yield at, partial(self.consent, case, consent)
            if consent.withdrawn is not None:
                withdrawn = days.moment(days.day(consent.withdrawn, self.made_on), "15:00")
                yield withdrawn, partial(self.withdrawn, case, consent)
        for telling in case.tellings:
            at = days.happened_at(case, telling, self.made_on) + timedelta(minutes=15)
            yield at, partial(self.telling, case, telling)

    def of_ending(self, case: Case) -> Iterator[Happening]:
        keep = settings.POLICY.records.keep_months
        resolved_on = days.resolved_on(case, self.made_on, keep)
        if resolved_on:
            yield days.moment(resolved_on, "18:00"), partial(self.resolved, case)
        if case.destruction:
            at = days.moment(days.day(case.destruction.day, self.made_on), case.destruction.at)
            yield at, partial(self.destroyed, case)

    def open(self, case: Case, first: Contact, at: datetime) -> None:
        acting = self.acting(case, at)
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

    def consent(self, case: Case, consent: Consent, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        agreed = Agreed(
            ask=self.ask(case, consent, consent.items, opened),
            spoken=consent.spoken,
            given_at=at,
            until_on=None if consent.until is None else days.day(consent.until, self.made_on),
            words=consent.words,
            clarity=consent.clarity,
            heard_by=acting.name if consent.spoken else "",
            writing="" if consent.spoken else "Signed form, in the cabinet, folder 4",
        )
        given = disclosure.give_consent(acting, opened, agreed, at=at)
        self.played[case.key].consents[consent.key] = given

    def withdrawn(self, case: Case, consent: Consent, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        given = self.played[case.key].consents[consent.key]
        disclosure.withdraw_consent(acting, opened, given, at=at)

    def telling(self, case: Case, telling: Telling, at: datetime) -> None:
        acting, opened = self.opened(case, at)
        consent = case.consent(telling.consent)
        ask = self.ask(case, consent, telling.items, opened)
        disclosure.tell(acting, opened, ToTell(ask=ask, how=telling.how), at=at)

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

    def ask(self, case: Case, consent: Consent, items: tuple[str, ...], opened: OpenCase) -> Ask:
        entries = self.played[case.key].entries
        said = {entry.id: entry.card for entry in contacts_of(opened)}
        keys = []
        for item in items:
            entry = entries.get(item, "")
            parts = ("said", "chose") if entry in said else ()
            keys += [f"{entry}.{part}" for part in parts if getattr(said[entry], part)] or [entry]
        return Ask(
            recipient=consent.recipient,
            role=consent.role,
            purpose=consent.purpose,
            items=tuple(filter(None, keys)),
            summary=case.about if ABOUT in items else "",
        )

    def acting(self, case: Case, at: datetime) -> Acting:
        holder = days.holder(self.stories, case.post, at.date(), self.made_on)
        return self.staff.acting(holder.key, at)

    def opened(self, case: Case, at: datetime) -> tuple[Acting, OpenCase]:
        acting = self.acting(case, at)
        return acting, case_for(acting, self.played[case.key].ref)


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
