"""The cast of casework's tests."""

from hypothesis import settings

from tests.browsing import at
from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "at", "bob", "case", "data", "sara", "service"]

# How long an example takes is the machine's affair.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
