"""What the demonstration's officers counted: quarters that are closed, a release, and one to come.

A service with a few stories has too little to count, so it brings coded rows of two more years, as
a union does that has kept a list of its own until now. All of them are invented. (STAT-1, STAT-2)
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.conf import settings

from confide.casework import actions as casework
from confide.casework.queries import CodedRow
from confide.policy.codebook import NOT_KNOWN, NOT_SAID, OPENED, RESOLVED
from confide.policy.periods import after, months_of, period_of, quarter_of, year_of
from confide.site.demonstration.staff import Staff
from confide.statistics import actions, queries
from confide.team import actions as team
from confide.team.queries import Acting

OFFICERS = ("idris", "tamsin")
QUARTERS = 9
# How many come in the quarter that begins in January, April, July and October.
_COMING = {1: 150, 2: 130, 3: 60, 4: 170}
_NOT_SAID_OF_TEN = 2
_SETTLED_OF_TEN = 9

COMMENTARY = (
    (
        "year",
        "Most students came in the weeks before exams. Nobody waited longer than we promised.",
    ),
    ("noticed", "Courses and how they are taught are behind every third new case."),
    (
        "asked",
        "We would like every department to say on its front page who decides about extensions. "
        "It is the question that we are asked most.",
    ),
)


def count(staff: Staff, *, made_at: datetime) -> None:
    """Close what is over, publish one release, and leave another with a second officer."""
    for key in (*OFFICERS, *OFFICERS):
        # As at each sign-in: whoever holds the team's key passes it on.
        team.settle_team_key(staff.acting(key, made_at), at=made_at)
    one, other = (staff.acting(key, made_at) for key in OFFICERS)
    present = quarter_of(period_of(queries.local_day(made_at)))
    over = [after(present, -n) for n in range(QUARTERS, 0, -1)]
    today = period_of(queries.local_day(made_at))
    rows = [row for row in _rows([*over, present]) if row.period <= today]
    casework.bring_rows(one, queries.keys_of(one), rows, at=made_at)
    while (closing := queries.next_to_close(one, at=made_at)).may:
        actions.close_quarter(one, closing.quarter, at=made_at)
    year = _last_whole_year(over)
    wanted = [("category-quarter", quarter) for quarter in year]
    first = _proposed(one, "heard-year", year, wanted, made_at)
    seen = queries.one_proposal(other, first).version
    actions.publish(other, first, seen=seen, at=made_at)
    _proposed(other, "category-level-year", year, [("fee-status-year", year[0])], made_at)


def _proposed(
    acting: Acting,
    key: str,
    year: Sequence[str],
    more: Sequence[tuple[str, str]],
    at: datetime,
) -> str:
    asked = [each for pair in [*more, (key, year[0])] if (each := queries.wanted(*pair))]
    name = settings.POLICY.union.service
    title = f"{name}: {queries.months_in_words(year)}"
    draft = actions.draft_release(acting, title, asked, at=at)
    counts = queries.counts_of(queries.keys_of(acting))
    new = queries.as_release("This release", [queries.table_of(each, counts) for each in asked])
    *_, found = queries.Check(queries.earlier(), new, blanking=True).steps()
    if isinstance(found, queries.Found):
        actions.keep_check(acting, draft, asked, found, after=queries.newest_number(), at=at)
    actions.propose(acting, draft, commentary=COMMENTARY, at=at)
    return draft


def _last_whole_year(over: Sequence[str]) -> tuple[str, ...]:
    starts = settings.POLICY.figures.year_starts
    years = (year_of(quarter, starts=starts) for quarter in reversed(over))
    return next(year for year in years if set(year) <= set(over))


def _rows(quarters: Sequence[str]) -> list[CodedRow]:
    random = Random(1)  # noqa: S311 (invented people, the same every time)
    rows = []
    for quarter in quarters:
        for _ in range(_COMING[int(quarter[6])] + random.randrange(20)):
            opened = _row(random, quarter)
            rows.append(opened)
            if random.randrange(10) < _SETTLED_OF_TEN:
                rows.append(_resolved(random, opened, quarter))
    return rows


def _row(random: Random, quarter: str) -> CodedRow:
    terms = settings.POLICY
    return CodedRow(
        event=OPENED,
        period=random.choice(months_of(quarter)),
        scheme=terms.first_scheme,
        category=_one(random, terms.about),
        level=_one(random, terms.levels),
        college=_said(random, terms.colleges),
        fee_status=_said(random, terms.fee_statuses),
        heard=_said(random, terms.heard),
    )


def _resolved(random: Random, opened: CodedRow, quarter: str) -> CodedRow:
    ended = _one(random, settings.POLICY.outcomes) or NOT_KNOWN
    said = {name: getattr(opened, name) for name in opened.__struct_fields__}
    months = months_of(quarter)
    later = random.choice(months[months.index(opened.period) :])
    return CodedRow(**{**said, "event": RESOLVED, "period": later, "outcome": ended})


def _said(random: Random, codes: Sequence[tuple[str, str]]) -> str:
    return NOT_SAID if random.randrange(10) < _NOT_SAID_OF_TEN else _one(random, codes)


def _one(random: Random, codes: Sequence[tuple[str, str]]) -> str:
    """One of a list, the first ones more often than the last."""
    if not codes:
        return NOT_SAID
    return random.choices([key for key, _ in codes], weights=range(len(codes) + 2, 2, -1))[0]
