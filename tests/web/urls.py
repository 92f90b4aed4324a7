"""A few pages that use everything `web` offers, for its own tests."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_POST

from confide.policy.decision import refuse
from confide.web import errors
from confide.web.audience import audience
from confide.web.forms import (
    Choice,
    Choices,
    Day,
    LongText,
    LongWords,
    Passphrase,
    Radios,
    Tick,
    TimeOfDay,
    Upload,
    Words,
)
from confide.web.headers import attachment
from confide.web.notices import NOTICES
from confide.web.streaming import Piece, streamed

PAGES = Path(__file__).parent / "pages"
CANARY = "Marmalade-Cassowary"
GOES_ON = threading.Event()


class Contact(forms.Form):
    """One of every kind of question."""

    how = Choice(
        label="How were you in touch?",
        choices=[("phone", "By phone"), ("mail", "By e-mail"), ("letter", "By letter")],
        widget=Radios(
            hints={"phone": "The support phone or the office’s own."},
            reveals={"phone": "rang_from"},
        ),
    )
    rang_from = Words(label="Which number did they ring from?", required=False)
    on = Day(label="When was it?", help_text="For example 17/11/2026")
    at = TimeOfDay(label="At what time?", required=False)
    subject = Words(label="In a few words")
    said = LongWords(label="What was said", widget=LongText(rows=4, count=500))
    about = Choices(
        label="What was it about?",
        choices=[("study", "Studying"), ("home", "Where they live")],
        required=False,
    )
    scheme = forms.ChoiceField(
        label="Scheme", choices=[("", "None"), ("peer", "Peer support")], required=False
    )
    paper = Upload(label="File it", required=False)
    passphrase = forms.CharField(label="Your passphrase", widget=Passphrase, required=False)
    sure = Tick(label="I have read this back to the student", required=False)


@dataclass(frozen=True)
class Acting:
    """Somebody signed in, as far as a page needs to know."""

    name: str
    roles: frozenset[str]

    @property
    def officer(self) -> SimpleNamespace:
        return SimpleNamespace(name=self.name)


BOTH = Acting("Asha Rao", frozenset({"caseworker", "steward"}))


@audience("public")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part of the look on an officers' page."""
    request.acting, request.notice_id = BOTH, "consent-recorded"  # type: ignore[attr-defined]
    return _page(
        request, "gallery.html", {"people": [{"name": "Asha Rao"}, {"name": "Tomasz Zieliński"}]}
    )


@audience("public")
def front(request: HttpRequest) -> HttpResponse:
    """A page for everybody, as bare as they come."""
    return _page(request, "front.html", {})


@audience("public")
def paper(request: HttpRequest) -> HttpResponse:
    """What gets printed."""
    return _page(request, "paper.html", {})


@audience("public")
def coming(request: HttpRequest) -> StreamingHttpResponse:
    """The page of figures, which stays half sent until it goes on."""
    request.acting = BOTH  # type: ignore[attr-defined]

    def work() -> Iterator[Piece]:
        yield from ((10, 100), (40, 100))
        GOES_ON.wait()
        yield '<p class="lead">All the numbers are here.</p>'

    return streamed(request, "statistics/pages/figures.html", {}, work)


@audience("public")
def contact(request: HttpRequest) -> HttpResponse:
    """The form, which says what it was told."""
    request.acting = BOTH  # type: ignore[attr-defined]
    form = Contact(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponse(repr(form.cleaned_data), content_type="text/plain; charset=utf-8")
    return _page(request, "contact.html", {"form": form})


@audience("public")
def echo(request: HttpRequest) -> HttpResponse:
    """What the browser said of where this came from."""
    told = {name: request.headers.get(name) for name in ("Sec-Fetch-Site", "Origin", "Referer")}
    return HttpResponse(repr(told), content_type="text/plain")


@audience("public")
def broken(request: HttpRequest) -> HttpResponse:
    """A fault with a person's words in its message, its frames, its path and its cause."""
    typed = f"{CANARY} {request.path} {request.POST}"
    try:
        int(typed)
    except ValueError as cause:
        raise RuntimeError(typed) from cause
    return HttpResponse()


@audience("public")
def unreachable(request: HttpRequest) -> HttpResponse:
    """A database that is not there."""
    raise OperationalError(f"could not connect for {CANARY}")


@audience("public")
def no(request: HttpRequest) -> HttpResponse:
    """A refusal."""
    return errors.refused(request, REFUSAL)


@audience("public")
@require_POST
def button(request: HttpRequest) -> HttpResponse:
    """What a button sends to."""
    return HttpResponse("pressed")


@audience("public")
def file(request: HttpRequest) -> HttpResponse:
    """Somebody else's file, which would love to be a page."""
    return attachment(b"<script>alert(1)</script>", name='letter".html\r\nX-Evil: 1')


@audience("signed-in")
def keys(request: HttpRequest) -> HttpResponse:
    """For anybody signed in, in office or not."""
    return HttpResponse("keys")


@audience("officer")
def desk(request: HttpRequest) -> HttpResponse:
    """For anybody in office."""
    return HttpResponse("desk")


@audience("caseworker")
def case(request: HttpRequest) -> HttpResponse:
    """For caseworkers."""
    return HttpResponse("case")


@audience("steward")
def ledger(request: HttpRequest) -> HttpResponse:
    """For stewards."""
    return HttpResponse("ledger")


REFUSAL = refuse(
    "CONF-1",
    "The student agreed that {recipient} may be told about the rent only.",
    instead="Ask the student first. A spoken yes is enough if it is clear.",
    recipient="the <b>college</b>",
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", front),
    path("gallery/", gallery),
    path("paper/", paper),
    path("contact/", contact),
    path("coming/", coming),
    path("echo/", echo),
    path("broken/<str:word>/", lambda request, word: broken(request)),
    path("unreachable/", unreachable),
    path("no/", no),
    path("button/", button),
    path("button/<str:word>/", lambda request, word: button(request)),
    path("file/", file),
    path("desk/", desk),
    path("case/", case),
    path("ledger/", ledger),
]


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    source = (PAGES / name).read_text(encoding="utf-8")
    template = engines["django"].from_string(source)
    return HttpResponse(template.render({**context, "notices": NOTICES}, request))
