"""One whole run, in order: what destroys comes last."""

import os
import tempfile
from pathlib import Path

from django.db import connection, connections
from django.utils import timezone

from bench.backups import measure_backups
from bench.building import build
from bench.counting import measure_figures
from bench.danger import measure_breach
from bench.figures import Work
from bench.founding import found
from bench.pages import Bench, measure_pages
from bench.presence import measure_presence
from bench.report import Measured
from bench.serving import served
from bench.sizes import TINY_PAIRS, Sizes
from bench.visiting import Visitor
from bench.way import measure_way
from bench.work import measure_extract, measure_nights, measure_verifying
from confide.web import clock


def run(command: str, sizes: Sizes) -> Measured:
    """Found, fill, serve, time."""
    now = clock.now()
    before = _load()
    person = found(now)
    ref = build(person, sizes, now)
    connections.close_all()
    with served() as port:
        visitor = Visitor(port)
        bench = Bench(visitor, person, sizes, ref)
        bench.sign_in()
        fresh = visitor.memory()["VmRSS"]
        pages = measure_pages(bench)
        danger = measure_breach(bench)
        memory = visitor.memory()
    work = [
        danger,
        *measure_extract(person, ref, sizes),
        *measure_nights(),
        *measure_verifying(sizes),
        Work("Memory of the worker after its first sign-in", _megabytes(fresh)),
        Work(
            "Memory of the worker after all of the pages",
            _megabytes(memory["VmRSS"]),
            f"{_megabytes(memory['VmHWM'])} at most",
        ),
    ]
    return Measured(
        database=connection.display_name,
        version=_version(),
        command=command,
        when=f"{timezone.localtime(now):%-d %B %Y}",
        load=f"{before} and {_load()}",
        pages=pages,
        work=work,
    )


def run_presence(command: str, *, pairs: int) -> Measured:
    """Found two services that differ in one student, and try to tell them apart."""
    now = clock.now()
    before = _load()
    found(now)
    with tempfile.TemporaryDirectory(prefix="confide-bench-worlds-") as place:
        work = measure_presence(Path(place), now, pairs=pairs, strict=pairs > TINY_PAIRS)
    return Measured(
        database=f"{connection.display_name}: presence",
        version=_version(),
        command=command,
        when=f"{timezone.localtime(now):%-d %B %Y}",
        load=f"{before} and {_load()}",
        pages=[],
        work=work,
    )


def run_way(command: str, *, tiny: bool) -> Measured:
    """Found, let a student write for long, and play floods through the limits."""
    now = clock.now()
    before = _load()
    found(now)
    messages, runs, hours = (2, 3, 1) if tiny else (50, 40, 24)
    work = measure_way(now, messages=messages, runs=runs, hours=hours)
    return Measured(
        database=f"{connection.display_name}: the student's way",
        version=_version(),
        command=command,
        when=f"{timezone.localtime(now):%-d %B %Y}",
        load=f"{before} and {_load()}",
        pages=[],
        work=work,
    )


def run_backups(command: str, sizes: Sizes) -> Measured:
    """Found, fill, and do with the copies what a host does."""
    now = clock.now()
    before = _load()
    person = found(now)
    build(person, sizes, now)
    connections.close_all()
    work = measure_backups(person, sizes)
    return Measured(
        database=f"{connection.display_name}: backups",
        version=_version(),
        command=command,
        when=f"{timezone.localtime(now):%-d %B %Y}",
        load=f"{before} and {_load()}",
        pages=[],
        work=work,
    )


def run_figures(command: str, sizes: Sizes) -> Measured:
    """Found, count many cases in, and make figures of them."""
    now = clock.now()
    before = _load()
    person = found(now)
    work = measure_figures(person, sizes)
    return Measured(
        database=f"{connection.display_name}: figures",
        version=_version(),
        command=command,
        when=f"{timezone.localtime(now):%-d %B %Y}",
        load=f"{before} and {_load()}",
        pages=[],
        work=work,
    )


def _version() -> str:
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _megabytes(kilobytes: int) -> str:
    return f"{kilobytes / 1024:.0f} MB"
