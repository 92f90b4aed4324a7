"""What goes out with every answer."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from confide.web.headers import ALWAYS, SafeHeaders, attachment, forget_on_leaving

EVERY_KIND_OF_ANSWER = [
    ("/", 200),
    ("/gallery/", 200),
    ("/nothing/here/", 404),
    ("/no/", 403),
    ("/button/", 405),
    ("/broken/x/", 500),
    ("/unreachable/", 503),
    ("/static/not-there.css", 404),
]


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize(("path", "status"), EVERY_KIND_OF_ANSWER)
def test_every_answer_goes_out_with_the_same_safe_headers(
    visitor: Client, path: str, status: int
) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers)


def test_a_refused_form_goes_out_with_them_too() -> None:
    answer = Client().post("/contact/")
    assert answer.status_code == 403
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_nothing_is_kept_and_nobody_learns_where_somebody_came_from() -> None:
    assert ALWAYS["Cache-Control"] == "no-store"
    assert ALWAYS["Referrer-Policy"] == "no-referrer"


def test_no_page_may_run_what_stands_in_it() -> None:
    assert "unsafe" not in ALWAYS["Content-Security-Policy"]
    assert "default-src 'none'" in ALWAYS["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in ALWAYS["Content-Security-Policy"]


def test_a_header_that_a_view_sets_does_not_loosen_them() -> None:
    def loose(request: object) -> HttpResponse:
        loosened = {"Cache-Control": "public", "ETag": '"1"', "Content-Security-Policy": "*"}
        return HttpResponse("x", headers=loosened)

    answer = SafeHeaders(loose)(RequestFactory().get("/"))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]
    assert "ETag" not in answer


def test_a_file_goes_out_to_be_kept_and_never_shown(visitor: Client) -> None:
    answer = visitor.get("/file/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="letter-.html--X-Evil--1"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    ("name", "sent"),
    [("../../etc/passwd", "etc-passwd"), ("", "file"), ("…", "file"), ("a.eml", "a.eml")],
)
def test_a_file_name_holds_nothing_but_letters_digits_dots_and_hyphens(
    name: str, sent: str
) -> None:
    assert attachment(b"", name=name)["Content-Disposition"] == f'attachment; filename="{sent}"'


def test_signing_out_makes_the_browser_forget() -> None:
    assert '"cookies"' in forget_on_leaving(HttpResponse())["Clear-Site-Data"]
