"""A ledger with a little history, and somebody outside who verifies it with nothing of ours."""

import pytest

from tests.guard import every_change_is_recorded
from tests.ledger.history import written
from tests.stage import data

__all__ = ["data", "every_change_is_recorded"]


@pytest.fixture
def key(db: None) -> str:
    """The printed public key of a service whose ledger is empty."""
    from confide.ledger.checkpoint import make_ledger_key

    return str(make_ledger_key("confide.test/ledger"))


@pytest.fixture
def outside(key: str) -> dict[str, str]:
    """Twelve entries; checkpoints at 4, 9 and 12; a copy of the last, in a trustee's mailbox."""
    from confide.ledger.checkpoint import make_checkpoint
    from tests.ledger.history import NOON

    for upto in (4, 9, 12):
        written(upto)
        newest = make_checkpoint(NOON)
    return {"the trustee's copy": newest.note}
