"""How a form looks to a browser and to a screen reader."""

import re

from django.test import Client
from lxml import html

from confide.web.forms import LONGEST

TYPED = {
    "how": "phone",
    "on": "31/2/2026",
    "subject": "a \u202e b",
    "said": "  kept \r\n as typed ",
}


def _page(answer) -> html.HtmlElement:
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def test_what_was_typed_is_still_there_after_an_error(visitor: Client) -> None:
    page = _page(visitor.post("/contact/", TYPED))
    assert page.xpath("//input[@name='on']/@value") == ["31/2/2026"]
    assert page.xpath("//input[@name='subject']/@value") == ["a  b"]
    assert page.xpath("//textarea[@name='said']")[0].text.lstrip("\n") == "  kept \n as typed "
    assert page.xpath("//input[@name='how'][@checked]/@value") == ["phone"]


def test_a_megabyte_that_is_too_long_is_still_there(visitor: Client) -> None:
    long = "x" * (LONGEST + 950_000)
    page = _page(visitor.post("/contact/", {**TYPED, "said": long}))
    assert page.xpath("//textarea[@name='said']")[0].text.strip() == long
    assert "1,000,000 characters long" in page.text_content()


def test_a_passphrase_is_never_sent_back(visitor: Client) -> None:
    answer = visitor.post("/contact/", {**TYPED, "passphrase": "correct horse"})
    assert "correct horse" not in answer.content.decode()


def test_each_error_stands_at_its_field_and_in_the_summary(visitor: Client) -> None:
    page = _page(visitor.post("/contact/", TYPED))
    [field] = page.xpath("//input[@name='on']")
    described = [page.get_element_by_id(part) for part in field.get("aria-describedby").split()]
    assert "such as" not in described[1].text_content()
    assert "There is no such day" in described[1].text_content()
    assert field.get("aria-invalid") == "true"
    links = page.xpath("//div[@data-module='govuk-error-summary']//a/@href")
    assert links == ["#id_on", "#id_subject"]
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)


def test_every_field_has_its_label_and_every_id_is_used_once(visitor: Client) -> None:
    page = _page(visitor.post("/contact/", {}))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    fields = page.xpath(
        "//main//*[self::input or self::textarea or self::select][@type!='hidden' or not(@type)]"
    )
    assert len(fields) == 14
    assert all(page.xpath(f"//label[@for='{field.get('id')}']") for field in fields)


def test_a_question_behind_a_choice_stands_right_after_it_and_only_there(visitor: Client) -> None:
    page = _page(visitor.get("/contact/"))
    [behind] = page.xpath("//input[@name='rang_from']")
    assert behind.xpath("ancestor::div[contains(@class, 'govuk-radios__conditional')]")
    [choice] = page.xpath("//input[@name='how'][@value='phone']")
    assert page.get_element_by_id(f"{choice.get('id')}_behind").xpath(".//input") == [behind]


def test_nothing_typed_is_kept_or_sent_elsewhere_by_the_browser(visitor: Client) -> None:
    page = _page(visitor.get("/contact/"))
    typed_into = page.xpath("//main//textarea | //main//input[@type='text']")
    assert len(typed_into) == 5
    for field in typed_into:
        assert field.get("autocomplete") == "off"
        assert field.get("spellcheck") == "false"
        assert field.get("writingsuggestions") == "false"


def test_a_form_that_is_right_gives_exactly_what_was_typed(visitor: Client) -> None:
    right = {**TYPED, "on": "17/11/2026", "at": "2.30pm", "subject": "Rent", "about": ["home"]}
    said = visitor.post("/contact/", right).content.decode()
    assert "'said': '  kept \\n as typed '" in said
    assert "datetime.date(2026, 11, 17)" in said
    assert "'about': ['home']" in said


def test_no_page_carries_a_token_so_two_visits_are_the_same_bytes(visitor: Client) -> None:
    first, second = (visitor.get("/contact/").content for _ in range(2))
    assert first == second
    assert not re.search(rb"csrf", first)
