"""No page tells one visitor from another, nor that anybody uses the service. (CONF-3)"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from confide.casework.models import Case
from confide.ledger import checkpoint, history
from confide.team.queries import Acting
from confide.web.headers import ALWAYS, NEVER
from tests import cast
from tests.frontdoor.conftest import FEEDS, NOON, PAGES, WELSH

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ELSEWHERE = [
    "/nothing/", "/promises", "/hours/today/", "/desk/", "/cases/new/", "/search/", "/sign-in/",
    "/officers/", "/ledger/", "/admin/", "/robots.txt", "/favicon.ico", "/static/", "/hours//",
    "/emergency/%00", "/Dana%20Whitlock/", "/static/built/names.json", "/.data/confide.sqlite3",
]  # fmt: skip

Seen = list[tuple[bytes, dict[str, str]]]


def _all(visitor: Client) -> Seen:
    answers = [visitor.get(path) for path in (*PAGES, *FEEDS, *ELSEWHERE)]
    return [(answer.content, dict(answer.items())) for answer in answers]


@pytest.mark.clause("CONF-3")
def test_at_one_moment_a_page_is_the_same_bytes_whatever_the_casework(
    visitor: Client, alice: Acting, bob: Acting
) -> None:
    checkpoint.make_checkpoint(NOON - timedelta(hours=9))
    before = _all(visitor)
    entries = history.last_entry()
    for student in ("Dana Whitlock", "Oluwaseun Adé"):
        cast.a_case(alice, student=student)
    cast.a_case(bob, eligibility="disputed", category="exams")
    # A busier night's checkpoint is of a longer ledger; and a steward may make one at any time.
    checkpoint.make_checkpoint(NOON - timedelta(hours=1))
    assert Case.objects.count() == 3
    assert history.last_entry() != entries
    assert _all(visitor) == before


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("path", [*PAGES, *FEEDS])
def test_whoever_asks_gets_the_same(visitor: Client, alice: Acting, path: str) -> None:
    plain = visitor.get(path)
    marked = Client(raise_request_exception=False)
    marked.cookies["__Host-confide"] = "stolen"
    marked.cookies["confide-demonstration-officers"] = "stolen"
    other = marked.get(
        f"{path}?student=Dana&lang=fr",
        headers={
            "Accept-Language": "fr",
            "Referer": "https://elsewhere.example/",
            "X-Forwarded-For": "192.0.2.7",
            "Authorization": "Basic YTpi",
        },
    )
    assert (other.status_code, other.content) == (200, plain.content)
    assert dict(other.items()) == dict(plain.items())


@pytest.mark.clause("CONF-3")
def test_every_other_address_is_the_same_404(visitor: Client, alice: Acting) -> None:
    opened = cast.a_case(alice)
    addresses = [*ELSEWHERE, f"/cases/{opened.ref}/", f"/cases/{'a' * 26}/"]
    answers = [visitor.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.items())) for answer in answers}) == 1


@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_no_cookie_is_set_and_every_header_is_in_its_place(
    visitor: Client, service: None, path: str
) -> None:
    answer = visitor.get(path)
    assert not answer.cookies
    assert {name: answer[name] for name in ALWAYS} == ALWAYS
    assert not [name for name in (*NEVER, "Vary", "Set-Cookie") if answer.has_header(name)]
    assert b"<form" not in answer.content


@pytest.mark.parametrize("path", [*PAGES, *FEEDS])
def test_nothing_can_be_sent_to_a_page(visitor: Client, path: str) -> None:
    sent = visitor.post(path, {"name": "Dana"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 405
    words = "Ni ddefnyddir" if path in WELSH else "This address is not used that way"
    assert words.encode() in sent.content and b"Dana" not in sent.content


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        *[("/", 2), ("/who-helps/", 2), ("/promises/", 1), ("/hours/", 0), ("/policy/", 0)],
        *[("/emergency/", 0), ("/hours.ics", 0), ("/hours.json", 0), ("/exit/", 0)],
    ],
)
def test_a_page_asks_the_database_no_more_for_more_cases_or_officers(
    visitor: Client,
    alice: Acting,
    django_assert_num_queries: Callable[..., object],
    path: str,
    queries: int,
) -> None:
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        visitor.get(path)
    cast.officer("zoe", post="womens")
    cast.a_case(alice)
    checkpoint.make_checkpoint(NOON)
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        visitor.get(path)
