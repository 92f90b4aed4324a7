"""Keeping what a student asked about their record, and showing it to them. (RECD-3)"""

import msgspec

from confide.casework import actions as casework
from confide.casework.actions import held_still
from confide.casework.models import CaseFile
from confide.casework.queries import Entry, OpenCase
from confide.retention.models import Wish, WishCard
from confide.retention.queries import shown_wish


def keep_wish(opened: OpenCase, wish_id: str, card: WishCard) -> None:
    """Inside an open record: a wish as it is now, in the record and in the student's drawer."""
    row = Wish.objects.filter(id=wish_id, case=opened.row).first()
    row = row or Wish(id=wish_id, case=opened.row)
    row.put(opened.keys, card)
    row.save()
    casework.keep_shown(opened, [shown_wish(Entry(wish_id, card))])


def set_restricted(opened: OpenCase, *, restricted: bool) -> None:
    """Inside an open record: whether anything may be told from the case under a consent."""
    case = held_still(opened)
    file = case.take(opened.keys, CaseFile)
    case.put(opened.keys, msgspec.structs.replace(file, restricted=restricted))
    case.save(update_fields=["sealed"])
