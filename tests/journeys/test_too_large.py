"""Files that are more than we take, sent to a real server: what was typed is not lost. (CONF-3)"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys import walking as walk
from tests.journeys.running import founded, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MB = 1024 * 1024
ABOUT = "It took me an hour to write this."
SHIPPED = Path(__file__).parents[2] / "confide" / "site" / "policy.toml"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public side of a union that takes 1 MB."""
    service = founded(tmp_path_factory.mktemp("large") / "service")
    terms = SHIPPED.read_text("utf-8").replace("upload_limit_mb = 50", "upload_limit_mb = 1")
    (service.folder / "policy.toml").write_text(terms, "utf-8")
    with served(service.folder, "public") as address:
        yield address


def _file(folder: Path, size: int, *, name: str = "film") -> Path:
    """A file of nothing, which takes no room on the disk."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)
    return path


def _asks(page: "Page", address: str, *chosen: Path) -> None:
    page.goto(f"{address}/write/")
    walk.press(page, "Ask for support")
    page.get_by_label("What is it about?").fill(ABOUT)
    page.get_by_label("What may we call you?").fill("Robin")
    page.set_input_files("input[type=file]", chosen)


def _still_typed(page: "Page") -> bool:
    fields = [page.get_by_label(name) for name in ("What is it about?", "What may we call you?")]
    return [field.input_value() for field in fields] == [ABOUT, "Robin"]


def test_with_a_script_it_is_said_before_anything_is_sent(
    public: str, somebody: Callable[..., "Page"], tmp_path: Path
) -> None:
    page = somebody(viewport={"width": 390, "height": 844})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    half = [_file(tmp_path, MB // 2 + 1, name=name) for name in ("one", "two")]
    _asks(page, public, *half)
    said = page.get_by_role("alert").filter(has_text="Nothing was sent")
    assert "What you chose is larger than 1 MB." in said.inner_text()
    sent.clear()
    page.get_by_role("button", name="Send").click()
    assert page.evaluate("document.activeElement.textContent").startswith("What you chose")
    many = [_file(tmp_path, 1, name=f"{number}") for number in range(21)]
    page.set_input_files("input[type=file]", many)
    assert "These are more than 20 files." in said.inner_text()
    page.get_by_role("button", name="Send").click()
    assert _still_typed(page) and sent == []
    page.set_input_files("input[type=file]", half[:1])
    assert page.get_by_role("alert").filter(has_text="Nothing was sent").count() == 0
    walk.press(page, "Send")
    assert sent[0] == "POST"


@pytest.mark.parametrize("size", [MB + 1, 8 * MB])
def test_without_one_the_form_comes_back_filled_in(
    public: str, somebody: Callable[..., "Page"], tmp_path: Path, size: int
) -> None:
    page = somebody(java_script_enabled=False)
    _asks(page, public, _file(tmp_path, size))
    walk.press(page, "Send")
    assert _still_typed(page)
    assert "This file is larger than 1 MB. Nothing of it was kept." in page.inner_text("main")
