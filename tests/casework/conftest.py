"""The cast of casework's tests."""

from tests.browsing import at
from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "at", "bob", "case", "data", "sara", "service"]
