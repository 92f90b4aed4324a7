"""Keys of one's own, and the undertaking before the first case. (CONF-5)"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from confide.ledger.record import Refused, record
from confide.policy import keys, office
from confide.policy.decision import Decision
from confide.team.models import Officer, Undertaking
from confide.team.queries import Acting, signed_by, terms_of
from confide.vault import rings, sessions
from confide.vault.models import KeyRing
from confide.vault.primitives import bind
from confide.vault.rings import Unlocked


def enrol(acting: Acting, passphrase: str, *, at: datetime) -> Unlocked:
    """Replace the invitation's keys by keys of the officer's own, pinned in the ledger.

    The entry is about the new ring, whose id is the fingerprint of its public keys: a key that
    was swapped in the database no longer fits what the ledger holds.
    """
    ring, unlock, unlocked = rings.make_ring(passphrase)
    invitation = acting.officer.ring_id
    decision = keys.may_enrol(acting.officer.enrolled)
    with record("officer.enrolled", by=acting.pseudonym, about=ring.id, under=decision, at=at):
        # Asked again: whoever passed on the invitation may be using it at this very moment, and
        # only the first of the two becomes this officer.
        again = keys.may_enrol(_held_still(acting).enrolled)
        if not again:
            raise Refused("officer.enrolled", acting.pseudonym, ring.id, again, at)
        ring.save(force_insert=True)
        unlock.save(force_insert=True)
        acting.officer.ring = ring
        acting.officer.enrolled = True
        acting.officer.save(update_fields=["ring", "enrolled"])
        sessions.end_all(invitation)
        KeyRing.objects.filter(id=invitation).delete()
    return unlocked


def change_passphrase(acting: Acting, passphrase: str, *, present: str, at: datetime) -> None:
    """Let a new passphrase open the same keys, and the present one no longer. (RECD-2)"""
    ring = acting.officer.ring
    knows = rings.unlock(ring.id, present) is not None
    unlock = rings.keep_under(acting.unlocked, passphrase, ring=ring)
    decision = keys.may_change_passphrase(acting.officer.enrolled, knows_present=knows)
    with record(
        "passphrase.changed", by=acting.pseudonym, about=acting.pseudonym, under=decision, at=at
    ):
        _held_still(acting)
        ring.unlocks.all().delete()
        unlock.save(force_insert=True)
        sessions.end_all(ring.id)


def sign_undertaking(acting: Acting, *, at: datetime) -> None:
    """Sign the undertaking to the version of the policy in force, once. (CONF-5)"""
    on = timezone.localtime(at).date()
    version = settings.POLICY.union.policy_version
    decision = _may_sign(acting, acting.officer, version, on)
    statement = bind("undertaking", version, acting.pseudonym, on.isoformat())
    signature = acting.unlocked.sign(statement)
    by = acting.pseudonym
    with record("undertaking.signed", by=by, about=by, under=decision, at=at):
        again = _may_sign(acting, _held_still(acting), version, on)
        if not again:
            raise Refused("undertaking.signed", by, by, again, at)
        Undertaking.objects.create(
            officer=acting.officer, policy_version=version, signed_on=on, signature=signature
        )


def _may_sign(acting: Acting, officer: Officer, version: str, on: date) -> Decision:
    # With an invitation nothing is signed: whoever passed it on could do that too.
    terms = terms_of(officer) if acting.officer.enrolled else ()
    return office.may_sign_undertaking(terms, signed_by(officer), version, on)


def _held_still(acting: Acting) -> Officer:
    """The officer's row as it is now, locked until the record is made."""
    return Officer.objects.select_for_update().get(id=acting.officer.id)
