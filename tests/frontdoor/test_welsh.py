"""The public pages in Welsh: the same pages, at addresses of their own, that keep nothing."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from confide.web import language
from tests.frontdoor.conftest import ENGLISH, WELSH
from tools import catalogs

pytestmark = pytest.mark.django_db

PO = catalogs.LOCALES / "cy" / "LC_MESSAGES" / "django.po"
# What the union has written itself, and the longest texts of the policy, which change with what
# the program does: they are shown in English, and marked so, until somebody translates them.
MAY_LAG = {message.singular for message in catalogs.of_the_policy()}


def _page(visitor: Client, path: str) -> str:
    return visitor.get(path).content.decode()


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize(("english", "welsh"), list(zip(ENGLISH, WELSH, strict=True)))
def test_each_page_leads_to_itself_in_the_other_language_and_keeps_nothing_of_it(
    visitor: Client, english: str, welsh: str
) -> None:
    there = visitor.get(english)
    assert f'<a class="exit-bar__language" href="{welsh}" hreflang="cy" lang="cy">Cymraeg</a>' in (
        there.content.decode()
    )
    back = visitor.get(welsh)
    assert f'href="{english}" hreflang="en" lang="en">English</a>' in back.content.decode()
    assert not there.cookies and not back.cookies
    assert '<html lang="en-gb">' in there.content.decode()
    assert '<html lang="cy">' in back.content.decode()


@pytest.mark.parametrize("path", WELSH)
def test_a_page_in_welsh_leads_to_pages_in_welsh(visitor: Client, path: str) -> None:
    text = re.sub(r'<a class="exit-bar__language".*?</a>', "", _page(visitor, path))
    inside = set(re.findall(r'href="(/[^"]*)"', text)) - {"/exit/", "/hours.ics", "/write/", "/"}
    led = {each for each in inside if not each.startswith("/static/")}
    assert led and all(language.is_welsh(each) for each in led)


def test_days_and_hours_are_said_in_welsh(visitor: Client) -> None:
    page = unescape(_page(visitor, "/cy/hours/"))
    assert "Ar agor nawr tan 4 y prynhawn" in page
    assert "Dydd Llun i Dydd Gwener, 10 y bore tan 4 y prynhawn" in page
    assert "24 Rhagfyr hyd" in page


def test_what_nobody_translated_yet_is_marked_as_english(visitor: Client) -> None:
    page = unescape(_page(visitor, "/cy/promises/"))
    assert '<span lang="en">The two reasons are a closed list.' in page
    assert "Dau reswm yn unig dros dorri cyfrinachedd" in page
    assert '<p lang="en">Exams, supervision' in unescape(_page(visitor, "/cy/"))


def test_every_word_of_the_public_pages_is_in_the_catalogue_and_translated() -> None:
    known = catalogs.read(PO)
    wanted = [each.singular for each in catalogs.wanted() if each.singular not in MAY_LAG]
    assert len(wanted) > 100
    assert [each for each in wanted if each not in known or not all(known[each].forms)] == []


def test_a_translation_keeps_what_is_filled_in_and_where_it_leads() -> None:
    assert [each.singular for each in catalogs.read(PO).values() if _loses_something(each)] == []
    assert _loses_something(catalogs.Message("{n} of {m}", "", ("{n}",)))
    assert _loses_something(catalogs.Message('<a href="/x/">x</a>', "", ("x",)))


def test_what_django_reads_is_what_the_catalogue_says(tmp_path: Path) -> None:
    copy = tmp_path / "django.po"
    copy.write_text(PO.read_text(encoding="utf-8"), encoding="utf-8")
    catalogs.compile_to_mo(copy)
    assert copy.with_suffix(".mo").read_bytes() == PO.with_suffix(".mo").read_bytes()


def _loses_something(message: catalogs.Message) -> bool:
    kept = r"%\(\w+\)s|\{\w+\}|<[^>]+>"
    wanted = sorted(re.findall(kept, message.singular))
    forms = [form for form in message.forms if form]
    return bool(message.singular) and any(
        sorted(re.findall(kept, form)) != wanted for form in forms
    )
