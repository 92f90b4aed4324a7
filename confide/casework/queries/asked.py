"""What a student asked by their own words and what of it still waits. (RECD-3, RECD-6, CONF-4)

Only what their own keys signed counts. It holds from the moment it was asked, whether or not
anybody has opened the case since.
"""

from datetime import datetime

from confide.casework.models import Asked, Case, CaseFile
from confide.casework.queries.cases import OpenCase
from confide.casework.queries.drawers import ASKED_TO_GO, OpenDrawer, asked_in, drawer_in, items_in
from confide.ledger import history
from confide.policy import requests

ASKED = "student.asked"


def waiting_in(drawer: OpenDrawer | None, *kinds: str) -> list[tuple[str, Asked]]:
    """What the student asked of these kinds, or of any, and no officer has taken in yet."""
    if drawer is None:
        return []
    return [(item_id, asked) for item_id, asked in asked_in(drawer, *kinds) if not asked.done_at]


def is_missing(opened: OpenCase) -> bool:
    """Whether something that the ledger says the student asked does not lie in the drawer. (P4)

    Nobody can make up what a student signed; whoever writes to the database could take it out.
    """
    drawer = drawer_in(opened.ref, opened.keys)
    items = items_in(drawer) if drawer else []
    here = sum(isinstance(entry.card.item, Asked) for entry in items)
    return here < history.times_recorded(ASKED, about=opened.ref)


def is_restricted(opened: OpenCase) -> bool:
    """Whether the student asked that nothing be told from the case, as it stands now. (RECD-3)"""
    row = Case.objects.filter(id=opened.ref).first()
    # Of a case that is gone nothing is told either.
    if row is None or row.take(opened.keys, CaseFile).restricted:
        return True
    return bool(waiting_in(drawer_in(opened.ref, opened.keys), requests.RESTRICT))


def asked_to_go(opened: OpenCase) -> Asked | None:
    """That the student asked by their own words for the record's destruction. (RECD-6)"""
    drawer = drawer_in(opened.ref, opened.keys)
    asked = asked_in(drawer, requests.DESTROY) if drawer else []
    return asked[0][1] if asked else None


def to_go_since(opened: OpenCase) -> datetime | None:
    """When the student asked for its destruction, by their own words or through an officer.

    Nobody takes it back; it stays asked while a hold or a second look has it wait. (RECD-6)
    """
    by_themselves = asked_to_go(opened)
    if by_themselves:
        return by_themselves.at
    taken = history.recorded(ASKED_TO_GO, about=opened.ref)
    return taken.at if taken else None
