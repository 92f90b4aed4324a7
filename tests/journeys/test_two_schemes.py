"""A second scheme from the steward's page to its first case, and what to say to whoever asks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from tests.journeys import walking as walk
from tests.journeys.running import Service, founded, served
from tests.journeys.test_every_page_is_accessible import OPTIONS, SCROLLS
from tests.schemes import written

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STUDENT = "Wren Castellane"
NOBODYS = "Quillon Abernathy"
VERSION = 'policy_version = "2026-1"'
CHANGED = 'policy_version = "2027-1"\npolicy_changes = "What you share is shown to the student."'


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A union with two schemes."""
    service = founded(tmp_path / "data")
    (service.folder / "policy.toml").write_text(written(), "utf-8")
    return service


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    with served(service.folder) as where:
        yield where


def usable(page: "Page") -> None:
    """The page that is shown can be used by everybody, on a phone and on a desk."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(SCROLLS), f"{page.url} scrolls sideways at {width}"
        found = Axe().run(page, options=OPTIONS)["violations"]
        assert [f"{each['id']} {each['nodes'][0]['html']}" for each in found] == []
    page.set_viewport_size({"width": 1280, "height": 900})


def appoint(steward: "Page", address: str, name: str, sign_in_name: str, post: str) -> str:
    steward.goto(f"{address}/officers/new/")
    steward.get_by_label("Name", exact=True).fill(name)
    steward.get_by_label("Sign-in name").fill(sign_in_name)
    steward.get_by_label("Caseworker").check()
    steward.get_by_label("Post").select_option(label=post)
    for label, day in zip(("First", "Last"), walk.a_year().values(), strict=True):
        steward.get_by_label(f"{label} day in office").fill(f"{day:%d/%m/%Y}")
    usable(steward)
    walk.press(steward, "Appoint")
    return steward.locator(".passphrase").inner_text()


@pytest.mark.clause("CONF-5", "BRCH-3", "ELIG-1", "CONF-3")
def test_an_executive_member_works_in_one_scheme_and_sees_nothing_of_the_other(
    service: Service, address: str, somebody: Callable[..., "Page"]
) -> None:
    steward = somebody()
    walk.enrol(steward, address, "pat", service.invitation)
    invitations = {
        name: appoint(steward, address, name.title(), name, post)
        for name, post in (
            ("maya", "Education Officer"),
            ("nia", "Class Act Officer"),
            ("ozan", "Class Act Officer"),
        )
    }
    maya, nia = somebody(), somebody()
    for page, name in ((maya, "maya"), (nia, "nia")):
        walk.enrol(page, address, name, invitations[name])
        usable(page)
        walk.undertake(page)
    ref = walk.open_case(nia, address, STUDENT, "The bursary stopped.")
    assert "Class Act" in nia.inner_text(".side")
    maya.goto(f"{address}/cases/{ref}/")
    assert STUDENT not in maya.content()
    maya.goto(f"{address}/desk/")
    assert STUDENT not in maya.inner_text("main")
    nia.goto(f"{address}/cases/{ref}/shares/new/")
    assert "Maya" not in nia.inner_text("main")
    steward.goto(f"{address}/officers/")
    said = steward.inner_text("main")
    assert said.count("Fewer than two caseworkers") == 2 and STUDENT not in said
    usable(steward)
    _whoever_is_not_ours_is_signposted(nia, address)
    _somebody_asks(nia, address)


def _whoever_is_not_ours_is_signposted(page: "Page", address: str) -> None:
    page.goto(f"{address}/cases/new/")
    page.get_by_label("The student, as they want to be called").fill(NOBODYS)
    page.get_by_label("What is it about?").fill(f"{NOBODYS} works here.")
    page.get_by_label("None of these").check()
    usable(page)
    walk.press(page, "Open the case")
    assert page.url == f"{address}/signposts/"
    assert "Citizens Advice" in page.inner_text("main") and NOBODYS not in page.content()
    usable(page)
    page.go_back()
    assert page.get_by_label("The student, as they want to be called").input_value() == ""
    assert page.get_by_label("What is it about?").input_value() == ""
    assert page.get_by_label("None of these").is_checked() is False
    page.go_forward()
    assert NOBODYS not in page.content()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
    assert kept == "[{},{},null]"


def _somebody_asks(page: "Page", address: str) -> None:
    walk.follow(page, "Somebody asks")
    usable(page)
    page.get_by_role("link", name="A journalist").click()
    assert page.url == f"{address}/enquiries/#press"
    walk.press(page.locator("section[aria-labelledby=press]"), "Count this one")
    assert "Counted" in page.inner_text("main")
    assert "A journalist: 1" in page.inner_text("section[aria-labelledby=tally]")
    page.emulate_media(media="print")
    assert page.locator("section[aria-labelledby=family] .card").is_visible()
    assert not page.locator("section[aria-labelledby=tally]").is_visible()
    page.emulate_media(media="screen")


@pytest.mark.clause("CONF-5")
def test_a_new_policy_is_signed_before_the_next_case_is_opened(
    service: Service, somebody: Callable[..., "Page"]
) -> None:
    officer = somebody()
    with served(service.folder) as address:
        steward = somebody()
        walk.enrol(steward, address, "pat", service.invitation)
        invitation = appoint(steward, address, "Nia", "nia", "Class Act Officer")
        walk.enrol(officer, address, "nia", invitation)
        walk.undertake(officer)
        ref = walk.open_case(officer, address, STUDENT, "The bursary stopped.")
    policy = service.folder / "policy.toml"
    policy.write_text(written().replace(VERSION, CHANGED), "utf-8")
    with served(service.folder) as address:
        officer.goto(f"{address}/desk/")
        assert officer.url == f"{address}/undertaking/"
        said = officer.inner_text("main")
        assert "The policy has changed" in said and "shown to the student" in said
        usable(officer)
        officer.goto(f"{address}/cases/{ref}/")
        assert STUDENT not in officer.content()
        officer.goto(f"{address}/desk/")
        walk.undertake(officer)
        officer.goto(f"{address}/cases/{ref}/")
        assert STUDENT in officer.inner_text("h1")
