"""A student on a phone, from first contact over a consent to destruction, with script and without.

The officer works in a browser of her own and is signed out when the student takes it all back.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.journeys import casting, touring_student
from tests.journeys import walking as walk
from tests.journeys.running import founded, served
from tests.journeys.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass(frozen=True)
class Place:
    """Both sides, and the officer who helps."""

    public: str
    officers: str
    alice: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    service = founded(tmp_path_factory.mktemp("way") / "service")
    with served(service.folder) as officers, served(service.folder, "public") as public:
        cast = casting.gather(service, officers)
        cast.appoint("Alice Marlowe", "alice")
        yield Place(public, officers, cast.passphrases["alice"])


@pytest.mark.clause("CONF-4", "RECD-6", "ELIG-1")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_first_contact_consent_and_destruction(
    place: Place, somebody: Callable[..., "Page"], script: bool
) -> None:
    student = somebody(java_script_enabled=script, **PHONE)
    for _ in touring_student.asking(student, place.public):
        pass
    ref = _taken_by_alice(place)
    _agrees_and_takes_back(student, place)
    words = _new_words(student)
    assert _opens(place, ref)
    student.get_by_text("Have everything destroyed").click()
    walk.go(student.locator("button:visible", has_text="Go on"))
    walk.press(student, "Destroy it")
    assert "Access ends now." in student.inner_text("main")
    student.goto(f"{place.public}/write/")
    touring_student.give(student, words)
    assert student.inner_text("h1") == "Nothing is open here"
    assert not _opens(place, ref)


def _taken_by_alice(place: Place) -> str:
    alice = Visitor(place.officers).sign_in("alice", place.alice)
    page = alice.get("/desk/").body.decode()
    ref = re.search(r"/requests/([a-z2-7]{26})/", page)
    assert ref, page
    alice.get(f"/requests/{ref[1]}/")
    assert alice.post(f"/requests/{ref[1]}/taking/").status == 302
    alice.post("/sign-out/")
    return ref[1]


def _agrees_and_takes_back(student: "Page", place: Place) -> None:
    student.goto(f"{place.public}/write/")
    assert "Alice Marlowe since" in " ".join(student.inner_text("main").split())
    touring_student.agrees(student)
    assert "I was in hospital that day." in student.inner_text("main")
    walk.press(student, "Take it back")
    assert "Withdrawn" in student.inner_text("main")


def _new_words(student: "Page") -> str:
    student.get_by_text("Get ten new words").click()
    walk.press(student, "Give me new words")
    words = touring_student.words_on(student)
    walk.press(student, "I have them")
    return words


def _opens(place: Place, ref: str) -> bool:
    alice = Visitor(place.officers).sign_in("alice", place.alice)
    return alice.get(f"/cases/{ref}/").status == 200
