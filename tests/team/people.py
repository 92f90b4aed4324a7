"""Officers who are only just arriving, and how they unlock."""

from dataclasses import replace
from datetime import date, datetime

from confide.team import actions
from confide.team.actions.terms import Appointment
from confide.team.models import Officer, Role
from confide.team.queries import Acting, acting_with, ring_for
from confide.vault import rings
from tests import cast

MAYA = Appointment(
    name="Maya Lind",
    sign_in_name="maya",
    role=Role.CASEWORKER,
    post="education",
    starts_on=date(2026, 11, 1),
    ends_on=date(2027, 6, 30),
)
STEWARD = replace(MAYA, name="Tom Osei", sign_in_name="tom", role=Role.STEWARD, post="")
OWN = "seven quiet herons counted the reeds"


def invited(sara: Acting, new: Appointment = MAYA, *, at: datetime = cast.NOON) -> Acting:
    """Somebody who holds nothing but their invitation, and has unlocked with it."""
    words = actions.appoint(sara, new, at=at)
    return unlocked(new.sign_in_name, words, at=at)


def unlocked(name: str, passphrase: str, *, at: datetime = cast.NOON) -> Acting:
    """Whoever opens with that name and passphrase."""
    ring = rings.unlock(ring_for(name), passphrase)
    assert ring is not None
    acting = acting_with(ring, started_at=at, on=at.date())
    assert acting is not None
    return acting


def as_of(acting: Acting, on: date) -> Acting:
    """The same person on another day."""
    again = acting_with(acting.unlocked, started_at=acting.session_started_at, on=on)
    assert again is not None
    return again


def officer(name: str) -> Officer:
    """The officer's row as it is now."""
    return Officer.objects.get(sign_in_name=name)
