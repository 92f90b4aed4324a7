"""The other caseworkers, as they stand before a case that somebody has opened. (CONF-5, ELIG-3)"""

from datetime import date

from confide.casework.models import Seat
from confide.casework.queries.cases import OpenCase
from confide.policy import access
from confide.team.models import Officer, Role
from confide.team.queries import Acting, has_signed, rings_in_office, roles_of


def colleagues(acting: Acting, *, on: date) -> list[Officer]:
    """The caseworkers in office beside this one who have keys of their own, by name."""
    return [each for each in rings_in_office(on=on) if each.id != acting.officer.id]


def standing_of(officer: Officer, opened: OpenCase, *, on: date) -> access.Standing:
    """The facts about another officer before a case that is open."""
    return access.Standing(
        # An invitation's keys are known to whoever passed it on: no case is ever given to them.
        in_office=officer.enrolled and Role.CASEWORKER in roles_of(officer, on=on),
        undertaking_signed=has_signed(officer),
        seated=Seat.objects.filter(case=opened.row, officer=officer).exists(),
        conflicted=officer.pseudonym in stepped_aside(opened),
    )


def stepped_aside(opened: OpenCase) -> frozenset[str]:
    """The pseudonyms of those who declared a conflict in this case. Why is not in it.

    As of when the case was opened. Who steps aside re-keys it, and what was opened before can no
    longer be written to: so nobody is seated because somebody looked too early.
    """
    return frozenset(card.officer for card in opened.file.stepped_aside)
