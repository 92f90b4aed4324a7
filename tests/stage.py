"""The fixtures of every test that brings the cast on stage; a folder's conftest imports them."""

from pathlib import Path
from typing import Any

import pytest

from confide.casework.queries import OpenCase
from confide.team.models import Role
from confide.team.queries import Acting
from tests import cast

__all__ = ["alice", "bob", "case", "data", "sara", "service"]


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return Path(settings.DATA)


@pytest.fixture
def service(db: None) -> None:
    """A service that was founded: it has its recovery ring and its ledger's key."""
    cast.founded_service()
    cast.ledger_key()


@pytest.fixture
def alice(service: None) -> Acting:
    """A caseworker; she sits at `case`."""
    return cast.officer("alice")


@pytest.fixture
def bob(service: None) -> Acting:
    """Another caseworker, who sits at no case of hers."""
    return cast.officer("bob", post="welfare-graduates")


@pytest.fixture
def sara(service: None) -> Acting:
    """The steward."""
    return cast.officer("sara", role=Role.STEWARD)


@pytest.fixture
def case(alice: Acting) -> OpenCase:
    """Dana's case, at which Alice sits."""
    return cast.a_case(alice)
