"""The officers' picture of their work, made in the session and kept nowhere. (STAT-1)

What coded rows and the counts of closed quarters know is of the whole service. How long a first
answer took, by which ways and at which hours people were in touch, and which promises of a next
step were kept in time stand in the cases themselves: of those an officer sees their own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from confide.casework.queries import (
    CodedRow,
    OpenCase,
    contacts_of,
    my_cases,
    standing,
    tasks_of,
)
from confide.policy import statistics
from confide.policy.codebook import OPENED, PREFER_NOT, RESOLVED
from confide.policy.decision import Decision
from confide.policy.periods import after, months_of, period_of, quarter_of, year_of
from confide.policy.words import MONTHS
from confide.statistics.models import MonthCount, QuarterCounts
from confide.statistics.queries.counts import months
from confide.statistics.queries.shown import WIDTH, Bar
from confide.team.queries import Acting

_FIRST_ANSWERS: Final = (
    (timedelta(days=1), "Within a day"),
    (timedelta(days=3), "Within three days"),
    (timedelta(days=7), "Within a week"),
)
_LATER: Final = "Later"
_NOT_IN_TOUCH: Final = frozenset({"reopened"})
_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Month:
    """A month of this year beside the same of last year; None for what is to come."""

    name: str
    short: str
    opened: int | None
    resolved: int | None
    before: int
    opened_height: int = 0
    before_height: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """The service's work in a year, and how much of it there was the year before."""

    year: str
    last_year: str
    months: tuple[Month, ...]
    categories: tuple[Bar, ...]
    schemes: tuple[Bar, ...]
    opened: int
    resolved: int
    opened_before: int
    resolved_before: int


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What only the cases themselves know, of the officer's own."""

    cases: int
    first_answers: tuple[Bar, ...]
    ways: tuple[Bar, ...]
    hours: tuple[Bar, ...]
    in_time: int
    late: int
    overdue: int


def may_see(acting: Acting) -> Decision:
    """Whether the officer sees the figures."""
    return statistics.may_see_figures(standing(acting))


def picture(tally: Mapping[CodedRow, int], closed: Iterable[QuarterCounts], *, on: date) -> Picture:
    """The year that a day lies in, from coded rows and the counts of closed quarters."""
    starts = settings.POLICY.figures.year_starts
    quarters = year_of(quarter_of(period_of(on)), starts=starts)
    now = [month for quarter in quarters for month in months_of(quarter)]
    then = [month for quarter in quarters for month in months_of(after(quarter, -4))]
    counts = [*months(tally), *(each for kept in closed for each in kept.months)]
    by_month = _by_month(counts)
    this_year = [each for each in counts if each.period in set(now)]
    last_year = [each for each in counts if each.period in set(then)]
    terms = settings.POLICY
    return Picture(
        year=_year(now),
        last_year=_year(then),
        months=_months(now, then, by_month, period_of(on)),
        categories=_bars([*terms.about, PREFER_NOT], "category", this_year, last_year),
        schemes=_bars([(s.key, s.name) for s in terms.schemes], "scheme", this_year, last_year),
        opened=_total(this_year, OPENED),
        resolved=_total(this_year, RESOLVED),
        opened_before=_total(last_year, OPENED),
        resolved_before=_total(last_year, RESOLVED),
    )


def own_work(acting: Acting, *, on: date) -> OwnWork:
    """What stands in the officer's own cases."""
    cases = my_cases(acting)
    answers: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    hours: Counter[int] = Counter()
    steps: Counter[str] = Counter()
    for case in cases:
        _look_into(case, answers, ways, hours, steps, on=on)
    labels = dict(settings.POLICY.channels)
    waits = [gettext(name) for _, name in _FIRST_ANSWERS] + [gettext(_LATER)]
    return OwnWork(
        cases=len(cases),
        first_answers=_plain([(each, answers[each]) for each in waits]),
        ways=_plain([(labels[key], number) for key, number in ways.most_common() if key in labels]),
        hours=_plain([(f"{hour:02}–{hour + 1:02}", hours[hour]) for hour in _span(hours)]),
        in_time=steps["in time"],
        late=steps["late"],
        overdue=steps["overdue"],
    )


