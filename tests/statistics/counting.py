"""A service with coded rows enough to release figures of."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.conf import settings

from confide.casework.actions import bring_rows
from confide.casework.queries import CodedRow
from confide.policy.codebook import NOT_SAID, OPENED, RESOLVED
from confide.statistics import actions, queries
from confide.team.queries import Acting
from tests.cast import NOON


def seeded(number: int) -> Random:
    """Chance that is the same in every run."""
    return Random(number)  # noqa: S311 (invented people, and no secret)


YEAR = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


def some_row(random: Random, quarter: str, event: str = OPENED, **said: str) -> CodedRow:
    """A coded row as a case might have given it."""
    terms = settings.POLICY
    about = [code.key for code in terms.about]
    month = (int(quarter[6]) - 1) * 3 + random.randint(1, 3)
    return CodedRow(
        **{
            "event": event,
            "period": f"{quarter[:4]}-{month:02}",
            "scheme": terms.first_scheme,
            "category": random.choices(about, weights=range(len(about), 0, -1))[0],
            "level": random.choice([code.key for code in terms.levels]),
            "college": random.choice([*(code.key for code in terms.colleges), NOT_SAID]),
            "fee_status": random.choice(["home", "overseas", NOT_SAID]),
            "heard": random.choice([code.key for code in terms.heard]),
            "outcome": random.choice([c.key for c in terms.outcomes]) if event == RESOLVED else "",
            **said,
        }
    )


def put(acting: Acting, rows: Sequence[CodedRow]) -> None:
    """Count these in."""
    bring_rows(acting, queries.keys_of(acting), rows, at=NOON)


def a_year(acting: Acting, *, people: int, at: datetime, seed: int = 1) -> None:
    """A year of cases, its four quarters closed."""
    random = seeded(seed)
    rows = [some_row(random, random.choice(YEAR)) for _ in range(people)]
    put(acting, rows)
    put(acting, [some_row(random, random.choice(YEAR), RESOLVED) for _ in range(people)])
    for quarter in YEAR:
        actions.close_quarter(acting, quarter, at=at)


def publish(acting: Acting, draft: str, *, at: datetime) -> int:
    """Look at what is proposed, and publish that."""
    seen = queries.one_proposal(acting, draft).version
    return actions.publish(acting, draft, seen=seen, at=at)


def check(acting: Acting, draft: str, *, at: datetime, blanking: bool = True) -> None:
    """Check a draft, as its page does."""
    shown = queries.one_proposal(acting, draft)
    counts = queries.counts_of(queries.keys_of(acting))
    before = queries.earlier()
    tables = tuple(queries.table_of(each, counts, before) for each in shown.wanted)
    running = queries.Check(before, queries.as_release("This release", tables), blanking=blanking)
    *_, found = running.steps()
    assert isinstance(found, queries.Found)
    after = queries.newest_number()
    actions.keep_check(acting, draft, shown.wanted, found, after=after, at=at)
