"""The same cast before its pages, at noon. (CONF-1, CONF-4)"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from confide.casework import actions as casework
from confide.casework.queries import OpenCase, contacts_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from tests import cast
from tests.disclosure.browsing import browser_of
from tests.disclosure.reading import CANARY

ALWAYS = (date(2020, 1, 1), date(2199, 12, 31))
SUMMARY = "Dana’s landlord keeps the deposit.\n\nShe would like a week more."


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.NOON)


@pytest.fixture
def alice(service: None) -> Acting:
    return cast.officer("alice", term=ALWAYS, at=clock.now())


@pytest.fixture
def bob(service: None) -> Acting:
    return cast.officer("bob", term=ALWAYS, at=clock.now())


@pytest.fixture
def case(alice: Acting) -> OpenCase:
    now = clock.now()
    opened = cast.a_case(alice, at=now)
    secret = casework.Said(kind="phone", happened_at=now, said=f"About her sister. {CANARY}")
    casework.add_contact(alice, opened, secret, at=now)
    casework.add_document(alice, opened, cast.a_pdf(), at=now)
    return opened


@pytest.fixture
def browser(alice: Acting) -> Client:
    return browser_of(alice)


@pytest.fixture
def said(case: OpenCase) -> str:
    """The key of the one passage that is to be told."""
    first = [e for e in contacts_of(case) if CANARY not in e.card.said]
    return f"{first[0].id}.said"


@pytest.fixture
def asked(said: str) -> dict[str, Any]:
    return {
        "recipient": "Dr <Sen> & “Co”",
        "role": "her tutor",
        "purpose": "More time",
        "summary": SUMMARY,
        "items": [said],
    }


@pytest.fixture
def agreed(asked: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    return {
        **asked,
        "form_id": random_id(),
        "way": "spoken",
        "words": "Yes, tell him that.",
        "clarity": "I read it back.",
        "day": f"{now:%d/%m/%Y}",
        "time": "00:00",
    }
