"""A student's way in: given by an officer on a card, changed for new words, taken back. (RECD-6)

Whoever had the old words has nothing: the look-up is another, the drawer's key is granted to
another ring, and the old ring's session ends with it. Where an officer does it the drawer gets a
new key as well; a student alone cannot, since what is sealed in the case does not open to them.
"""

from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions._drawer import (
    card_of,
    change_item,
    drop_rings,
    held_open,
    keep_drawer,
    keep_key,
    new_drawer,
    place_drawer,
)
from confide.casework.actions._placing import held_still
from confide.casework.models import CaseFile, Contact, ContactNote, Drawer
from confide.casework.models.folding import fold
from confide.casework.queries.asked import asked_to_go, to_go_since, waiting_in
from confide.casework.queries.cases import GivenNewKeys, OpenCase, standing
from confide.casework.queries.drawers import (
    BELONGS,
    WAY_GIVEN,
    Mine,
    OpenDrawer,
    asked_in,
    drawer_in,
    statement_of,
)
from confide.ledger.record import Refused, record
from confide.policy import requests
from confide.policy.decision import Decision
from confide.team.queries import Acting
from confide.vault import grants, rekey, sessions, ways
from confide.vault.casekeys import CaseKeys
from confide.vault.models import Grant, Moved
from confide.vault.primitives import random_id, tie
from confide.vault.rekey import Rekeying
from confide.vault.rings import new_ring
from confide.vault.ways import Way

GIVEN = "way-given"


def vouch(ring: str, drawer: str, *, by: str, at: datetime) -> None:
    """Have the ledger know a ring that came of words, and its drawer: no other passes for it."""
    decision = requests.may_vouch()
    belongs = tie("way", drawer, ring)
    with record("way.made", by=by, about=ring, under=decision, at=at):
        vouch_for_drawer(belongs, by=by, at=at)


def vouch_for_drawer(belongs: str, *, by: str, at: datetime) -> None:
    """Inside an open record: have the ledger know whose drawer this is, as one tied id."""
    with record(BELONGS, by=by, about=belongs, under=requests.may_vouch(), at=at):
        pass


