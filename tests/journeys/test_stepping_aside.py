"""Two officers: one asks blindly, steps aside for the other, and sees nothing of it again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from tests.journeys import walking as walk
from tests.journeys.casting import Cast, gather
from tests.journeys.running import founded, served
from tests.journeys.test_every_page_is_accessible import OPTIONS, SCROLLS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.clause("ELIG-3")]
Look = Callable[["Page"], None]
STUDENT = "Wren Castellane"
OTHER = "Quillon Abernathy"


@dataclass(frozen=True)
class House:
    """A service with two caseworkers, and where it is."""

    address: str
    cast: Cast

    def sits_down(self, page: "Page", name: str) -> "Page":
        """Sign somebody in."""
        walk.sign_in(page, f"{self.address}/desk/", name, self.cast.passphrases[name])
        return page


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    service = founded(tmp_path / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        cast.appoint("Maya Rahman", "maya")
        cast.appoint("Idris Bello", "idris", post="welfare-graduates")
        yield House(address, cast)


def usable(page: "Page") -> None:
    """The page that is shown can be used by everybody, on a phone and on a desk."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(SCROLLS), f"{page.url} scrolls sideways at {width}"
        found = Axe().run(page, options=OPTIONS)["violations"]
        assert [f"{each['id']} {each['nodes'][0]['html']}" for each in found] == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert STUDENT not in page.title() and not re.search("Castellane", page.url)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_who_may_not_be_impartial_asks_and_steps_aside(
    house: House, somebody: Callable[..., "Page"], scripts: bool
) -> None:
    maya = house.sits_down(somebody(java_script_enabled=scripts), "maya")
    idris = house.sits_down(somebody(java_script_enabled=scripts), "idris")
    # Axe needs scripts; the pages without them are read by the test alone.
    look = usable if scripts else _read
    walk.open_case(idris, house.address, OTHER, "A quarrel in the flat.")
    ref = _is_warned(house, maya, look)
    _asks_blindly(house, maya, idris, look)
    _steps_aside(house, maya, ref, look)
    _takes_it(house, idris, ref, look)
    _leaves_it_to_nobody(house, idris, ref, look)


def _is_warned(house: House, maya: "Page", look: Look) -> str:
    maya.goto(f"{house.address}/conflicts/")
    maya.get_by_label("A person").check()
    maya.get_by_label("Who or which").fill(f"{STUDENT}\nWrennie Castellane")
    look(maya)
    walk.press(maya, "Keep it")
    assert "It is on your list." in maya.inner_text("main")
    look(maya)
    about = f"{OTHER} keeps the deposit of the flat."
    ref = walk.open_case(maya, house.address, STUDENT, about, said="It has gone on for weeks.")
    warned = maya.inner_text("main")
    assert "You may not be the right person for this" in warned
    assert f"You declared a conflict of interests about {STUDENT}." in warned
    look(maya)
    walk.follow(maya, "Step aside, or see who could take it")
    look(maya)
    return ref


def _asks_blindly(house: House, maya: "Page", idris: "Page", look: Look) -> None:
    """Before the student is offered him: might he not be impartial either?"""
    walk.follow(maya, "Ask whether they can take it")
    assert maya.get_by_label("Who else is involved").input_value() == OTHER
    look(maya)
    walk.press(maya, "Ask them")
    assert "Not answered yet" in maya.inner_text("main")
    idris.goto(f"{house.address}/desk/")
    assert STUDENT not in idris.inner_text("body")
    idris.goto(f"{house.address}/conflict-checks/")
    seen = idris.inner_text("main")
    assert "Maya Rahman: one question" in seen and STUDENT not in seen and OTHER not in seen
    look(idris)
    maya.goto(f"{house.address}/desk/")
    look(maya)
    walk.follow(maya, "Can a colleague take this? They have answered")
    # Quillon is with him, so somebody else should; she is not told that.
    assert "Somebody else should take this" in maya.inner_text("main")
    look(maya)


def _steps_aside(house: House, maya: "Page", ref: str, look: Look) -> None:
    """The student wants him all the same; it is for them to say."""
    maya.goto(f"{house.address}/cases/{ref}/conflict/")
    assert "Somebody else should take this" in maya.inner_text("main")
    walk.press(maya, "Step aside")
    assert maya.locator(".govuk-error-summary").count() == 1
    look(maya)
    maya.get_by_label("Idris Bello").check()
    maya.get_by_label("What did the student say?").fill("They would like to see him.")
    walk.press(maya, "Step aside")
    assert "You have stepped aside." in maya.inner_text("main")
    look(maya)
    gone = maya.goto(f"{house.address}/cases/{ref}/")
    assert gone and gone.status == 404
    maya.goto(f"{house.address}/conflict-checks/")
    walk.press(maya, "I have what I need: delete it")
    assert "Nothing is being asked." in maya.inner_text("main")


def _takes_it(house: House, idris: "Page", ref: str, look: Look) -> None:
    idris.goto(f"{house.address}/cases/{ref}/")
    taken = idris.inner_text("main")
    assert "Maya Rahman stepped aside" in taken and "would like to see him" in taken
    # New to him, it is compared with his own cases.
    assert f"your case of {OTHER}" in taken
    look(idris)


def _leaves_it_to_nobody(house: House, idris: "Page", ref: str, look: Look) -> None:
    idris.goto(f"{house.address}/cases/{ref}/conflict/")
    assert "Maya" not in idris.inner_text("main")
    idris.get_by_label("They would rather see nobody else").check()
    idris.get_by_label("How did it end here?").fill("Signposted to the advice service.")
    look(idris)
    idris.get_by_label("What did the student say?").fill("They would rather go elsewhere.")
    walk.press(idris, "Step aside")
    assert STUDENT not in idris.inner_text("main")
    idris.goto(f"{house.address}/certificates/")
    assert "Cases without a caseworker: 1." in idris.inner_text("main")
    look(idris)


def _read(page: "Page") -> None:
    assert page.inner_text("main")
