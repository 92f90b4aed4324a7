"""The cast, and a browser that Alice is signed in with."""

import pytest
from django.test import Client

from confide.team.queries import Acting
from tests.browsing import At, at, browser_of
from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "at", "bob", "case", "data", "hers", "sara", "service"]


@pytest.fixture
def hers(alice: Acting, at: At) -> Client:
    """Alice's browser, at noon."""
    return browser_of(alice)
