"""The student's drawer, kept right by whatever happens to its case. (CONF-3, RECD-6)

What changes a case calls these inside its own record, with the case held still, and so does
whatever lies above: `show` puts there what was done in words for the student, `keep_drawer` who can
see the case and what the file says. A case without a drawer is passed over in silence.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from confide.casework.models import (
    Asked,
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Drawer,
    DrawerCard,
    DrawerItem,
    DrawerKey,
    DrawerKeyCard,
    Item,
    ItemCard,
    Request,
    Shown,
    Sight,
)
from confide.casework.models.payloads import NO_NAME
from confide.casework.queries.cases import NotVisible, seats_on
from confide.casework.queries.drawers import (
    AlreadyThere,
    Mine,
    OpenDrawer,
    drawer_in,
    items_in,
    open_again,
)
from confide.policy import requests
from confide.policy.sharing import UNTIL_TAKEN_BACK
from confide.team.models import Officer
from confide.vault import grants
from confide.vault.casekeys import CaseKeys
from confide.vault.grants import grants_to
from confide.vault.models import Grant, KeyRing, Recovery
from confide.vault.primitives import random_id, random_key
from confide.vault.rings import Unlocked
from confide.vault.ways import Way


@dataclass(frozen=True, slots=True, repr=False)
class NewDrawer:
    """A drawer that is ready to be placed: sealed to the student's ring, nothing of it saved."""

    row: Drawer
    keys: CaseKeys
    way: Way = field(repr=False)
    grants: list[Grant] = field(repr=False)


def new_drawer(case_keys: CaseKeys, way: Way, *, by: Unlocked) -> NewDrawer:
    """Before any record: a drawer for a case, and its key granted to whoever has the words."""
    drawer = random_id()
    keys = CaseKeys(drawer, 1, {1: random_key()}, case_keys.shred_key)
    row = Drawer(id=drawer, case_id=case_keys.case, ring_id=way.ring.id, lookup=way.lookup)
    return NewDrawer(row, keys, way, grants_to([way.ring], keys, by=by))


def place_drawer(made: NewDrawer, case_keys: CaseKeys, card: DrawerCard) -> OpenDrawer:
    """Inside an open record: the drawer, its key in the case, and the ring if it is new."""
    made.way.ring.save()
    card = msgspec.structs.replace(card, ring=made.way.ring.id)
    made.row.put(made.keys, card)
    made.row.save(force_insert=True)
    Grant.objects.bulk_create(made.grants)
    kept = DrawerKey(case_id=case_keys.case)
    kept.put(case_keys, _key_card(made.keys))
    kept.save(force_insert=True)
    return OpenDrawer(made.row, made.keys, card)


def keep_key(case: str, case_keys: CaseKeys, drawer_keys: CaseKeys) -> None:
    """Inside an open record: the case keeps the key of the drawer's new generation."""
    kept = DrawerKey.objects.get(case_id=case)
    kept.put(case_keys, _key_card(drawer_keys))
    kept.save(update_fields=["sealed"])


def card_of(file: CaseFile, row: Case, sights: Collection[Sight]) -> DrawerCard:
    """What a student is shown of a case's file: what they said themselves, and its dates."""
    return DrawerCard(
        student="" if file.student == NO_NAME else file.student,
        safe=file.safe,
        about=file.about,
        eligibility=file.eligibility,
        began_at=file.opened_at,
        sights=tuple(sights),
        resolved_on=file.resolved_on,
        destroy_on=row.destroy_on,
        ended_row=file.rows.resolved,
    )


def keep_drawer(case: str, keys: CaseKeys, *, on: date) -> None:
    """Inside an open record: who can see the case and since when, and what its file says now.

    As long as nobody has taken a request, those see it whom the student allowed when they asked.
    """
    drawer = drawer_in(case, keys)
    if drawer is None:
        return
    row = Case.objects.get(id=case)
    file = row.take(keys, CaseFile)
    if Request.objects.filter(case=row).exists():
        return
    shown = card_of(file, row, _sights(file, row, on))
    # How to reach them safely is theirs to say: what they changed and nobody has read yet stands.
    waits = any(_changes_safe(entry.card.item) for entry in items_in(drawer))
    shown = msgspec.structs.replace(
        shown,
        safe=drawer.card.safe if waits else file.safe,
        closed=drawer.card.closed,
        ring=drawer.card.ring,
        reopened_at=_reopened_at(row, keys),
    )
    drawer.row.put(drawer.keys, shown)
    drawer.row.save(update_fields=["sealed"])


