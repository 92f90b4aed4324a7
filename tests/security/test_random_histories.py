"""Whatever happens in whatever order, each sees what is theirs, nothing leaves without a yes."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.browsing import At
from tests.security.histories import Histories

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-1", "CONF-4", "ELIG-2"),
    pytest.mark.promise("P4", "P5", "P8"),
]


def run(histories: int, steps: int) -> None:
    """Drive so many random histories of so many steps."""
    how = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=how)  # type: ignore[no-untyped-call]


def test_random_histories(at: At) -> None:
    run(10, 25)


@pytest.mark.slow
def test_long_random_histories(at: At) -> None:
    run(100, 60)
