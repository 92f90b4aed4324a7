"""Only an officer who represents women asks whether somebody is one."""

import pytest

from confide.policy.eligibility import BASES, EVERYONE, WOMEN, asks_whether_woman


@pytest.mark.clause("ELIG-2")
def test_only_the_officer_who_represents_women_asks() -> None:
    assert asks_whether_woman(WOMEN)
    assert not asks_whether_woman(EVERYONE)


@pytest.mark.clause("ELIG-1")
def test_there_are_three_bases_and_each_is_explained() -> None:
    assert list(BASES) == ["registered", "accepted", "disputed"]
    assert all(basis.heading and basis.meaning.endswith(".") for basis in BASES.values())
