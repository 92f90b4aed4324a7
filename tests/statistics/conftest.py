"""The cast of the tests of figures."""

import pytest

from confide.team.actions.team_keys import settle_team_key
from confide.team.queries import Acting
from tests import cast
from tests.browsing import at
from tests.stage import alice, bob, data, sara, service

__all__ = ["alice", "at", "bob", "data", "officers", "sara", "service"]


@pytest.fixture
def officers(alice: Acting, bob: Acting) -> tuple[Acting, Acting]:
    """Two caseworkers who hold the team's key."""
    settle_team_key(alice, at=cast.NOON)
    return alice, bob
