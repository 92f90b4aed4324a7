"""A long text is refused in words and comes back, whatever its script. (RECD-1)"""

import importlib
import io
import pkgutil
import threading
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

import confide
from confide.web.forms import LONGEST, LongWords, Words
from confide.web.forms.words import MOST
from confide.web.large import LARGE, OneLargeAtATime

pytestmark = pytest.mark.clause("RECD-1")

# What takes most bytes on the way, for each of the units in which browsers count.
WIDEST = "中"


def _forms() -> list[type[forms.Form]]:
    for module in pkgutil.walk_packages(confide.__path__, "confide."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    return [each for each in _below(forms.Form) if each.__module__.startswith("confide.")]


def _below(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@pytest.mark.parametrize("form", _forms(), ids=lambda form: form.__name__)
def test_what_its_fields_can_hold_is_taken(form: type[forms.Form]) -> None:
    fields = {n: f for n, f in form.base_fields.items() if isinstance(f, Words)}
    for overlong in fields:
        # One field with as much as a browser lets into it, the others with all that may be kept.
        typed = {
            name: WIDEST * (MOST if name == overlong else f.longest) for name, f in fields.items()
        }
        # The rest is for what is chosen, and for the marks that keep words behind a lock.
        assert len(urlencode(typed)) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 15 // 16


def test_what_is_longer_than_fits_comes_back_with_what_to_do(visitor: Client) -> None:
    words = WIDEST * MOST
    page = visitor.post("/contact/", {"said": words})
    assert page.status_code == 200
    said = page.content.decode()
    assert "250,000 characters long, and 50,000 fit" in said and words in said


def test_the_longest_text_is_kept_to_the_last_character() -> None:
    for sign in ("a", WIDEST, "\U0001f600"):
        assert LongWords().clean(sign * LONGEST) == sign * LONGEST
        with pytest.raises(forms.ValidationError):
            LongWords().clean(sign * (LONGEST + 1))


def test_one_large_request_is_worked_on_and_small_ones_pass_beside_it() -> None:
    inside, go_on = threading.Semaphore(0), threading.Event()
    most, now, counting = 0, 0, threading.Lock()

    def work(request: HttpRequest) -> HttpResponse:
        nonlocal most, now
        with counting:
            now += 1
            most = max(most, now)
        inside.release()
        go_on.wait()
        with counting:
            now -= 1
        return HttpResponse()

    door = OneLargeAtATime(lambda request: work(request) if request.path == "/large" else _small())
    sent = [RequestFactory().post("/large", {"said": "x" * LARGE}) for _ in range(6)]
    threads = [threading.Thread(target=door, args=(each,)) for each in sent]
    for thread in threads:
        thread.start()
    inside.acquire()
    assert door(RequestFactory().post("/", {"said": "x"})).status_code == 200
    assert door(RequestFactory().get("/")).status_code == 200
    go_on.set()
    for thread in threads:
        thread.join()
    assert most == 1


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_a_slow_line_holds_up_nobody_else(kind: str) -> None:
    reached, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            reached.set()
            go_on.wait()
            return super().read(size)

    def said(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.POST["said"])

    part = b'--b\r\nContent-Disposition: form-data; name="said"\r\n\r\n%s\r\n--b--\r\n'
    body = (part if "multipart" in kind else b"said=%s") % (b"x" * LARGE)
    slow = RequestFactory().generic("POST", "/", body, kind)
    slow.environ["wsgi.input"] = slow._stream = Slow(body)
    door, answers = OneLargeAtATime(said), []
    thread = threading.Thread(target=lambda: answers.append(door(slow)))
    thread.start()
    reached.wait()
    assert door.turn.acquire(blocking=False)
    door.turn.release()
    go_on.set()
    thread.join()
    assert answers[0].content == b"x" * LARGE


def test_a_large_request_that_fails_leaves_its_place() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    door = OneLargeAtATime(broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            door(RequestFactory().post("/", {"said": "x" * LARGE}))


def _small() -> HttpResponse:
    return HttpResponse()
