"""What is urgent stays up while the databases are down. (HOUR-1, HOUR-2)"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from confide.web.padding import LEAST
from tests.frontdoor.conftest import PAGES

ASK = """
import json, sys, django
django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
own = {"Sec-Fetch-Site": "same-origin", "Cookie": "__Host-confide=" + "a" * 52}
answers = [visitor.get(path) for path in sys.argv[2:]]
answers += [visitor.post("/write/", sent, headers=own) for sent in json.loads(sys.argv[1])]
print(json.dumps([[answer.status_code, answer.content.decode()] for answer in answers]))
"""
TEN = "motor anaconda delete buzz brunette voyage scorch twentieth barrack suave"
SENT = {
    "ask": {"words": "It took me an hour.", "name": "Robin & Jo", "sheet": "a" * 26},
    "message": {"message": "It took me an hour."},
    "enter": {"words": TEN},
    "withdraw": {"about": "b" * 26},
}
NOWHERE = {
    "SQLite's folder is gone": {"CONFIDE_DATABASE": ""},
    "PostgreSQL does not answer": {"CONFIDE_DATABASE": "host=127.0.0.1 port=1 dbname=gone"},
}


@pytest.fixture(params=NOWHERE.values(), ids=NOWHERE)
def answers(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, tuple[int, str]]:
    """What a public side answers to looks and forms, started on databases it cannot reach."""
    told = {
        "DJANGO_SETTINGS_MODULE": "confide.site.settings",
        "CONFIDE_SIDE": "public",
        "CONFIDE_DATA": str(tmp_path / "gone"),
    }
    sent = json.dumps([{"step": step, **typed} for step, typed in SENT.items()])
    done = subprocess.run(
        [sys.executable, "-c", ASK, sent, *PAGES],
        env={**os.environ, **told, **request.param},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "OperationalError" in done.stderr
    return dict(zip([*PAGES, *SENT], json.loads(done.stdout), strict=True))


@pytest.mark.clause("HOUR-1", "HOUR-2")
def test_promise_hours_and_numbers_are_shown_and_the_rest_is_kindly_left_out(
    answers: dict[str, tuple[int, str]],
) -> None:
    assert {path: answers[path][0] for path in PAGES} == dict.fromkeys(PAGES, 200)
    for path in PAGES:
        assert 'href="tel:999"' in answers[path][1]
    front = answers["/"][1]
    assert "Our promise" in front
    assert "Monday to Friday, 10 am to 4 pm" in front
    assert front.count('class="open-now') == 2
    assert "The names of this year’s officers cannot be shown at this moment." in front
    assert "The day of the last check cannot be shown" in answers["/promises/"][1]
    assert "CONF-3" in answers["/promises/"][1]


@pytest.mark.clause("CONF-3")
def test_what_was_typed_is_given_back_to_be_sent_again_and_ten_words_are_not(
    answers: dict[str, tuple[int, str]],
) -> None:
    assert {answers[step][0] for step in SENT} == {503}
    for step in ("ask", "message"):
        page = answers[step][1]
        assert ">\nIt took me an hour.</textarea>" in page and "Send it again" in page
        assert f'name="step" value="{step}"' in page
    assert 'name="name" value="Robin &amp; Jo"' in answers["ask"][1]
    assert f'name="sheet" value="{"a" * 26}"' in answers["ask"][1]
    for step in ("enter", "withdraw"):
        assert "Send it again" not in answers[step][1] and "Try again" in answers[step][1]
    assert not any(TEN in page for _, page in answers.values())
    assert {len(answers[step][1].encode()) for step in SENT} == {LEAST}


@pytest.mark.parametrize("path", ["/emergency/", "/hours/"])
def test_the_numbers_and_the_hours_never_ask_the_database(visitor: Client, path: str) -> None:
    # This test asked for no database, so pytest-django fails whatever touches one.
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert b"116 123" in answer.content
