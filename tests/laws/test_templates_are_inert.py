"""Law: no template carries script, style or unescaped words; the browser would refuse the former.

Nor a cross-site token: pages are the same bytes for everybody, and other sites are refused by
where a request says it comes from. And every form has the mark of what no browser keeps.
"""

import re
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, obeyed, template, templates

FORBIDDEN = {
    "a script of its own": r"<script(?![^>]*\ssrc=)[^>]*>",
    "a style of its own": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "another site's address for what it loads": r"<[^>]*\ssrc(?:set)?\s*=\s*[\"'](?:https?:)?//",
    "unescaped words": r"\|\s*safe(?:seq)?\b|{%-?\s*autoescape\s+off",
    "a cross-site token": r"{%\s*csrf_token",
    "a form that browsers keep": r"<form\b(?:[^>{]|{{[^}]*}}|{%[^%]*%})*>(?!{% unkept %})",
}


def faults(package: Path = PACKAGE) -> list[str]:
    """Every template that carries what it must not."""
    return [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1} has {name}"
        for place, text in templates(package)
        for name, pattern in FORBIDDEN.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def test_every_template_is_inert() -> None:
    obeyed(faults())


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p {}</style>",
        "<p style='color: red'>",
        '<button class="a"\n  onclick="go()">',
        "<a href='javascript:go()'>",
        "<img src='//elsewhere/x.png'>",
        "{{ words|safe }}",
        "{{ words | safe }}",
        "{% autoescape off %}",
        "<form>{% unkept %}{% csrf_token %}",
        '<form method="post" action="{% if page > 1 %}{{ place }}{% endif %}">{{ form }}',
    ],
)
def test_a_live_template_is_found(tmp_path: Path, text: str) -> None:
    assert len(faults(template(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{{ script }}" defer></script>',
        "<p class='on'>{{ words }}</p>",
        "safe = on = 1",
        '<form method="post" action="{% if page > 1 %}{{ place }}{% endif %}">{% unkept %}',
    ],
)
def test_an_inert_template_is_let_be(tmp_path: Path, text: str) -> None:
    assert faults(template(tmp_path, text)) == []
