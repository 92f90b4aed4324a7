"""What keeps a case past its day, and what of that is to be looked at again. (RECD-5)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from confide.casework.models import HoldCard
from confide.casework.queries import OpenCase
from confide.policy import retention
from confide.team.queries import names


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold as its page shows it, with the names of who answers for it and who ended it."""

    card: HoldCard
    owner: str
    ended_by: str
    over: bool

    @property
    def id(self) -> str:
        """The hold's id."""
        return self.card.id


def holds_of(opened: OpenCase, *, on: date) -> list[Hold]:
    """Every hold that somebody set in this case, the newest first."""
    cards = sorted(opened.file.holds, key=lambda card: card.set_at, reverse=True)
    who = names([name for card in cards for name in (card.owner, card.ended_by) if name])
    return [
        Hold(
            card,
            who.get(card.owner, ""),
            who.get(card.ended_by, ""),
            card.ended_at is not None or not retention.is_held(card.keep_until, on),
        )
        for card in cards
    ]


def is_held_now(opened: OpenCase, *, on: date) -> bool:
    """Whether anything keeps this case today, of whatever kind."""
    return retention.is_held(opened.row.keep_until, on)


def to_review(mine: Iterable[OpenCase], *, on: date) -> list[OpenCase]:
    """One's own cases of which a hold is near its day, whatever kind it is, the nearest first."""
    near = [case for case in mine if retention.is_to_be_reviewed(case.row.keep_until, on)]
    return sorted(near, key=lambda case: case.row.keep_until or date.max)
