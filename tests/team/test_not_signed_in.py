"""One page for whoever is not signed in, at every address, whether there is one or not. (CONF-3)"""

import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from confide.casework.queries import OpenCase
from confide.ledger.models import Entry
from confide.team.queries import Acting
from tests.browsing import At, a_browser
from tests.team.addresses import OFFICERS

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-3"),
]
RANDOM = tuple(f"/{secrets.token_urlsafe(each)}/" for each in range(1, 40))
ODD = (
    "/cases/%00/", "/%F0%9F%98%80/", "/%FF%FE/", "/../../etc/passwd", "//", "///elsewhere.example/",
    "/desk", "/desk//", "/DESK/", "/admin/", "/static/", "/static/nothing.css", "/favicon.ico",
    "/robots.txt", "/.git/config", "/" + "a" * 8000,
)  # fmt: skip
BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"said": "words", "options": "<b>", "day": "1/1/2026"},
    {"sign_in_name": "alice"},
    {"passphrase": "alone"},
)


def test_there_are_addresses_to_try() -> None:
    assert len(OFFICERS) > 25 and "/desk/" in OFFICERS


def answers(method: str, addresses: tuple[str, ...], **sent: Any) -> set[tuple[Any, ...]]:
    seen = set()
    for address in addresses:
        answer = getattr(a_browser(), method)(address, **sent)
        headers = tuple(sorted(answer.headers.items()))
        seen.add((answer.status_code, answer.content, headers, str(answer.cookies)))
    return seen


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_it_is_the_same_bytes_for_every_address(
    at: At, alice: Acting, case: OpenCase, method: str
) -> None:
    real = tuple(address.replace("a" * 26, case.ref) for address in OFFICERS)
    seen = answers(method, (*OFFICERS, *real, *ODD, *RANDOM))
    assert len(seen) == 1
    status, content, *_ = seen.pop()
    assert status == 200 and (method == "head" or b"Sign in" in content)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_sent_is_answered_alike_wherever_it_is_sent(
    at: At, alice: Acting, case: OpenCase, body: dict[str, str]
) -> None:
    real = tuple(address.replace("a" * 26, case.ref) for address in OFFICERS)
    assert len(answers("post", (*OFFICERS, *real, *ODD, *RANDOM), data=body)) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x=" + b"y" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(600)), "application/x-www-form-urlencoded"),
        (b"no part at all", "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"\xff\xfe\x00", "text/plain; charset=nonsense"),
        (b"a=%FF%00&b=%ED%A0%80", "application/x-www-form-urlencoded"),
    ],
)
def test_what_cannot_be_read_is_answered_alike_too(
    at: At, alice: Acting, body: bytes, kind: str
) -> None:
    seen = set()
    for address in ("/desk/", "/cases/new/", "/x/"):
        answer = a_browser().generic("POST", address, body, content_type=kind)
        seen.add((answer.status_code, answer.content))
    assert len(seen) == 1
    assert seen.pop()[0] < 500


def test_asking_leaves_nothing_behind(at: At, alice: Acting, data: Path) -> None:
    before = (Entry.objects.count(), sorted(data.rglob("*")))
    answers("get", OFFICERS)
    answers("post", OFFICERS, data={"said": "words"})
    assert (Entry.objects.count(), sorted(data.rglob("*"))) == before


@pytest.mark.promise("P1")
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_strangers_file_leaves_no_byte(
    at: At, alice: Acting, case: OpenCase, data: Path, size: int
) -> None:
    before = sorted(data.rglob("*"))
    for address in (f"/cases/{case.ref}/documents/", "/nowhere/"):
        file = SimpleUploadedFile("canary.txt", b"\x00canary" * (size // 7))
        answer = a_browser().post(address, {"file": file, "name": "words"})
        assert answer.status_code == 200 and b"Sign in" in answer.content
        assert sorted(data.rglob("*")) == before
