"""Whatever happens in whatever order, each sees what is theirs, nothing leaves without a basis."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as search
from hypothesis.stateful import run_state_machine_as_test

from tests import schemes
from tests.browsing import At
from tests.security.histories.whole import Histories

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause(
        "CONF-1", "CONF-2", "CONF-4", "CONF-5", "BRCH-3", "BRCH-4", "ELIG-2", "ELIG-3", "RECD-4"
    ),
    pytest.mark.promise("P4", "P5", "P8"),
]


@pytest.fixture(autouse=True)
def two(settings: Any) -> None:
    """A union with two schemes."""
    schemes.two(settings)


def run(histories: int, steps: int, *, anew: bool = False) -> None:
    """Drive so many random histories of so many steps; `anew`, others each time.

    A history that fails is printed as it happened. Shortening it would take minutes.
    """
    how = search(
        max_examples=histories,
        stateful_step_count=steps,
        phases=[Phase.generate],
        database=None,
        derandomize=not anew,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(Histories, settings=how)  # type: ignore[no-untyped-call]


def test_random_histories(at: At) -> None:
    run(8, 40)


@pytest.mark.slow
def test_long_random_histories(at: At) -> None:
    run(60, 80, anew=True)
