"""Terms of office: the first steward, appointing, ending. (CONF-5, HOUR-3)

Whoever is appointed gets an invitation of six words. It opens a ring that has been given nothing:
at the first sign-in the officer makes keys of their own, so that the steward who passed on the
words knows nothing that ever opens a case.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from confide.ledger.record import Refused, record
from confide.policy import office
from confide.policy.decision import Decision
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting, folded, terms_of
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
        steward = _newcomer(new, ring)
        steward.save(force_insert=True)
        _enter(new, steward)
    return invitation


def found_demonstration(new: Appointment, made: recovery.Made, *, at: datetime) -> str:
    """Found a service of invented people, which its ledger says in its first entry. (P10)

    A demonstration gives up what a real service must not: its cookies go without https, and its
    nights may have any date. A file alone never turns one into the other.
    """
    decision = office.may_found(Officer.objects.exists())
    with record("demonstration.founded", by="service", about="service", under=decision, at=at):
        return found(new, made, at=at)


def appoint(acting: Acting, new: Appointment, *, at: datetime) -> str:
    """Appoint somebody to an office. Answers their invitation, or "" for who is here. (HOUR-3)

    Whoever is here already keeps their name, their keys and, until the new term begins, their post.
    """
    officer = Officer.objects.filter(sign_in_name=folded(new.sign_in_name)).first()
    decision = _may_appoint(acting, new, officer, at)
    invitation, ring, unlock = _invitation() if officer is None else ("", None, None)
    about = officer or _newcomer(new, ring)
    by = acting.pseudonym
    with record("officer.appointed", by=by, about=about.pseudonym, under=decision, at=at):
        if ring and unlock:
            ring.save(force_insert=True)
            unlock.save(force_insert=True)
            _enter_newcomer(about, by=by, at=at)
        elif officer:
            # Asked again of the terms as they are now: another steward may have been quicker.
            _held_still(officer)
            again = _may_appoint(acting, new, officer, at)
            if not again:
                raise Refused("officer.appointed", by, officer.pseudonym, again, at)
        _enter(new, about)
    return invitation


def end_term(acting: Acting, term_id: str, *, last_day: date, at: datetime) -> None:
    """Bring the last day of a term forward, or take back one that would not begin. (HOUR-3)"""
    on = timezone.localtime(at).date()
    term = Term.objects.select_related("officer").get(id=term_id)
    decision = _may_end(acting, term, last_day, on)
    by, about = acting.pseudonym, term.officer.pseudonym
    with record("term.ended", by=by, about=about, under=decision, at=at):
        # Asked again with the stewards' terms held still: two stewards who end each other's at
        # once would leave the service without one.
        list(Term.objects.select_for_update().filter(role=Role.STEWARD).order_by("id"))
        again = _may_end(acting, term, last_day, on)
        if not again:
            raise Refused("term.ended", by, about, again, at)
        if last_day < term.starts_on:
            term.delete()
        else:
            term.ends_on = last_day
            term.save(update_fields=["ends_on"])
        if last_day < on:
            sessions.end_all(term.officer.ring_id)


def end_what_lapsed(*, at: datetime) -> int:
    """End what officers hold who are out of office: sessions, and grants of cases. (CONF-5)

    The session ends at once, and with it every way to a case. The grants stay for a month more, so
    that a last day that was mistyped, or a term renewed late, loses no case; after that each case
    is granted to recovery still. Whoever is a steward now keeps none for a day. Answers how many
    officers that were.
    """
    on = timezone.localtime(at).date()
    left = _rings_without(Term.objects.filter(ends_on__gte=on))
    serving = Term.objects.filter(ends_on__gte=on - office.GRANTS_STAY, role=Role.CASEWORKER)
    stewards = Officer.objects.filter(
        terms__role=Role.STEWARD, terms__starts_on__lte=on, terms__ends_on__gte=on
    )
    rings = {*_rings_without(serving), *stewards.values_list("ring_id", flat=True)}
    grants = Grant.objects.filter(holder__in=rings)
    lapsed = set(grants.values_list("holder", flat=True)) | sessions.open_for(left)
    if lapsed:
        decision = office.may_end_what_lapsed()
        with record("terms.lapsed", by="service", about="service", under=decision, at=at):
            grants.delete()
            for ring in left:
                sessions.end_all(ring)
    return len(lapsed)


def _may_appoint(
    acting: Acting, new: Appointment, officer: Officer | None, at: datetime
) -> Decision:
    return office.may_appoint(
        acting.is_steward,
        office.TermFact(
            role=new.role, starts_on=new.starts_on, ends_on=new.ends_on, scheme=_scheme(new)
        ),
        terms_of(officer) if officer else (),
        timezone.localtime(at).date(),
    )


def _enter_newcomer(newcomer: Officer, *, by: str, at: datetime) -> None:
    try:
        newcomer.save(force_insert=True)
    except IntegrityError as met:
        # Another steward was quicker: one sign-in name is one person, and the second is told so.
        taken = office.may_name(taken=True)
        raise Refused("officer.appointed", by, newcomer.pseudonym, taken, at) from met


def _may_end(acting: Acting, term: Term, last_day: date, on: date) -> Decision:
    # Whoever has never made keys of their own could not take over.
    others = Term.objects.exclude(id=term.id).filter(role=Role.STEWARD, officer__enrolled=True)
    follow = others.filter(starts_on__lte=last_day + timedelta(days=1), ends_on__gt=last_day)
    return office.may_end_term(
        acting.is_steward,
        office.TermFact(role=term.role, starts_on=term.starts_on, ends_on=term.ends_on),
        last_day,
        on,
        last_steward=term.role == Role.STEWARD and term.starts_on <= on and not follow.exists(),
    )


def _rings_without(terms: QuerySet[Term]) -> list[str]:
    officers = Officer.objects.exclude(id__in=terms.values("officer"))
    return list(officers.values_list("ring_id", flat=True))


def _held_still(officer: Officer) -> None:
    Officer.objects.select_for_update().get(id=officer.id)


def _newcomer(new: Appointment, ring: KeyRing | None) -> Officer:
    return Officer(name=new.name, sign_in_name=folded(new.sign_in_name), ring=ring)


def _enter(new: Appointment, officer: Officer) -> None:
    Term.objects.create(
        officer=officer,
        role=new.role,
        post=new.post,
        scheme=_scheme(new) if new.role == Role.CASEWORKER else "",
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )


def _scheme(new: Appointment) -> str:
    """The scheme that the post serves; the first for a post that the union does not list."""
    post = settings.POLICY.post(new.post)
    first: str = settings.POLICY.first_scheme
    return post.scheme if post else first


def _invitation() -> tuple[str, KeyRing, Unlock]:
    invitation = words.make_passphrase()
    ring, unlock, _ = rings.make_ring(invitation)
    return invitation, ring, unlock
