"""Terms of office: the first steward, appointing, ending. (CONF-5, HOUR-3)

Whoever is appointed gets an invitation of six words. It opens a ring that has been given nothing:
at the first sign-in the officer makes keys of their own, so that the steward who passed on the
words knows nothing that ever opens a case.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from confide.ledger.record import record
from confide.policy import office
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting, terms_of
from confide.vault import recovery, rings, sessions, team_key, words
from confide.vault.models import Grant, KeyRing, TeamGrant, Unlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Who is appointed to what, and for how long; `post` is empty for a steward."""

    name: str
    sign_in_name: str
    role: str
    post: str
    starts_on: date
    ends_on: date


def found(new: Appointment, made: recovery.Made, *, at: datetime) -> str:
    """Found a service: its recovery, its first team key, its first steward. (HOUR-3, RECD-2)

    Answers the steward's invitation. The sheets in `made` are for the trustees, and printed once.
    """
    decision = office.may_found(Officer.objects.exists())
    invitation, ring, unlock = _invitation()
    # About the recovery's ring, whose id is the fingerprint of its keys: they cannot be exchanged
    # without differing from what the ledger holds.
    with record("service.founded", by="service", about=made.ring.id, under=decision, at=at):
        made.save()
        TeamGrant.objects.bulk_create(team_key.make_epoch(1, by=made.unlocked, holders=[]))
        ring.save(force_insert=True)
        unlock.save(force_insert=True)
        _enter(new, Officer(ring=ring))
    return invitation


def appoint(acting: Acting, new: Appointment, *, at: datetime) -> str:
    """Appoint somebody to an office. Answers their invitation, or "" for who is here. (HOUR-3)"""
    officer = Officer.objects.filter(sign_in_name=_folded(new.sign_in_name)).first()
    decision = office.may_appoint(
        acting.is_steward,
        office.TermFact(role=new.role, starts_on=new.starts_on, ends_on=new.ends_on),
        terms_of(officer) if officer else (),
        timezone.localtime(at).date(),
    )
    invitation, ring, unlock = _invitation() if officer is None else ("", None, None)
    about = officer or Officer(ring=ring)
    with record(
        "officer.appointed", by=acting.pseudonym, about=about.pseudonym, under=decision, at=at
    ):
        if ring and unlock:
            ring.save(force_insert=True)
            unlock.save(force_insert=True)
        _enter(new, about)
    return invitation


def end_term(acting: Acting, term_id: str, *, last_day: date, at: datetime) -> None:
    """Bring the last day of a term forward. (HOUR-3)"""
    on = timezone.localtime(at).date()
    term = Term.objects.select_related("officer").get(id=term_id)
    stewards = Term.objects.filter(role=Role.STEWARD, starts_on__lte=on, ends_on__gt=last_day)
    decision = office.may_end_term(
        acting.is_steward,
        office.TermFact(role=term.role, starts_on=term.starts_on, ends_on=term.ends_on),
        last_day,
        on,
        last_steward=term.role == Role.STEWARD and not stewards.exclude(id=term.id).exists(),
    )
    with record(
        "term.ended", by=acting.pseudonym, about=term.officer.pseudonym, under=decision, at=at
    ):
        term.ends_on = last_day
        term.save(update_fields=["ends_on"])
        if last_day < on:
            sessions.end_all(term.officer.ring_id)


def end_what_lapsed(*, at: datetime) -> int:
    """End what officers hold who are out of office: sessions, and grants of cases. (CONF-5)

    No case is lost by it: each is granted to recovery too. Answers how many officers that were.
    """
    on = timezone.localtime(at).date()
    staying = Term.objects.filter(ends_on__gte=on).values("officer")
    rings = list(Officer.objects.exclude(id__in=staying).values_list("ring_id", flat=True))
    grants = Grant.objects.filter(holder__in=rings)
    lapsed = set(grants.values_list("holder", flat=True)) | sessions.open_for(rings)
    if lapsed:
        decision = office.may_end_what_lapsed()
        with record("terms.lapsed", by="service", about="service", under=decision, at=at):
            grants.delete()
            for ring in rings:
                sessions.end_all(ring)
    return len(lapsed)


def _enter(new: Appointment, officer: Officer) -> None:
    officer.name = new.name
    officer.sign_in_name = _folded(new.sign_in_name)
    officer.post = new.post
    officer.save()
    Term.objects.create(
        officer=officer, role=new.role, starts_on=new.starts_on, ends_on=new.ends_on
    )


def _invitation() -> tuple[str, KeyRing, Unlock]:
    invitation = words.make_passphrase()
    ring, unlock, _ = rings.make_ring(invitation)
    return invitation, ring, unlock


def _folded(sign_in_name: str) -> str:
    return sign_in_name.strip().casefold()
