"""Timing pages: the product's and its twins', one after the other, over the loopback."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone

from bench.building import forget_quick
from bench.figures import ALIKE, BY_DATABASE, COLD, SEALED, Page
from bench.founding import Person
from bench.plain.middleware import COOKIE
from bench.sizes import Sizes
from bench.timing import alternately
from bench.visiting import NotThePage, Visitor
from bench.words import RARE
from confide.web import clock


@dataclass
class Bench:
    """Who measures what."""

    visitor: Visitor
    person: Person
    sizes: Sizes
    ref: str

    def sign_in(self, prefix: str = "") -> float:
        """Sign in at one of the doors."""
        cookie = COOKIE if prefix else settings.SESSION_COOKIE
        # Whoever is signed in already is led on, and no passphrase is looked at.
        self.visitor.forget_session(cookie)
        who = {"sign_in_name": self.person.sign_in_name, "passphrase": self.person.passphrase}
        self.visitor.post(f"{prefix}/", who)
        if not self.visitor.has_session(cookie):
            raise NotThePage("Signing in did not begin a session.")
        return self.visitor.seconds

    def get(self, path: str, shows: str = "") -> Callable[[], float]:
        """A page to fetch."""

        def fetch() -> float:
            self.visitor.get(path, shows=shows)
            return self.visitor.seconds

        return fetch

    def post(
        self, path: str, fields: dict[str, str], *, status: int = 302, shows: str = ""
    ) -> Callable[[], float]:
        """A form to send."""

        def send() -> float:
            self.visitor.post(path, fields, status=status, shows=shows)
            return self.visitor.seconds

        return send


def measure_pages(bench: Bench) -> list[Page]:
    """Time every page, once it was found to be the same page on both sides."""
    bench.sign_in()
    bench.sign_in("/plain")
    check_alike(bench)
    return [
        _desk(bench),
        _case(bench),
        _search(bench),
        _filing(bench),
        _opening(bench),
        _signing_in(bench),
    ]


def check_alike(bench: Bench) -> None:
    """Refuse to compare pages that are not the same bytes."""
    shown = {"words": RARE}
    for path, fields in (("/desk/", None), (f"/cases/{bench.ref}/", None), ("/search/", shown)):
        pages = [
            bench.visitor.post(prefix + path, fields, status=200)
            if fields
            else bench.visitor.get(prefix + path)
            for prefix in ("", "/plain", "/database")
        ]
        if len(set(map(_without_order, pages))) != 1:
            raise NotThePage(f"The twins of {path} are not the same page.")


def _without_order(page: bytes) -> bytes:
    # What is found is in no order that a reader was promised; each place is a card of its own.
    return b"\n".join(sorted(page.split(b'<li class="card">')))


def _desk(bench: Bench) -> Page:
    shows = "My desk"
    desk = bench.get("/desk/", shows)

    def cold() -> float:
        _change(forget_quick)
        return desk()

    title = f"Desk of {bench.sizes.cases:,} cases"
    first = alternately(f"{title}, first use", {COLD: cold}, runs=bench.sizes.slow_runs)
    desk()
    ways = _three("/desk/", lambda path: bench.get(path, shows))
    return Page(title, {**first, **alternately(title, ways, runs=bench.sizes.runs)})


def _case(bench: Bench) -> Page:
    path, shows = f"/cases/{bench.ref}/", "Beside the case"
    page = bench.get(path, shows)

    def cold() -> float:
        # A new session, so that the reading is an entry of the ledger; and no quick copy.
        bench.sign_in()
        _change(forget_quick)
        return page()

    title = f"Opening a case of {bench.sizes.in_one_case} contacts"
    first = alternately(f"{title}, first use", {COLD: cold}, runs=bench.sizes.slow_runs)
    ways = {SEALED: page, ALIKE: bench.get(f"/plain{path}", shows)}
    return Page(title, {**first, **alternately(title, ways, runs=bench.sizes.runs)})


def _search(bench: Bench) -> Page:
    title = f"Search over {bench.sizes.contacts:,} contacts"
    fields = {"words": RARE}
    ask = bench.post("/search/", fields, status=200, shows="<mark>")

    def cold() -> float:
        # As above: the first search of a session is an entry of the ledger.
        bench.sign_in()
        _change(forget_quick)
        return ask()

    first = alternately(f"{title}, first use", {COLD: cold}, runs=bench.sizes.slow_runs)
    ask()
    ways = _three("/search/", lambda path: bench.post(path, fields, status=200, shows="<mark>"))
    return Page(title, {**first, **alternately(title, ways, runs=bench.sizes.runs)})


def _filing(bench: Bench) -> Page:
    path, content = f"/cases/{bench.ref}/documents/", b"%PDF" * (bench.sizes.file_bytes // 4)

    def send(prefix: str) -> Callable[[], float]:
        def file() -> float:
            bench.visitor.send_file(prefix + path, "Scan.pdf", content)
            return bench.visitor.seconds

        return file

    title = f"Filing a document of {bench.sizes.file_bytes / 1_000_000:g} MB"
    ways = {SEALED: send(""), ALIKE: send("/plain")}
    return Page(title, alternately(title, ways, runs=bench.sizes.runs))


def _opening(bench: Bench) -> Page:
    now = timezone.localtime(clock.now()) - timedelta(hours=2)
    fields = {
        "student": "Robin",
        "safe_how": "By e-mail",
        "eligibility": "registered",
        "scheme": "student-support",
        "category": "housing",
        "about": "The deposit.",
        "kind": "in-person",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "said": "The deposit was not paid back.",
        "next_step": "Ring the scheme",
    }
    title = "Creating a case with its first contact"
    ways = {
        SEALED: bench.post("/cases/new/", fields),
        ALIKE: bench.post("/plain/cases/new/", fields),
    }
    return Page(title, alternately(title, ways, runs=bench.sizes.runs))


def _signing_in(bench: Bench) -> Page:
    title = "Signing in"
    ways: dict[str, Callable[[], float]] = {
        SEALED: bench.sign_in,
        ALIKE: lambda: bench.sign_in("/plain"),
    }
    return Page(title, alternately(title, ways, runs=bench.sizes.slow_runs))


def _three(path: str, way: Callable[[str], Callable[[], float]]) -> dict[str, Callable[[], float]]:
    return {
        SEALED: way(path),
        ALIKE: way(f"/plain{path}"),
        BY_DATABASE: way(f"/database{path}"),
    }


def _change(do: Callable[[], None]) -> None:
    do()
    # What was written must not be waiting in this process while the worker is timed.
    connections.close_all()