def show(case: str, keys: CaseKeys, shown: Shown) -> None:
    """Inside an open record: put into the student's drawer, if they have one, what was done."""
    drawer = drawer_in(case, keys)
    if drawer is not None:
        put_item(drawer, shown)


def change_shown(
    case: str, keys: CaseKeys, about: str, kind: str, change: Callable[[Shown], Shown]
) -> None:
    """Inside an open record: change what is shown of one row of the case, such as that it ended."""
    drawer = drawer_in(case, keys)
    for entry in items_in(drawer) if drawer else []:
        item = entry.card.item
        if drawer and isinstance(item, Shown) and (item.about, item.kind) == (about, kind):
            change_item(drawer, entry.id, change(item))


def put_item(drawer: OpenDrawer, item: Item, *, item_id: str = "") -> str:
    """Inside an open record: one more thing in a drawer, or `AlreadyThere`. Answers its id."""
    if item_id and DrawerItem.objects.filter(id=item_id).exists():
        raise AlreadyThere
    row = DrawerItem(id=item_id or random_id(), drawer=drawer.row)
    row.put(drawer.keys, ItemCard(item))
    row.save(force_insert=True)
    return row.id


def change_item(drawer: OpenDrawer, item_id: str, item: Item) -> None:
    """Inside an open record: the same thing, such as once it was read."""
    row = DrawerItem.objects.get(id=item_id, drawer=drawer.row)
    row.put(drawer.keys, ItemCard(item))
    row.save(update_fields=["sealed"])


def held_open(mine: Mine) -> OpenDrawer:
    """Inside an open record: the student's drawer as it is now, its case held still.

    Whoever destroys, hands over or takes the case locks the same row; so nothing is put into a
    drawer after the destruction was ordered, nor under keys that were taken away.
    """
    case = Case.objects.select_for_update().filter(id=mine.case, being_destroyed=False).first()
    if case is None:
        raise NotVisible
    return open_again(mine)


def let_it_ring(drawer: OpenDrawer, at: datetime) -> None:
    """Inside an open record: what waits from now is told to every caseworker on a later day."""
    if drawer.row.rings_on is None:
        on = timezone.localtime(at).date()
        drawer.row.rings_on = requests.rings_on(on, settings.POLICY.requests.ring_after_days)
        Drawer.objects.filter(id=drawer.row.id).update(rings_on=drawer.row.rings_on)


def clear_drawer(case: str) -> None:
    """Inside an open record: the drawer, everything granted, and the rings of students' words.

    A part of a case's destruction, and never a substitute for it.
    """
    drawers = Drawer.objects.filter(case_id=case)
    rings = set(drawers.values_list("ring", flat=True))
    places = [case, *drawers.values_list("id", flat=True)]
    rings.update(Grant.objects.filter(case__in=places).values_list("giver", flat=True))
    drawers.delete()
    for each in places:
        grants.forget(each)
    drop_rings(rings)


def drop_rings(rings: Collection[str]) -> None:
    """Inside an open record: forget rings that came of words, once nothing rests on them."""
    people = Officer.objects.filter(ring__in=rings).values("ring")
    kept = Recovery.objects.filter(ring__in=rings).values("ring")
    ours = Q(id__in=people) | Q(id__in=kept) | Q(held__isnull=False) | Q(given__isnull=False)
    free = KeyRing.objects.filter(id__in=rings).exclude(ours)
    free.exclude(id__in=Drawer.objects.values("ring")).delete()


def _sights(file: CaseFile, row: Case, on: date) -> list[Sight]:
    since = {card.officer: card.since for card in file.seats}
    return [
        Sight(
            officer=seat.officer.pseudonym,
            name=seat.officer.name,
            since=since.get(seat.officer.pseudonym, file.opened_at),
            until_on=None if seat.until_on == UNTIL_TAKEN_BACK else seat.until_on,
            lent=seat.until_on is not None,
        )
        for seat in seats_on(on, case=row).select_related("officer").order_by("officer__name")
    ]


def _reopened_at(row: Case, keys: CaseKeys) -> datetime | None:
    notes = [contact.take(keys, ContactNote) for contact in Contact.objects.filter(case=row)]
    return max((note.recorded_at for note in notes if note.kind == "reopened"), default=None)


def _changes_safe(item: Item) -> bool:
    waits = isinstance(item, Asked) and item.done_at is None
    return waits and isinstance(item, Asked) and item.kind == requests.SAFE_CONTACT


def _key_card(keys: CaseKeys) -> DrawerKeyCard:
    return DrawerKeyCard(
        drawer=keys.case, generation=keys.generation, key=keys.case_keys[keys.generation]
    )
