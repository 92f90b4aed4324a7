"""The cast of casework's tests."""

from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "bob", "case", "data", "sara", "service"]
