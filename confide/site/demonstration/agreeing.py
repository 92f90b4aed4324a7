"""Playing what students agreed to, what became of it, and what was told. (CONF-1, CONF-4)"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from confide.casework.queries import OpenCase, contacts_of
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, Less, ToTell
from confide.disclosure.models import Party
from confide.disclosure.queries import Ask, one_telling
from confide.site.demonstration import days, moves
from confide.site.demonstration.stories import ABOUT, Case, Consent, Telling
from confide.team.queries import Acting

Happening = tuple[datetime, Callable[[datetime], None]]


class Playing(Protocol):
    """What is asked of whoever plays the stories."""

    made_on: date

    def opened(self, case: Case, at: datetime) -> tuple[Acting, OpenCase]:
        """A case before whoever holds it at that moment."""

    def entries(self, case: Case) -> dict[str, str]:
        """Which entry of the record is which of the story."""


def happenings(playing: Playing, case: Case) -> Iterator[Happening]:
    """Everything that the student of a case agreed to, and all that was told."""
    agreeing = _Agreeing(playing, case)
    for consent in case.consents:
        at = days.happened_at(case, consent, playing.made_on) + timedelta(minutes=10)
        yield at, partial(agreeing.agree, consent)
        yield from agreeing.afterwards(consent)
    for telling in case.tellings:
        at = days.happened_at(case, telling, playing.made_on) + timedelta(minutes=15)
        yield at, partial(agreeing.tell, telling)
        for copied in telling.copied:
            yield agreeing.moment(copied), partial(agreeing.copy, telling, copied)
        if telling.handed is not None:
            handed = days.moment(days.day(telling.handed, playing.made_on), "17:00")
            yield handed, partial(agreeing.hand, telling)


class _Agreeing:
    """The consents and tellings of one case, and which of them are which of the story."""

    def __init__(self, playing: Playing, case: Case) -> None:
        self.playing, self.case = playing, case
        self.consents: dict[str, str] = {}
        self.tellings: dict[Telling, str] = {}

    def moment(self, when: moves.When) -> datetime:
        return days.moment(days.day(when.day, self.playing.made_on), when.at)

    def afterwards(self, consent: Consent) -> Iterator[Happening]:
        for used in consent.uses:
            yield self.moment(used), partial(self.use, consent, used)
        if consent.signed:
            yield self.moment(consent.signed), partial(self.sign, consent, consent.signed)
        if consent.narrowed:
            yield self.moment(consent.narrowed), partial(self.narrow, consent, consent.narrowed)
        if consent.renewed:
            yield self.moment(consent.renewed), partial(self.renew, consent, consent.renewed)
        if consent.withdrawn is not None:
            withdrawn = days.day(consent.withdrawn, self.playing.made_on)
            yield days.moment(withdrawn, "15:00"), partial(self.withdraw, consent)

    def agree(self, consent: Consent, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        agreed = Agreed(
            ask=self.ask(consent, consent.items, opened),
            spoken=consent.spoken,
            given_at=at,
            kind=consent.kind,
            also_to=tuple(Party(each.name, each.role) for each in consent.also_to),
            may=consent.may,
            until_on=self.until(consent.until),
            words=consent.words,
            clarity=consent.clarity,
            heard_by=acting.name if consent.spoken else "",
            writing="" if consent.spoken else "Signed form, in the cabinet, folder 4",
        )
        agree = disclosure.propose_consent if consent.proposed else disclosure.give_consent
        self.consents[consent.key] = agree(acting, opened, agreed, at=at)

    def use(self, consent: Consent, used: moves.Used, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        of = self.consents[consent.key]
        disclosure.note_use(acting, opened, of, act=used.act, to=0, at=at)

    def sign(self, consent: Consent, signed: moves.Signed, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        old = self.consents[consent.key]
        self.consents[consent.key] = disclosure.put_in_writing(
            acting, opened, old, writing=signed.writing, at=at
        )

    def narrow(self, consent: Consent, narrowed: moves.Narrowed, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        kept = self.ask(consent, narrowed.items, opened).items
        until = self.until(consent.until)
        less = Less(kept=[f"item:{key}" for key in kept], until_on=until, words=narrowed.words)
        old = self.consents[consent.key]
        self.consents[consent.key] = disclosure.narrow_consent(acting, opened, old, less, at=at)

    def renew(self, consent: Consent, renewed: moves.Renewed, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        items = consent.narrowed.items if consent.narrowed else consent.items
        agreed = Agreed(
            ask=self.ask(consent, items, opened),
            spoken=True,
            given_at=at,
            kind=consent.kind,
            until_on=self.until(renewed.until),
            words=renewed.words,
            clarity=renewed.clarity,
            heard_by=acting.name,
        )
        old = self.consents[consent.key]
        self.consents[consent.key] = disclosure.renew_consent(acting, opened, old, agreed, at=at)

    def withdraw(self, consent: Consent, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        disclosure.withdraw_consent(acting, opened, self.consents[consent.key], at=at)

    def tell(self, telling: Telling, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        ask = self.ask(self.case.consent(telling.consent), telling.items, opened)
        told = disclosure.tell(acting, opened, ToTell(ask=ask, how=telling.how), at=at)
        self.tellings[telling] = told

    def copy(self, telling: Telling, copied: moves.Copied, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        told = self.tellings[telling]
        before = len(one_telling(opened, told).card.copies)
        disclosure.copy_again(acting, opened, told, copied.how, after=before, at=at)

    def hand(self, telling: Telling, at: datetime) -> None:
        acting, opened = self.playing.opened(self.case, at)
        told = self.tellings[telling]
        last = one_telling(opened, told).card.copies[-1]
        disclosure.note_handing(acting, opened, told, last.id, at.date(), at=at)

    def until(self, day: int | None) -> date | None:
        return None if day is None else days.day(day, self.playing.made_on)

    def ask(self, consent: Consent, items: tuple[str, ...], opened: OpenCase) -> Ask:
        entries = self.playing.entries(self.case)
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
            summary=self.case.about if ABOUT in items else "",
        )
