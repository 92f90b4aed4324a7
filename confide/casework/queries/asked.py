"""What a student asked by their own words and what of it still waits. (RECD-3, RECD-6, CONF-4)

Only what their own keys signed counts. It holds from the moment it was asked, whether or not
anybody has opened the case since.
"""

from datetime import datetime

from confide.casework.models import Asked, Case, CaseFile
from confide.casework.queries.cases import OpenCase
from confide.casework.queries.drawers import (
    ASKED_TO_GO,
    OpenDrawer,
    asked_in,
    drawer_in,
    genuine_ask,
    has_own_ring,
    items_in,
)
from confide.ledger import history
from confide.policy import requests
from confide.vault.primitives import tie

ASKED = "student.asked"
LIES = "student.asked.there"


def waiting_in(drawer: OpenDrawer | None, *kinds: str) -> list[tuple[str, Asked]]:
    """What the student asked of these kinds, or of any, and no officer has taken in yet."""
    if drawer is None:
        return []
    return [(item_id, asked) for item_id, asked in asked_in(drawer, *kinds) if not asked.done_at]


def is_missing(opened: OpenCase) -> bool:
    """Whether a drawer is otherwise than the ledger says that its student left it. (P4)

    Nobody can make up what a student signed; whoever writes to the database could take it out, or
    change it or the keys so that it passes for signed by nobody. So each thing that was asked has
    to lie in its place, signed by the student or taken in, and nothing else may lie there.
    """
    many = history.times_recorded(ASKED, about=opened.ref)
    drawer = drawer_in(opened.ref, opened.keys)
    if drawer is None:
        return many > 0
    if not has_own_ring(drawer):
        return True
    items = [(e.id, e.card.item) for e in items_in(drawer) if isinstance(e.card.item, Asked)]
    places = {place_of(drawer, item_id) for item_id, _ in items}
    sound = all(asked.done_at or genuine_ask(drawer, item_id, asked) for item_id, asked in items)
    return not sound or len(places) != many or history.known(LIES, places) != places


def place_of(drawer: OpenDrawer, item_id: str) -> str:
    """How the ledger calls one thing in a drawer."""
    return tie("asked", drawer.row.id, item_id)


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
