"""A student who asks for support, for the tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from confide.casework import actions, queries
from confide.casework.actions import Asking, Brought, Requested
from confide.casework.models import SafeContact
from confide.casework.queries import Allowed, Mine
from tests.cast import NOON

ASKING = Asking(
    student="Dana Whitlock",
    words="My landlord keeps the deposit, and I cannot sleep.",
    eligibility="registered",
    safe=SafeContact(how="Only here", may_leave_message=False),
    allowed=Allowed(),
)


def asks(
    *brought: Brought, student: str = "Dana Whitlock", at: datetime = NOON, **allowed: Any
) -> Requested:
    """A request by Dana. `allowed` are the fields of `Allowed`."""
    asking = replace(ASKING, student=student, allowed=Allowed(**allowed))
    return actions.request(asking, brought, at=at)


def at_drawer(requested: Requested, *, at: datetime = NOON) -> Mine:
    """Dana at her drawer."""
    mine = queries.at_drawer(requested.secret, at=at)
    assert mine is not None
    return mine
