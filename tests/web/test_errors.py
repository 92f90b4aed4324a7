"""What is shown and what is logged when something goes wrong."""

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory

from confide.web import errors
from tests.web.urls import CANARY


@contextmanager
def log(level: str = "WARNING") -> Iterator[io.StringIO]:
    """Everything the service's own logging prints, at this level or above."""
    handler = logging.StreamHandler(io.StringIO())
    configuration = {**errors.LOGGING, "root": {"handlers": ["stderr"], "level": level}}
    logging.config.dictConfig(configuration)
    handler.setFormatter(errors.Wordless())
    named = [logging.getLogger(name) for name in ("", "django")]
    before = [(logger.handlers[:], logger.level) for logger in named]
    for logger in named:
        logger.handlers = [handler]
        logger.setLevel(level)
    yield handler.stream
    for logger, (handlers, old) in zip(named, before, strict=True):
        logger.handlers = handlers
        logger.setLevel(old)


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
@pytest.mark.parametrize(
    "path", [f"/broken/{CANARY}/", "/unreachable/", f"/{CANARY}/", f"/no/?{CANARY}"]
)
def test_no_log_holds_a_word_of_what_was_sent(visitor: Client, level: str, path: str) -> None:
    with log(level) as printed:
        visitor.post(path, {"said": CANARY, CANARY: "x"}, headers={"Cookie": f"a={CANARY}"})
        visitor.get(path, headers={"Host": f"{CANARY}.example"})
        logging.getLogger("somebody.elses").error("said %s", CANARY)
        logging.getLogger("somebody.elses").error(f"said {CANARY}")
    assert "somebody.elses" in printed.getvalue()
    assert CANARY not in printed.getvalue()
    assert path.split("?")[0] not in printed.getvalue()


def test_a_fault_is_logged_by_its_class_its_place_and_the_number_on_the_page(
    visitor: Client,
) -> None:
    with log() as printed:
        answer = visitor.get("/broken/x/")
    number = re.search(r'class="reference">(\d{8})<', answer.content.decode())
    assert answer.status_code == 500
    assert number
    line = printed.getvalue()
    assert line.startswith(f"ERROR {number[1]} builtins.RuntimeError at web/audience.py:")
    assert " from builtins.ValueError at " in line
    assert line.count("\n") == 1


def test_a_database_that_is_away_is_said_to_be_away(visitor: Client) -> None:
    with log() as printed:
        answer = visitor.get("/unreachable/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "phone now" in answer.content.decode()
    assert "OperationalError" in printed.getvalue()


def test_a_refusal_shows_the_reason_the_way_out_and_the_clause(visitor: Client) -> None:
    answer = visitor.get("/no/")
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "The student agreed that the &lt;b&gt;college&lt;/b&gt; may be told" in said
    assert "Ask the student first." in said
    assert 'href="/"' in said and 'href="/cases/' not in said
    assert '<span class="clause">CONF-1</span> Nothing leaves without your permission' in said


def test_every_page_that_is_not_there_is_the_same_bytes(visitor: Client) -> None:
    pages = {
        visitor.get(path).content for path in ("/a/", "/cases/k7/", "/static/x.css", "/a/?b=c")
    }
    assert len(pages) == 1


def test_a_buttons_address_that_is_looked_at_says_so_in_the_same_bytes(visitor: Client) -> None:
    answers = [visitor.get(path) for path in ("/button/", f"/button/{CANARY}/", "/button/?a=b")]
    answers.append(visitor.put("/button/"))
    assert {answer.status_code for answer in answers} == {405}
    assert {answer.headers["Allow"] for answer in answers} == {"POST"}
    assert len({answer.content for answer in answers}) == 1
    assert b"Nothing was changed" in answers[0].content and b'href="/"' in answers[0].content
    assert visitor.post("/button/").content == b"pressed"


@pytest.mark.parametrize(
    ("exception", "status"), [(SuspiciousOperation(CANARY), 400), (RequestDataTooBig(CANARY), 413)]
)
def test_what_cannot_be_read_and_what_is_too_large_say_so(
    exception: Exception, status: int
) -> None:
    answer = errors.bad_request(RequestFactory().get("/"), exception)
    assert answer.status_code == status
    assert CANARY not in answer.content.decode()


def test_a_form_that_is_too_large_is_answered_with_413(visitor: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert visitor.post("/contact/", {"said": "x" * 2000}).status_code == 413


@pytest.mark.parametrize("name", ["400", "403_elsewhere", "404", "405", "413", "500", "503"])
def test_an_error_page_needs_no_database_and_nobody_signed_in(name: str) -> None:
    # The database is forbidden to this test: a query would fail it.
    answer = errors._page(f"{name}.html", 200, number="12345678")
    assert b"<h1>" in answer.content
