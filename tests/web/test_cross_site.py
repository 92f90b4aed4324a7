"""Forms are taken from this site's own pages only."""

import ast
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAKEN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://testserver"},
    {"Origin": "https://testserver"},
]
REFUSED = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin, none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "testserver"},
    {"Origin": "http://testserver.example"},
    {"Origin": "http://testserver:8080"},
    {"Origin": "http://elsewhere@testserver"},
    {"Referer": "http://testserver/"},
]


@pytest.mark.parametrize("headers", TAKEN)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_our_own_pages_send_is_taken(method: str, headers: dict[str, str]) -> None:
    assert Client(headers=headers).generic(method, "/echo/").status_code == 200


@pytest.mark.parametrize("headers", REFUSED)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "ODD"])
def test_what_anybody_else_sends_is_refused(method: str, headers: dict[str, str]) -> None:
    answer = Client(headers=headers).generic(method, "/echo/")
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


@pytest.mark.parametrize("headers", [*TAKEN, *REFUSED])
def test_looking_is_never_refused(headers: dict[str, str]) -> None:
    assert Client(headers=headers).get("/echo/").status_code == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "", "a b"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_name_that_is_not_ours_is_answered_with_nothing(method: str, host: str) -> None:
    headers = {"Host": host, "Sec-Fetch-Site": "same-origin"}
    assert Client(headers=headers).generic(method, "/echo/").status_code == 400


@pytest.mark.browser
def test_a_real_browser_vouches_for_our_own_form_though_it_sends_no_referrer(
    page: "Page", address: str
) -> None:
    page.goto(f"{address}/contact/")
    page.evaluate("document.querySelector('main form').action = '/echo/'")
    with page.expect_navigation():
        page.click("text=Keep this contact")
    said = ast.literal_eval(page.inner_text("body"))
    assert said == {"Sec-Fetch-Site": "same-origin", "Origin": "null", "Referer": None}


@pytest.mark.browser
def test_a_real_browser_gives_another_sites_form_away(page: "Page", address: str) -> None:
    elsewhere = address.replace("127.0.0.1", "localhost")
    page.route(
        "**/trap",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{address}/echo/"><button>Win</button></form>',
        ),
    )
    page.goto(f"{elsewhere}/trap")
    with page.expect_response("**/echo/") as answered:
        page.click("text=Win")
    assert answered.value.status == 403
