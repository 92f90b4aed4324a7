"""What whatever lies above shows of its rows in a student's drawer. (RECD-6, CONF-4)

Called inside an open record, with the case held still. A case without a drawer is passed over.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from confide.casework.actions._drawer import change_item, put_item
from confide.casework.models import Asked, Shown
from confide.casework.queries import OpenCase, drawer_in, shown_in, waiting_in


def keep_shown(opened: OpenCase, shown: Iterable[Shown]) -> None:
    """Have the drawer show each of these as it is now: one for each row that it is about."""
    drawer = drawer_in(opened.ref, opened.keys)
    if drawer is None:
        return
    there = {(item.kind, item.about): (item_id, item) for item_id, item in shown_in(drawer)}
    for each in shown:
        item_id, before = there.get((each.kind, each.about), ("", None))
        if before is None:
            put_item(drawer, each)
        elif before != each:
            change_item(drawer, item_id, each)


def settle(opened: OpenCase, *kinds: str, at: datetime) -> list[tuple[str, Asked]]:
    """What the student asked of these kinds is taken in from now on. Answers what it was."""
    drawer = drawer_in(opened.ref, opened.keys)
    waiting = waiting_in(drawer, *kinds)
    for item_id, asked in waiting:
        if drawer is not None:
            change_item(drawer, item_id, msgspec.structs.replace(asked, done_at=at))
    return waiting
