"""Holding one case still while it is changed, so that two at once never lose an update."""

from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase


def held_still(opened: OpenCase) -> Case:
    """The case's row, locked until the record is made; `NotVisible` if it went meanwhile.

    Call it inside `record`: whoever is destroying the case has locked the same row, so nothing is
    added to a case after its destruction was ordered.
    """
    case = Case.objects.select_for_update().filter(id=opened.ref, being_destroyed=False).first()
    if case is None:
        raise NotVisible
    return case
