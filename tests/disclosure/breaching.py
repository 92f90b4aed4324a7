"""Sheets of the page for breaking confidence, filled in."""

from datetime import datetime, timedelta
from typing import Any

from confide.disclosure.actions import Typed
from confide.policy.breach import DANGER, PHONED, BreachFact
from confide.vault.primitives import random_id
from tests import cast

OUTLINE = "She has said that she will not see the morning."
TOLD = "She is in her room and has taken tablets."
EARLIER = cast.NOON - timedelta(minutes=20)


def a_sheet(*, at: datetime = cast.NOON, **changed: Any) -> Typed:
    """A sheet that is whole; what is given by name is another fact, or more of the sheet."""
    fact: dict[str, Any] = {
        "ground": DANGER,
        "student": "Dana Whitlock",
        "outline": OUTLINE,
        "believes": True,
        "why": "Nobody else knows.",
        "consulted": PHONED,
        "phoned": "Bob",
        "phoned_at": at,
        "achieves": "An ambulance goes to her room.",
        "recipient": "The operator",
        "role": "ambulance service",
        "says_what": True,
        "told_at": at,
    }
    sheet: dict[str, Any] = {"form": random_id(), "summary": TOLD, "how": "phone"}
    for name, value in changed.items():
        (fact if name in BreachFact.__dataclass_fields__ else sheet)[name] = value
    return Typed(fact=BreachFact(**fact), **sheet)


def typed_in_browser(**changed: str) -> dict[str, str]:
    """The same sheet as a browser sends it, without its button."""
    return {
        "form_id": random_id(),
        "ground": "danger",
        "student": "Dana Whitlock",
        "outline": OUTLINE,
        "believes": "yes",
        "why": "Nobody else knows.",
        "consulted": "phoned",
        "phoned": "Bob",
        "achieves": "An ambulance goes to her room.",
        "recipient": "The operator",
        "role": "ambulance service",
        "summary": TOLD,
        "how": "phone",
        **changed,
    }
