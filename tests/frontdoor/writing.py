"""A student at the public side, over plain HTTP: what they send, and what they read there."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

ADDRESS = "/write/"
ABOUT = "My landlord keeps the deposit, and I cannot sleep."


def a_student() -> Client:
    """A browser of their own."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"}, raise_request_exception=False)


def send(student: Client, step: str, **typed: Any) -> HttpResponse:
    """Send one step of the way."""
    return student.post(ADDRESS, {"step": step, **typed})  # type: ignore[return-value]


def shown(student: Client) -> str:
    """The words of the page that is there now."""
    return text(student.get(ADDRESS))


def text(answer: Any) -> str:
    """What a person reads of a page, in one line."""
    inside = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(inside).split())


def asking(**typed: Any) -> dict[str, Any]:
    """The form of whoever asks, with nothing but what it is about."""
    return {"words": ABOUT, "officer": "any", "eligibility": "registered", **typed}


def asks(student: Client, **typed: Any) -> str:
    """Ask for support, and have the ten words; answers them."""
    answer = send(student, "ask", **asking(**typed))
    assert answer.status_code == 302, text(answer)
    return has_them(student)


def has_them(student: Client) -> str:
    """Press "I have them" on the page with the ten words; answers these."""
    there = student.get(ADDRESS)
    assert send(student, "kept", seen=seen_on(there)).status_code == 302
    return words_on(there)


def seen_on(page: Any) -> str:
    """What the button says of the words that the page shows."""
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert found, text(page)
    return found[1]


def words_on(page: Any) -> str:
    """The ten words of the page that shows them."""
    found = re.search(r'<ol class="words-to-keep.*?</ol>', page.content.decode(), re.S)
    assert found, text(page)
    return " ".join(re.findall(r"<li>(.*?)</li>", found[0]))


def comes_back(words: str) -> Client:
    """Somebody with these words, at whatever they lead to."""
    student = a_student()
    assert send(student, "enter", words=words).status_code == 302
    return student
