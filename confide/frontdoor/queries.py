"""What the public pages show. (HOUR-1, HOUR-2, HOUR-3, CONF-3)

Two questions go to the database, one for each page that needs one: who is in office, and on which
day the ledger was last signed. Neither concerns a case or a student. If the answer cannot be had,
the page says so kindly and shows all the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext

from confide.ledger import checkpoint
from confide.policy import hours as policy_hours
from confide.policy.clauses import CLAUSES, GROUPS, Clause
from confide.policy.hours import OFFICE, PHONE, Closure, Opening
from confide.policy.terms import Contacts, Terms
from confide.policy.words import clock
from confide.team import queries as team
from confide.team.models import Role
from confide.web import errors

AHEAD = timedelta(days=183)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Door:
    """One way to reach us: whether it is open now, in words, and its hours in words."""

    open: bool
    now: str
    hours: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number to ring, as it is read and as it is dialled."""

    name: str
    shown: str
    when: str = ""

    @property
    def dialled(self) -> str:
        """The number without its spaces."""
        return self.shown.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Place:
    """An officer's post, what it helps with, and who holds it today; nobody if it is vacant."""

    title: str
    helps_with: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How we are reached, and whom to ring in danger: all of it from the union's terms."""

    service: str
    contacts: Contacts
    office: Door
    phone: Door
    office_number: Number
    support_number: Number
    emergency: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The front page. `places` is None while the database cannot be asked."""

    reach: Reach
    kept_for: str
    places: tuple[Place, ...] | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The page of hours."""

    reach: Reach
    closures: tuple[Closure, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """The day on which the ledger was last found whole and signed, as a day and no more."""

    on: date | None = None
    lately: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Promises:
    """The kept clauses by their groups, those to come, and the day of the last verification."""

    reach: Reach
    kept: tuple[tuple[str, tuple[Clause, ...]], ...]
    coming: tuple[tuple[str, tuple[Clause, ...]], ...]
    verified: Verified
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The emergency sheet."""

    emergency: tuple[Number, ...]
    support_number: Number


def front(*, at: datetime) -> Front:
    """Everything on the front page."""
    terms = _terms()
    on = policy_hours.local_day(terms.hours, at)
    return Front(
        reach=_reach(at),
        kept_for=_months(terms.records.keep_months),
        places=_if_answered(lambda: _places(on), None),
    )


def hours(*, at: datetime) -> Timetable:
    """The hours, and every closure of the next half year."""
    today = policy_hours.local_day(_terms().hours, at)
    closures = [
        closure
        for closure in _terms().hours.closures
        if closure.last_on >= today and closure.first_on <= today + AHEAD
    ]
    return Timetable(_reach(at), tuple(sorted(closures, key=lambda each: each.first_on)))


def promises(*, at: datetime) -> Promises:
    """The register of clauses, and when the ledger was last verified."""
    return Promises(
        reach=_reach(at),
        kept=_grouped(kept=True),
        coming=_grouped(kept=False),
        verified=_if_answered(lambda: _verified(at), Verified(known=False)),
        horizon_days=_terms().records.destruction_horizon_days,
    )


def sheet() -> Sheet:
    """Whom to ring; asks no database."""
    return Sheet(_emergency(), _support_number())


def _if_answered(ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return ask()
    except (DatabaseError, InterfaceError) as fault:
        errors.report(fault)
        return otherwise


def _places(on: date) -> tuple[Place, ...]:
    held: dict[str, list[str]] = {}
    for officer in team.in_office(Role.CASEWORKER, on=on):
        # Whoever has no keys yet could not take a student's case, so is not named as there to help.
        if officer.enrolled:
            for post in team.held_by(officer, on=on).values():
                held.setdefault(post, []).append(officer.name)
    places = [
        Place(post.title, post.helps_with, tuple(held.pop(post.key, ()))) for post in _terms().posts
    ]
    # In office, in a post that the union's terms no longer list.
    others = tuple(sorted(name for names in held.values() for name in names))
    return (*places, Place(gettext("Also here for you"), "", others)) if others else tuple(places)


def _verified(at: datetime) -> Verified:
    # Only the day leaves this function. The size of the ledger would count visits, and the minute
    # would tell a busy night from a quiet one. That there is a checkpoint for each night, busy or
    # not, is the nightly run's part: its own entry makes every night's ledger a longer one.
    latest = checkpoint.latest_checkpoint()
    if latest is None:
        return Verified()
    on = policy_hours.local_day(_terms().hours, latest.made_at)
    today = policy_hours.local_day(_terms().hours, at)
    return Verified(on, lately=today - on <= timedelta(days=1))


def _grouped(*, kept: bool) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
    groups = (
        (heading, tuple(c for c in CLAUSES.values() if c.group == heading and c.kept == kept))
        for heading in GROUPS.values()
    )
    return tuple((heading, clauses) for heading, clauses in groups if clauses)


def _reach(at: datetime) -> Reach:
    terms = _terms()
    return Reach(
        service=terms.union.service,
        contacts=terms.contacts,
        office=_door(OFFICE, at),
        phone=_door(PHONE, at),
        office_number=Number(gettext("Office"), terms.contacts.office_phone),
        support_number=_support_number(),
        emergency=_emergency(),
    )


def _door(door: str, at: datetime) -> Door:
    hours = _terms().hours
    state = policy_hours.status(hours, door, at)
    return Door(
        open=isinstance(state, policy_hours.Open),
        now=policy_hours.in_words(state, hours, at).say(gettext),
        hours=_hours_in_words(hours.opening(door)),
    )


def _hours_in_words(opening: Opening) -> str:
    return gettext("{days}, {opens} to {closes}").format(
        days=_days_in_words(sorted(opening.days)),
        opens=clock(opening.opens),
        closes=clock(opening.closes),
    )


def _days_in_words(days: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in days]
    if len(days) == 7:
        return gettext("Every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return gettext("{first} to {last}").format(first=names[0], last=names[-1])
    if len(days) == 1:
        return names[0]
    return gettext("{days} and {last}").format(days=", ".join(names[:-1]), last=names[-1])


def _months(months: int) -> str:
    if months % 12 == 0:
        return ngettext("{n} year", "{n} years", months // 12).format(n=months // 12)
    return ngettext("{n} month", "{n} months", months).format(n=months)


def _emergency() -> tuple[Number, ...]:
    return tuple(Number(each.name, each.number, each.when) for each in _terms().emergency)


def _support_number() -> Number:
    return Number(gettext("Support phone"), _terms().contacts.support_phone)


def _terms() -> Terms:
    terms: Terms = settings.POLICY
    return terms
