"""Every stored field has one of four fates."""

import pytest

from confide.policy.fates import FATES, Fate


@pytest.mark.clause("RECD-2")
@pytest.mark.parametrize("kind", FATES)
def test_a_field_declares_one_of_four_fates(kind: str) -> None:
    assert Fate(kind, "RECD-2", "because").kind == kind


@pytest.mark.clause("RECD-2")
@pytest.mark.parametrize("kind", ["", "plain", "Sealed", "encrypted"])
def test_there_is_no_fifth_fate(kind: str) -> None:
    with pytest.raises(ValueError, match="no fate"):
        Fate(kind, "RECD-2", "because")
