"""A service to measure: founded, staffed and signed by the product's own actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils import timezone

from bench.plain.models import Door
from confide.ledger import checkpoint
from confide.team import actions as team
from confide.team.actions.terms import Appointment
from confide.team.queries import Acting, acting_with, ring_for
from confide.vault import recovery, rings, shred, words
from confide.vault.rings import Unlocked

STEWARD, CASEWORKER = "pat", "alice"
_TERM = timedelta(days=365)


@dataclass(frozen=True)
class Person:
    """An officer who can sign in."""

    sign_in_name: str
    passphrase: str
    unlocked: Unlocked

    def acting(self, at: datetime) -> Acting:
        """The officer at work."""
        acting = acting_with(self.unlocked, started_at=at, on=timezone.localtime(at).date())
        assert acting is not None
        return acting


def found(at: datetime) -> Person:
    """Found the service, and bring in the caseworker whose desk is measured."""
    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    call_command("migrate", "plain", verbosity=0, run_syncdb=True)
    shred.check_pragmas()
    made = recovery.make_recovery()
    steward = _appointment("Pat Okafor", STEWARD, "steward", "", at)
    pat = _enrolled(STEWARD, team.found(steward, made, at=at), at)
    checkpoint.make_ledger_key("confide/bench")
    new = _appointment("Alice Marsh", CASEWORKER, "caseworker", "education", at)
    alice = _enrolled(CASEWORKER, team.appoint(pat.acting(at), new, at=at), at)
    team.sign_undertaking(alice.acting(at), at=at)
    Door.objects.create(officer=alice.acting(at).officer, password=make_password(alice.passphrase))
    return alice


def _appointment(name: str, sign_in_name: str, role: str, post: str, at: datetime) -> Appointment:
    today = timezone.localtime(at).date()
    return Appointment(
        name=name,
        sign_in_name=sign_in_name,
        role=role,
        post=post,
        starts_on=today,
        ends_on=today + _TERM,
    )


def _enrolled(sign_in_name: str, invitation: str, at: datetime) -> Person:
    unlocked = rings.unlock(ring_for(sign_in_name), invitation)
    assert unlocked is not None
    passphrase = words.make_passphrase()
    invited = Person(sign_in_name, invitation, unlocked)
    return Person(sign_in_name, passphrase, team.enrol(invited.acting(at), passphrase, at=at))
