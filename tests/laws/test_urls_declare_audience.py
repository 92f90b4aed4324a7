"""Law: every URL of both sides declares whom it is for, before anything else is looked at."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from tests.laws.reading import PACKAGE, called, house, obeyed, sources

SIDES = ("officers", "public")
AUDIENCES = {"public", "signed-in", "officer", "caseworker", "steward"}

Patterns = list[URLPattern | URLResolver]


def pages(patterns: Patterns, before: str = "") -> Iterator[tuple[str, str]]:
    """Every address with its declared audience, which is empty where none is declared."""
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        else:
            yield address, getattr(pattern.callback, "audience", "")


def undeclared(patterns: Patterns) -> list[str]:
    """Every address that doesn't say whom it is for."""
    return [address for address, audience in pages(patterns) if audience not in AUDIENCES]


def guarded_late(package: Path = PACKAGE) -> list[str]:
    """Every view that does something before it asks whom it is for."""
    return [
        f"{source.at(view)} {view.name}: the first decorator is not audience"
        for source in sources(package)
        if source.room == "views"
        for view in source.tree.body
        if isinstance(view, ast.FunctionDef) and _is_view(view)
        if not _is_audience(view.decorator_list[:1])
    ]


def _is_view(function: ast.FunctionDef) -> bool:
    first = function.args.posonlyargs + function.args.args
    return bool(first) and first[0].arg == "request" and not function.name.startswith("_")


def _is_audience(first: list[ast.expr]) -> bool:
    return bool(first) and isinstance(first[0], ast.Call) and called(first[0]) == "audience"


@pytest.mark.parametrize("side", SIDES)
def test_every_url_declares_its_audience(side: str) -> None:
    name = f"confide.site.urls.{side}"
    patterns = import_module(name).urlpatterns
    assert list(pages(patterns)), "there is no page at all"
    obeyed(undeclared(patterns))
    if side == "public":
        assert {audience for _, audience in pages(patterns)} == {"public"}


def test_every_view_asks_its_audience_first() -> None:
    obeyed(guarded_late())


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_an_undeclared_url_is_found_however_deep() -> None:
    nested = [path("cases/", include([path("new/", show)]))]
    assert undeclared(nested) == ["cases/new/"]


def test_a_view_that_is_guarded_late_is_found(tmp_path: Path) -> None:
    views = (
        "@require_POST\n@audience('officer')\ndef late(request): ...\n"
        "def never(request): ...\n"
        "@audience('officer')\n@require_POST\ndef first(request): ...\n"
        "def words_of(form): ...\n"
    )
    found = guarded_late(house(tmp_path, casework__views=views))
    assert [fault.split()[1] for fault in found] == ["late:", "never:"]
