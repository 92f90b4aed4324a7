"""What `pip install` puts on a machine is the whole product: its pages, terms, papers and look."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = "confide/web/static/built"
# What the theme is made from, and what is yet to be translated, stays in the workshop.
STAYS = ("confide/web/theme/",)
MADE = "confide/web/locale/cy/LC_MESSAGES/django.mo"
BESIDE = ("pyproject.toml", "requirements/product.in", "README.md", "LICENSE")
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('wheel')"
# Reads a template, the terms, the theme and the fonts as a service does.
SHOW = """
from confide.site.command.preparing import prepare
prepare(Path(sys.argv[1]), side="public")
from django.test import Client
page = Client(headers={"Host": "localhost"}).get("/")
print(page.status_code, confide.__file__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what git holds and the built theme, and unpacked; no network."""
    source, place = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name in [*_tracked(), *BESIDE]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    shutil.copytree(ROOT / BUILT, source / BUILT)
    (source / MADE).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / MADE, source / MADE)
    (source / "wheel").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (source / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    return place


def test_every_file_of_the_product_is_in_it_and_nothing_else(installed: Path) -> None:
    inside = {str(p.relative_to(installed)) for p in installed.rglob("*") if p.is_file()}
    product = {
        name for name in _tracked() if not name.startswith(STAYS) and not name.endswith(".po")
    }
    built = {f"{BUILT}/{path.name}" for path in (ROOT / BUILT).iterdir()}
    assert {name for name in inside if ".dist-info/" not in name} == product | built | {MADE}


def test_it_brings_what_the_product_is_made_of(installed: Path) -> None:
    (said,) = installed.glob("*.dist-info/METADATA")
    asked = (ROOT / "requirements" / "product.in").read_text(encoding="utf-8").split()
    lines = said.read_text(encoding="utf-8").splitlines()
    brought = {line.removeprefix("Requires-Dist: ").split("<")[0].split(">")[0] for line in lines}
    assert {name.split("<")[0].split(">")[0] for name in asked} <= brought


def test_it_founds_a_service_and_shows_a_page(installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    steward = ["--steward", "Pat Okafor", "--sign-in-name", "pat"]
    begin = "import sys, confide; from pathlib import Path; "
    command = f"{begin}from confide.site.command import main; raise SystemExit(main())"
    _python(installed, command, "init", "--data", str(data), *steward)
    said = _python(installed, begin + SHOW, str(data))
    assert said.split()[-2:] == ["200", str(installed / "confide" / "__init__.py")]


def _tracked() -> list[str]:
    listed = ["git", "ls-files", "--cached", "confide"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in names.splitlines() if (ROOT / name).exists()]


def _python(place: Path, code: str, *words: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=place,
        env={**kept, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
