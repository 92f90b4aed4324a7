"""The theme's own files, and how little a visitor has to fetch."""

import json

import pytest
from django.test import Client

from confide.web import assets

AT_MOST = 100_000


def test_each_file_may_be_kept_for_ever_under_the_name_of_its_bytes(visitor: Client) -> None:
    for address, asset in assets.assets().items():
        answer = visitor.get(address)
        assert answer.content == asset.content
        assert answer["Content-Type"] == asset.content_type
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_can_gets_the_style_squeezed(visitor: Client) -> None:
    address = assets.address("theme.css")
    answer = visitor.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "br"
    assert len(answer.content) < len(assets.assets()[address].content) / 4


@pytest.mark.parametrize(
    "path",
    [
        "/static/names.json", "/static/", "/static/theme.css", "/static/../headers.py",
        "/static/%2e%2e/headers.py", "/static//etc/passwd", "/static/built/names.json",
    ],
)  # fmt: skip
def test_nothing_else_on_the_disk_is_an_address(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_pages_themselves_are_never_squeezed(visitor: Client) -> None:
    answer = visitor.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in answer


def test_the_front_page_weighs_less_than_100_kilobytes_with_all_it_needs(visitor: Client) -> None:
    page = visitor.get("/").content
    needed = [
        "theme.css",
        "enhance.js",
        "mark.svg",
        *(f"{name}.woff2" for name in ("text-400", "text-700", "heading-600")),
    ]
    weights = [len(page)]
    for name in needed:
        weights.append(
            len(visitor.get(assets.address(name), headers={"Accept-Encoding": "br"}).content)
        )
    assert sum(weights) < AT_MOST


def test_the_theme_carries_none_of_anybody_elses_brand() -> None:
    style = assets.assets()[assets.address("theme.css")].content.decode()
    for brand in ("GDS Transport", "crown", "#1d70b8", "#0b0c0c", "#f3f3f3", "//fonts", "http"):
        assert brand not in style


def test_a_theme_that_is_not_built_says_what_to_do(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    with pytest.raises(assets.ImproperlyConfigured, match="npm ci"):
        assets.manifest.__wrapped__()


def test_what_others_made_goes_out_with_its_licence(visitor: Client) -> None:
    licences = visitor.get(assets.address("licences.txt")).content.decode()
    assert "The MIT License" in licences
    assert licences.count("SIL OPEN FONT LICENSE Version 1.1") == 2
    assert json.loads((assets.BUILT / "names.json").read_text())["licences.txt"]
