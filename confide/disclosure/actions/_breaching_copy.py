"""The extract that goes with a breach record: made and sealed before the record. (BRCH-5)"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.utils.translation import gettext

from confide.casework.queries import OpenCase
from confide.disclosure.actions._breaching import Typed
from confide.disclosure.models import BreachCard
from confide.disclosure.queries import Ask, Extract, printed, put_together
from confide.disclosure.queries.breaches import EXTRACT
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id

_MARK = 4


@dataclass(frozen=True, slots=True)
class Copy:
    """The extract that goes with a record, sealed and waiting; or none."""

    mark: str = ""
    sealed: SealedFile | None = None


def copied(acting: Acting, opened: OpenCase, typed: Typed) -> Copy:
    """The extract, if one was asked for: made in memory, and sealed where files wait."""
    if typed.how != EXTRACT:
        return Copy()
    drawn = random_id().upper()
    mark = f"{drawn[:_MARK]}-{drawn[_MARK : 2 * _MARK]}"
    return Copy(mark, files.seal(printed(_extract(acting, opened, typed, mark)).content))


@contextmanager
def kept_or_removed(copy: Copy) -> Iterator[None]:
    """Leave no extract waiting whose record was not made: nobody would have a key to it."""
    try:
        yield
    except BaseException:
        if copy.sealed is not None:
            files.discard(copy.sealed)
        raise


def with_copy(card: BreachCard, copy: Copy) -> BreachCard:
    """The same record with the key of the copy that was made."""
    if copy.sealed is None:
        return card
    sealed = copy.sealed
    return msgspec.structs.replace(
        card,
        mark=copy.mark,
        stored_as=sealed.stored_as,
        file_key=sealed.file_key,
        size=sealed.size,
    )


def _extract(acting: Acting, opened: OpenCase, typed: Typed, mark: str) -> Extract:
    fact = typed.fact
    ask = Ask(
        recipient=fact.recipient,
        role=fact.role,
        purpose=fact.achieves,
        items=typed.items,
        summary=typed.summary,
    )
    post = settings.POLICY.post(acting.post)
    sender = [acting.name, gettext(post.title) if post else "", settings.POLICY.union.name]
    facts = (
        (gettext("For"), f"{ask.recipient}, {ask.role}"),
        (gettext("What for"), ask.purpose),
        (gettext("About"), fact.student),
        (gettext("From"), ", ".join(part for part in sender if part)),
    )
    # Nothing here says on which ground: a copy is read by others than the one it was made for.
    plea = gettext(
        "This is told in confidence, for this purpose only. Please use no more of it than the "
        "purpose needs, tell nobody who need not know, and destroy it when it is no longer needed."
    )
    return put_together(opened, ask, facts=facts, plea=plea, mark=mark)
