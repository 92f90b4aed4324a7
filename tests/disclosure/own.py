"""Dana with a way in of her own, beside the case in which Alice records and tells."""

from datetime import datetime

from confide.casework import actions as casework
from confide.casework import queries
from confide.casework.queries import Mine, OpenCase
from confide.team.queries import Acting
from tests.cast import NOON


def given_way_in(acting: Acting, case: OpenCase, *, at: datetime = NOON) -> str:
    """The session's secret of a student who was handed a card."""
    words = casework.give_way_in(acting, case, how_identified="She sat before me.", at=at)
    secret = queries.enter(words, at=at)
    assert secret is not None
    return secret


def mine(secret: str, *, at: datetime = NOON) -> Mine:
    """The student at their drawer."""
    found = queries.at_drawer(secret, at=at)
    assert found is not None
    return found