def give_way_in(acting: Acting, opened: OpenCase, *, how_identified: str, at: datetime) -> str:
    """A way in for a student who came in person. Answers the ten words, to be printed once.

    Where they have one already, its words open nothing from then on. (RECD-6)
    """
    drawer = drawer_in(opened.ref, opened.keys)
    has_one = drawer is not None and not drawer.card.closed

    def may() -> Decision:
        return requests.may_give_way_in(
            standing(acting, opened.ref),
            how_identified=how_identified,
            has_one=has_one,
            waits=_waits(opened),
            leaving=to_go_since(opened) is not None,
        )

    decision = may()
    words = ways.make_words()
    way = ways.way_in(words)
    made = None if drawer else new_drawer(opened.keys, way, by=acting.unlocked)
    turned = _turn(drawer, way, acting) if drawer else None
    with record(WAY_GIVEN, by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        again = may()
        if not again:
            raise Refused(WAY_GIVEN, acting.pseudonym, opened.ref, again, at)
        lies_in = made.row.id if made else drawer.row.id if drawer else ""
        if made:
            place_drawer(made, opened.keys, card_of(case.take(opened.keys, CaseFile), case, ()))
        elif drawer and turned:
            _give(drawer, turned, way, opened.keys, closed=False)
        vouch(way.ring.id, lies_in, by=acting.pseudonym, at=at)
        keep_drawer(opened.ref, opened.keys, on=timezone.localtime(at).date())
        _note(opened, acting, how_identified, at)
    return words


def take_way_back(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """End a student's way in; what is in the drawer stays there for a next card. (RECD-6)

    The drawer is turned to a ring whose seed nobody keeps, so that no row tells of it.
    """
    drawer = drawer_in(opened.ref, opened.keys)
    has_one = drawer is not None and not drawer.card.closed

    def may() -> Decision:
        return requests.may_take_way_back(
            standing(acting, opened.ref), has_one=has_one, waits=_waits(opened)
        )

    decision, nobody = may(), _nobodys()
    turned = _turn(drawer, nobody, acting) if drawer else None
    with record("way.taken-back", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again = may()
        if not again:
            raise Refused("way.taken-back", acting.pseudonym, opened.ref, again, at)
        if drawer and turned:
            _give(drawer, turned, nobody, opened.keys, closed=True)
            vouch(nobody.ring.id, drawer.row.id, by=acting.pseudonym, at=at)


def renew_words(mine: Mine, words: str, *, at: datetime) -> str:
    """Have new words open a student's drawer, and not their old ones, once they have them.

    What they asked for and nobody has answered is signed anew, since the old keys go. Answers the
    new session's secret. (RECD-6)
    """
    decision = requests.may_have_new_words()
    way = ways.way_in(words)
    with record("way.changed", by="student", about=mine.case, under=decision, at=at):
        _turn_by_student(held_open(mine), way, at=at)
        return sessions.begin(way.unlocked, lasts=requests.LASTS, at=at)


def close_way(mine: Mine, *, at: datetime) -> None:
    """Have a student's words open nothing from now on, as if they were nobody's. (RECD-6)

    What they asked for holds on, and so does what is in the drawer, for those at the case.
    """
    decision = requests.may_have_new_words()
    with record("way.closed", by="student", about=mine.case, under=decision, at=at):
        drawer = held_open(mine)
        _turn_by_student(drawer, _nobodys(), at=at)
        row = Drawer.objects.get(id=drawer.row.id)
        row.put(drawer.keys, msgspec.structs.replace(drawer.card, closed=True, ring=row.ring_id))
        row.save(update_fields=["sealed"])


def _turn_by_student(drawer: OpenDrawer, way: Way, *, at: datetime) -> None:
    """Another ring holds the drawer; what was asked is signed anew, since the old keys go."""
    old = drawer.row.ring_id
    for item_id, asked in asked_in(drawer):
        signature = way.unlocked.sign(statement_of(drawer.row.id, item_id, asked))
        change_item(drawer, item_id, msgspec.structs.replace(asked, signature=signature))
    grants.forget(drawer.row.id)
    _turn_row(drawer, way)
    row = Drawer.objects.get(id=drawer.row.id)
    row.put(drawer.keys, msgspec.structs.replace(drawer.card, ring=way.ring.id))
    row.save(update_fields=["sealed"])
    Grant.objects.bulk_create(grants.grants_to([way.ring], drawer.keys, by=way.unlocked))
    vouch(way.ring.id, drawer.row.id, by="student", at=at)
    sessions.end_all(old)
    drop_rings([old])


def _nobodys() -> Way:
    """A way in that nobody has: its seed is kept by no one."""
    ring, unlocked = new_ring()
    return Way(random_id(), ring, unlocked)


def _waits(opened: OpenCase) -> bool:
    """Whether something asked would be lost: none but the old keys could show who signed it."""
    drawer = drawer_in(opened.ref, opened.keys)
    return bool(waiting_in(drawer)) or asked_to_go(opened) is not None


def _turn(drawer: OpenDrawer, way: Way, acting: Acting) -> Rekeying:
    return rekey.prepare_part(drawer.keys, holder=way.ring, by=acting.unlocked)


def _give(
    drawer: OpenDrawer, turned: Rekeying, way: Way, case_keys: CaseKeys, *, closed: bool
) -> None:
    """Another ring holds the drawer, under a new key; the old one and its session are gone."""
    old = Drawer.objects.get(id=drawer.row.id).ring_id
    _turn_row(drawer, way)
    try:
        keys = rekey.apply(turned)
    except Moved as moved:
        raise GivenNewKeys from moved
    keep_key(drawer.row.case_id, case_keys, keys)
    row = Drawer.objects.get(id=drawer.row.id)
    row.put(keys, msgspec.structs.replace(drawer.card, closed=closed, ring=way.ring.id))
    row.save(update_fields=["sealed"])
    sessions.end_all(old)
    drop_rings([old])


def _turn_row(drawer: OpenDrawer, way: Way) -> None:
    way.ring.save(force_insert=True)
    Drawer.objects.filter(id=drawer.row.id).update(ring=way.ring, lookup=way.lookup)


def _note(opened: OpenCase, acting: Acting, how_identified: str, at: datetime) -> None:
    note = ContactNote(
        kind=GIVEN,
        at=at,
        said=how_identified,
        by=acting.pseudonym,
        recorded_at=at,
        folded=fold(how_identified),
    )
    contact = Contact(case=opened.row)
    contact.put(opened.keys, note)
    contact.save(force_insert=True)
