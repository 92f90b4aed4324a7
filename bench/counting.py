"""Figures of many coded rows: the officers' picture, closing quarters, a release and its check."""

import resource
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice, product
from time import process_time

from django.conf import settings

from bench.figures import Work
from bench.founding import Person
from bench.progress import tell
from bench.sizes import Sizes
from bench.timing import in_words, timed
from confide.casework import actions as casework
from confide.casework.queries import CodedRow
from confide.policy.codebook import OPENED
from confide.policy.periods import after, months_of, period_of, quarter_of, year_of
from confide.statistics import actions, queries
from confide.team import actions as team
from confide.team.queries import Acting
from confide.web import clock

_AT_ONCE = 5000
_QUARTERS = 6


def measure_figures(person: Person, sizes: Sizes) -> list[Work]:
    """Bring rows in, draw the picture of them all, close what is over, and release a year."""
    now = clock.now()
    acting = person.acting(now)
    team.settle_team_key(acting, at=now)
    on = queries.local_day(now)
    present = quarter_of(period_of(on))
    over = [after(present, -n) for n in range(_QUARTERS, 0, -1)]
    rows = list(islice(cycle(_kinds(over)), sizes.coded))
    keys = queries.keys_of(acting)
    sealing = _timed(lambda: _bring(acting, rows))
    found: list[Counter[CodedRow]] = []
    opening = _timed(lambda: found.append(queries.whole_tally(keys)))
    if found[0].total() != sizes.coded:
        raise RuntimeError("Some rows did not open.")
    drawing = _timed(lambda: queries.picture(found[0], [], on=on))
    closing = _timed(lambda: [actions.close_quarter(acting, each, at=now) for each in over])
    checking = _timed(lambda: _release(acting, over))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    many = f"{sizes.coded:,} coded rows"
    return [
        _work(f"Sealing {many}", sealing),
        _work(f"Opening {many} for the picture", opening),
        _work("Drawing up the picture from them", drawing),
        _work(f"Closing {_QUARTERS} quarters of them", closing),
        _work("A year's tables: counted, checked, blanked", checking),
        Work("Memory of the process at most", f"{peak:.0f} MB"),
    ]


def _kinds(quarters: list[str]) -> list[CodedRow]:
    terms = settings.POLICY
    months = [month for quarter in quarters for month in months_of(quarter)]
    lists = (terms.about, terms.colleges, terms.levels)
    return [
        CodedRow(
            event=OPENED,
            period=month,
            scheme=terms.first_scheme,
            category=about.key,
            level=level.key,
            college=college.key,
            fee_status=terms.fee_statuses[0].key,
            heard=terms.heard[0].key,
        )
        for about, college, level, month in product(*lists, months)
    ]


def _bring(acting: Acting, rows: list[CodedRow]) -> None:
    keys = queries.keys_of(acting)
    for done in range(0, len(rows), _AT_ONCE):
        casework.bring_rows(acting, keys, rows[done : done + _AT_ONCE], at=clock.now())
        tell("Bringing rows in", min(done + _AT_ONCE, len(rows)), len(rows))


def _release(acting: Acting, over: list[str]) -> None:
    figures = settings.POLICY.figures
    years = (year_of(each, starts=figures.year_starts) for each in over)
    year = next(year for year in years if set(year) <= set(over))
    keys = [shape.key for shape in figures.shapes if shape.counts == OPENED]
    asked = [each for key in keys if (each := queries.wanted(key, year[0]))]
    counts = queries.counts_of(queries.keys_of(acting))
    tables = [queries.table_of(each, counts) for each in asked]
    new = queries.as_release("This release", tables)
    *_, found = queries.Check([], new, blanking=True).steps()
    if not isinstance(found, queries.Found) or found.disclosed or found.undecided:
        raise RuntimeError("The release was to pass.")


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    """How long it takes by the clock, and how much of that this process was at work."""
    before = process_time()
    return timed(do), process_time() - before


def _work(title: str, took: tuple[float, float]) -> Work:
    return Work(title, in_words(took[0]), f"{in_words(took[1])} of it at work")
