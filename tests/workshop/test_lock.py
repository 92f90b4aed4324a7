"""A list of pins is fresh as long as it was made from the wishes beside it."""

from pathlib import Path

import pytest

from tools import lock


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """Wishes, and lists made from them."""
    for name, wishes in (("product", "a\n"), ("theme", "b\n"), ("workshop", "-c product.txt\nc\n")):
        (tmp_path / f"{name}.in").write_text(wishes, encoding="utf-8")
        text = f"{lock.made_from(tmp_path, name)}\npin==1\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_projects_own_lists_are_fresh() -> None:
    assert lock.stale(lock.ROOT / "requirements") == []


def test_fresh_lists_are_let_be(requirements: Path) -> None:
    assert lock.stale(requirements) == []


def test_a_new_wish_makes_its_list_stale(requirements: Path) -> None:
    (requirements / "theme.in").write_text("b\nnew\n", encoding="utf-8")
    assert [fault.split()[0] for fault in lock.stale(requirements)] == ["requirements/theme.txt"]


def test_a_new_wish_of_the_product_makes_the_workshops_list_stale_too(requirements: Path) -> None:
    (requirements / "product.in").write_text("a\nnew\n", encoding="utf-8")
    assert len(lock.stale(requirements)) == 2


def test_a_missing_list_is_stale(requirements: Path) -> None:
    (requirements / "theme.txt").unlink()
    assert len(lock.stale(requirements)) == 1
