"""How we are reached, and when: all of it from the union's terms, so that no database is asked."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext

from confide.policy import hours as policy_hours
from confide.policy.hours import OFFICE, PHONE, Opening
from confide.policy.terms import Contacts, Terms
from confide.policy.words import spoken_clock


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
class Reach:
    """How we are reached, and whom to ring in danger."""

    service: str
    contacts: Contacts
    office: Door
    phone: Door
    office_number: Number
    support_number: Number
    emergency: tuple[Number, ...]


def terms() -> Terms:
    """What the union has set."""
    policy: Terms = settings.POLICY
    return policy


def reach(at: datetime) -> Reach:
    """Both doors as they are at that moment, and every number."""
    contacts = terms().contacts
    return Reach(
        service=terms().union.service,
        contacts=contacts,
        office=_door(OFFICE, at),
        phone=_door(PHONE, at),
        office_number=Number(gettext("Office"), contacts.office_phone),
        support_number=support_number(),
        emergency=emergency_numbers(),
    )


def emergency_numbers() -> tuple[Number, ...]:
    """Whom to ring when somebody is in danger."""
    return tuple(Number(each.name, each.number, each.when) for each in terms().emergency)


def support_number() -> Number:
    """Our own phone, which is for talking."""
    return Number(gettext("Support phone"), terms().contacts.support_phone)


def months_in_words(months: int) -> str:
    """So many months, as years where they are whole ones."""
    if months % 12 == 0:
        return ngettext("{n} year", "{n} years", months // 12).format(n=months // 12)
    return ngettext("{n} month", "{n} months", months).format(n=months)


def _door(door: str, at: datetime) -> Door:
    hours = terms().hours
    state = policy_hours.status(hours, door, at)
    return Door(
        open=isinstance(state, policy_hours.Open),
        now=policy_hours.in_words(state, hours, at).say(gettext),
        hours=_hours_in_words(hours.opening(door)),
    )


def _hours_in_words(opening: Opening) -> str:
    return gettext("{days}, {opens} to {closes}").format(
        days=_days_in_words(sorted(opening.days)),
        opens=spoken_clock(opening.opens).say(gettext),
        closes=spoken_clock(opening.closes).say(gettext),
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
