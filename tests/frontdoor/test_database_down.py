"""What is urgent stays up while the databases are down. (HOUR-1, HOUR-2)"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.frontdoor.conftest import PAGES

ASK = """
import json, sys, django
django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
answers = [visitor.get(path) for path in sys.argv[1:]]
print(json.dumps([[answer.status_code, answer.content.decode()] for answer in answers]))
"""
NOWHERE = {
    "SQLite's folder is gone": {"CONFIDE_DATABASE": ""},
    "PostgreSQL does not answer": {"CONFIDE_DATABASE": "host=127.0.0.1 port=1 dbname=gone"},
}


@pytest.fixture(params=NOWHERE.values(), ids=NOWHERE)
def answers(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, tuple[int, str]]:
    """Every page of a public side that was started on databases it cannot reach."""
    told = {
        "DJANGO_SETTINGS_MODULE": "confide.site.settings",
        "CONFIDE_SIDE": "public",
        "CONFIDE_DATA": str(tmp_path / "gone"),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, *PAGES],
        env={**os.environ, **told, **request.param},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "OperationalError" in done.stderr
    return dict(zip(PAGES, json.loads(done.stdout), strict=True))


@pytest.mark.clause("HOUR-1", "HOUR-2")
def test_promise_hours_and_numbers_are_shown_and_the_rest_is_kindly_left_out(
    answers: dict[str, tuple[int, str]],
) -> None:
    assert {path: status for path, (status, _) in answers.items()} == dict.fromkeys(PAGES, 200)
    for path in PAGES:
        assert 'href="tel:999"' in answers[path][1]
    front = answers["/"][1]
    assert "Our promise" in front
    assert "Monday to Friday, 10 am to 4 pm" in front
    assert front.count('class="open-now') == 2
    assert "The names of this year’s officers cannot be shown at this moment." in front
    assert "The day of the last check cannot be shown" in answers["/promises/"][1]
    assert "CONF-3" in answers["/promises/"][1]


@pytest.mark.parametrize("path", ["/emergency/", "/hours/"])
def test_the_numbers_and_the_hours_never_ask_the_database(visitor: Client, path: str) -> None:
    # This test asked for no database, so pytest-django fails whatever touches one.
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert b"116 123" in answer.content
