"""Law: every string on a page goes through gettext. (Rough: it looks for two words in a row.)"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, obeyed, template, templates

SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "content"}
TAGS = re.compile(
    r"{#.*?#}"
    r"|{%-?\s*comment\b.*?endcomment\s*-?%}"
    r"|{%-?\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*-?%}"
    r"|{%.*?%}"
    r"|{{.*?}}",
    re.DOTALL,
)
WORDS = re.compile(r"[^\W\d_]+[\s,]+[^\W\d_]+")


class Page(HTMLParser):
    """Collects the words of a page that no tag of Django's stands around."""

    def __init__(self) -> None:
        super().__init__()
        self.bare: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = SPOKEN - {"content"} if tag == "meta" else SPOKEN
        self.silent += tag in {"script", "style"}
        for name, value in attrs:
            if name in spoken:
                self.hear(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.hear(data)

    def hear(self, words: str) -> None:
        if WORDS.search(words):
            self.bare.append(" ".join(words.split()))


def faults(package: Path = PACKAGE) -> list[str]:
    """Every two words or more of a template that cannot be translated."""
    return [f"{place}: {words}" for place, text in templates(package) for words in bare(text)]


def bare(text: str) -> Iterator[str]:
    """The words of one template outside its translations."""
    page = Page()
    # A stroke in place of a tag keeps the words before and after it apart.
    page.feed(TAGS.sub("|", text))
    page.close()
    yield from page.bare


def test_every_word_can_be_translated() -> None:
    obeyed(faults())


@pytest.mark.parametrize(
    "text",
    [
        "<p>Open a case</p>",
        "<p>{% if open %}Sign out{% endif %}</p>",
        "<p>{% translate 'Good' %} and also this</p>",
        '<img alt="Our front door">',
        '<a aria-label="Close this page">×</a>',
    ],
)
def test_bare_words_are_found(tmp_path: Path, text: str) -> None:
    assert len(faults(template(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<p>{% translate 'Open a case' %}</p>",
        "<p>{% blocktranslate %}Dear {{ name }}, hello there{% endblocktranslate %}</p>",
        "{# only for whoever reads this #}",
        "<p>{{ one }} · {{ two }}</p>",
        "<p class='two words'>Confide</p>",
    ],
)
def test_words_that_can_be_translated_are_let_be(tmp_path: Path, text: str) -> None:
    assert faults(template(tmp_path, text)) == []
