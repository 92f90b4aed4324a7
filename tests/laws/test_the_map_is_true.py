"""Law: the map of the house in the README is what the folders say of themselves."""

import pytest

from tests.laws.reading import PACKAGE, ROOT
from tools import map as house_map

README = ROOT / "README.md"


def test_the_readme_shows_the_house_as_it_is() -> None:
    if not README.exists():
        pytest.skip("README.md does not exist yet")
    readme = README.read_text(encoding="utf-8")
    assert readme == house_map.redrawn(readme, house_map.draw()), "say make fix"


def test_the_map_shows_every_folder() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for floor in house_map.floors(ROOT) for name in floor} == folders


def test_a_false_map_is_found() -> None:
    readme = f"Words.\n{house_map.START}\nconfide/\n{house_map.END}\nMore.\n"
    redrawn = house_map.redrawn(readme, house_map.draw())
    assert redrawn != readme
    assert redrawn.startswith("Words.\n") and redrawn.endswith("More.\n")


def test_a_readme_without_a_map_is_found() -> None:
    with pytest.raises(ValueError, match="no <!-- map -->"):
        house_map.redrawn("Words.", house_map.draw())
