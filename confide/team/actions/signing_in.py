"""Signing in, which is opening one's sealed keys, and leaving. (CONF-3, RECD-2)

One Argon2id is run for every attempt, whoever it is for. Nothing counts failures by account, so
that no answer depends on whether a name is real; what slows guessing is the passphrase's strength
and the cost of each try.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from confide.ledger.record import record
from confide.policy import keys
from confide.team.actions.team_keys import settle_team_key
from confide.team.queries import Acting, acting_with, ring_for
from confide.vault import rings, sessions


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An officer at work, and the secret that only their cookie may hold."""

    acting: Acting
    secret: str


def sign_in(sign_in_name: str, passphrase: str, *, at: datetime) -> SignedIn | None:
    """Open the officer's keys and begin a session, or None for whatever reason it was not."""
    unlocked = rings.unlock(ring_for(sign_in_name), passphrase)
    acting = (
        acting_with(unlocked, started_at=at, on=timezone.localtime(at).date()) if unlocked else None
    )
    if acting is None:
        return None
    decision = keys.may_sign_in()
    with record(
        "officer.signed-in", by=acting.pseudonym, about=acting.pseudonym, under=decision, at=at
    ):
        secret = sessions.begin(acting.unlocked, at=at)
    settle_team_key(acting, at=at)
    return SignedIn(acting, secret)


def sign_out(acting: Acting, secret: str, *, at: datetime) -> None:
    """End the session: what it held cannot be opened again. (RECD-2)"""
    decision = keys.may_sign_out()
    with record(
        "officer.signed-out", by=acting.pseudonym, about=acting.pseudonym, under=decision, at=at
    ):
        sessions.end(secret)