def _look_into(
    case: OpenCase,
    answers: Counter[str],
    ways: Counter[str],
    hours: Counter[int],
    steps: Counter[str],
    *,
    on: date,
) -> None:
    contacts = sorted(contacts_of(case), key=lambda entry: entry.card.at)
    for entry in contacts:
        if entry.card.kind not in _NOT_IN_TOUCH:
            ways[entry.card.kind] += 1
            hours[timezone.localtime(entry.card.at).hour] += 1
    if contacts:
        answers[_waited(contacts[0].card.kind, [entry.card.at for entry in contacts])] += 1
    for task in tasks_of(case):
        due, done = task.card.due_on, task.card.done_on
        if due and done:
            steps["in time" if done <= due else "late"] += 1
        elif due and due < on:
            steps["overdue"] += 1


def _waited(kind: str, moments: Sequence[datetime]) -> str:
    # Whoever came or rang was answered there; whoever wrote waits for the next contact.
    if kind in ("in-person", "phone") or len(moments) == 1:
        return gettext(_FIRST_ANSWERS[0][1])
    wait = moments[1] - moments[0]
    return next((gettext(name) for most, name in _FIRST_ANSWERS if wait <= most), gettext(_LATER))


def _by_month(counts: Iterable[MonthCount]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for each in counts:
        found[each.event, each.period] += each.number
    return found


def _months(
    now: Sequence[str], then: Sequence[str], by_month: Counter[tuple[str, str]], this_month: str
) -> tuple[Month, ...]:
    opened = [by_month[OPENED, month] for month in now]
    before = [by_month[OPENED, month] for month in then]
    most = max([*opened, *before, 1])
    return tuple(
        Month(
            name=gettext(MONTHS[int(month[5:]) - 1]),
            short=gettext(MONTHS[int(month[5:]) - 1])[:3],
            opened=opened[n] if month <= this_month else None,
            resolved=by_month[RESOLVED, month] if month <= this_month else None,
            before=before[n],
            opened_height=round(WIDTH * opened[n] / most),
            before_height=round(WIDTH * before[n] / most),
        )
        for n, month in enumerate(now)
    )


def _bars(
    codes: Sequence[tuple[str, str]],
    name: str,
    this_year: Sequence[MonthCount],
    last_year: Sequence[MonthCount],
) -> tuple[Bar, ...]:
    now: Counter[str] = Counter()
    then: Counter[str] = Counter()
    for found, counts in ((now, this_year), (then, last_year)):
        for each in counts:
            if each.event == OPENED:
                found[getattr(each, name)] += each.number
    labels = dict(codes)
    keys = [*labels, *sorted((set(now) | set(then)) - set(labels))]
    most = max([*now.values(), *then.values(), 1])
    bars = [
        Bar(
            labels.get(key, key),
            now[key],
            round(WIDTH * now[key] / most),
            then[key],
            round(WIDTH * then[key] / most),
        )
        for key in keys
        if now[key] or then[key]
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.figure))


def _plain(found: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    most = max((number for _, number in found), default=0) or 1
    return tuple(Bar(label, number, round(WIDTH * number / most)) for label, number in found)


def _span(hours: Mapping[int, int]) -> range:
    busy = [hour for hour in range(_HOURS) if hours.get(hour)]
    return range(busy[0], busy[-1] + 1) if busy else range(0)


def _total(counts: Iterable[MonthCount], event: str) -> int:
    return sum(each.number for each in counts if each.event == event)


def _year(months_: Sequence[str]) -> str:
    first, last = months_[0], months_[-1]
    return first[:4] if first[:4] == last[:4] else f"{first[:4]}/{last[2:4]}"
