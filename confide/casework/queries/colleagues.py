"""The other caseworkers, as they stand before a case that somebody has opened. (CONF-5, ELIG-3)"""

from datetime import date

from django.conf import settings

from confide.casework.queries.cases import OpenCase, is_lent, scheme_of, seats_on
from confide.policy import access, schemes
from confide.team.models import Officer, Role
from confide.team.queries import Acting, has_signed, held_by, rings_in_office, roles_of


def colleagues(acting: Acting, *, on: date, scheme: str = "") -> list[Officer]:
    """The caseworkers in office beside this one who have keys of their own, by name.

    They serve that scheme, as this officer does or, where none is named, one that they share.
    """
    shared = acting.schemes & {scheme} if scheme else acting.schemes
    return [
        each
        for each in rings_in_office(on=on)
        if each.id != acting.officer.id and shared.intersection(held_by(each, on=on))
    ]


def whom_to_ask(acting: Acting, opened: OpenCase, *, on: date) -> list[Officer]:
    """Who is told and asked before confidence is broken: never nobody, if there is anybody at all.

    The others of the case's own scheme who have not stepped aside; where it has none, those of the
    first. (BRCH-3, CONF-5)
    """
    not_asked = {acting.pseudonym, *stepped_aside(opened)}
    others = [each for each in rings_in_office(on=on) if each.pseudonym not in not_asked]
    asked = schemes.whom_to_ask(
        scheme_of(opened.file),
        first=settings.POLICY.first_scheme,
        others={each.id: frozenset(held_by(each, on=on)) for each in others},
    )
    these = [each for each in others if each.id in asked]
    # Whom the student would rather not have see it is asked only where there is nobody else.
    return [each for each in these if each.pseudonym not in opened.file.avoids] or these


def standing_of(officer: Officer, opened: OpenCase, *, on: date) -> access.Standing:
    """The facts about another officer before a case that is open.

    Whoever serves another scheme is no caseworker before this case.
    """
    serves = scheme_of(opened.file) in held_by(officer, on=on)
    seat = seats_on(on, case=opened.row, officer=officer).first()
    return access.Standing(
        # An invitation's keys are known to whoever passed it on: no case is ever given to them.
        in_office=officer.enrolled and serves,
        undertaking_signed=has_signed(officer),
        seated=seat is not None,
        lent=is_lent(seat, on=on),
        conflicted=officer.pseudonym in stepped_aside(opened),
        avoided=officer.pseudonym in opened.file.avoids,
        serves=serves or Role.CASEWORKER not in roles_of(officer, on=on),
    )


def stepped_aside(opened: OpenCase) -> frozenset[str]:
    """The pseudonyms of those who declared a conflict in this case. Why is not in it.

    As of when the case was opened. Who steps aside re-keys it, and what was opened before can no
    longer be written to: so nobody is seated because somebody looked too early.
    """
    return frozenset(card.officer for card in opened.file.stepped_aside)
