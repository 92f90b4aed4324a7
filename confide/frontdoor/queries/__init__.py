"""What the public pages show. (HOUR-1, HOUR-2, HOUR-3, CONF-3)

Two questions go to the database, one for each page that needs one: who is in office, and on which
day the ledger was last signed. Neither concerns a case or a student. If the answer cannot be had,
the page says so kindly and shows all the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext

from confide.frontdoor.queries.reaching import (
    Number,
    Reach,
    emergency_numbers,
    months_in_words,
    reach,
    support_number,
    terms,
)
from confide.ledger import checkpoint
from confide.policy import hours as policy_hours
from confide.policy.clauses import CLAUSES, GROUPS, Clause
from confide.policy.eligibility import WOMEN
from confide.policy.hours import Closure
from confide.policy.retention import NIGHT_RUN
from confide.policy.words import spoken_clock
from confide.statistics import queries as statistics
from confide.statistics.models import Release
from confide.team import queries as team
from confide.team.models import Role
from confide.web import errors

AHEAD = timedelta(days=183)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Place:
    """An officer's post, what it helps with, and who holds it today; nobody if it is vacant.

    `for_women` is set where the post represents students who define themselves as women.
    """

    title: str
    helps_with: str
    people: tuple[str, ...]
    for_women: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """The front page, and that of the officers. `places` is None while no database answers."""

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
    """The kept clauses by their groups, those to come, and the day of the last verification.

    `checked_at` is the time of day at which it is made, whatever happened that day.
    """

    reach: Reach
    kept: tuple[tuple[str, tuple[Clause, ...]], ...]
    coming: tuple[tuple[str, tuple[Clause, ...]], ...]
    verified: Verified
    checked_at: str
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that the policy obliges us to, kept by the program yet or not."""

    reach: Reach
    kept_for: str
    clauses: tuple[tuple[str, tuple[Clause, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The emergency sheet."""

    emergency: tuple[Number, ...]
    support_number: Number


def front(*, at: datetime) -> Front:
    """Everything on the front page."""
    on = policy_hours.local_day(terms().hours, at)
    return Front(
        reach=reach(at),
        kept_for=months_in_words(terms().records.keep_months),
        places=_if_answered(lambda: _places(on), None),
    )


def hours(*, at: datetime) -> Timetable:
    """The hours, and every closure of the next half year."""
    today = policy_hours.local_day(terms().hours, at)
    closures = [
        closure
        for closure in terms().hours.closures
        if closure.last_on >= today and closure.first_on <= today + AHEAD
    ]
    return Timetable(reach(at), tuple(sorted(closures, key=lambda each: each.first_on)))


def promises(*, at: datetime) -> Promises:
    """The register of clauses, and when the ledger was last verified."""
    return Promises(
        reach=reach(at),
        kept=_grouped(kept=True),
        coming=_grouped(kept=False),
        verified=_if_answered(lambda: _verified(at), Verified(known=False)),
        checked_at=spoken_clock(NIGHT_RUN).say(gettext),
        horizon_days=terms().records.destruction_horizon_days,
    )


def policy(*, at: datetime) -> Policy:
    """The whole policy in our own words."""
    return Policy(
        reach=reach(at),
        kept_for=months_in_words(terms().records.keep_months),
        clauses=_grouped(),
    )


def sheet() -> Sheet:
    """Whom to ring; asks no database."""
    return Sheet(emergency_numbers(), support_number())


def releases() -> list[Release] | None:
    """Every release of figures, the newest first; None while the database cannot be asked."""
    return _if_answered(statistics.published, None)


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
        Place(
            post.title,
            post.helps_with,
            tuple(held.pop(post.key, ())),
            for_women=post.remit == WOMEN,
        )
        for post in terms().posts
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
    on = policy_hours.local_day(terms().hours, latest.made_at)
    today = policy_hours.local_day(terms().hours, at)
    return Verified(on, lately=today - on <= timedelta(days=1))


def _grouped(*, kept: bool | None = None) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
    groups = (
        (
            heading,
            tuple(c for c in CLAUSES.values() if c.group == heading and kept in (None, c.kept)),
        )
        for heading in GROUPS.values()
    )
    return tuple((heading, clauses) for heading, clauses in groups if clauses)
