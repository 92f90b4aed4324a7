"""Years of a service, played night by night, beside a reckoning that knows none of its code.

Cases are opened, resolved at any hour, taken up again, held, and asked to be destroyed; nights are
missed because the server was off, and it is started again. For each run the reckoning says, from
calendar days alone, what has to be gone and what has to be there; the play compares.
"""

import calendar
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import case_for
from confide.ledger.models import Entry
from confide.retention import actions
from confide.retention.models import Certificate
from confide.team.queries import Acting, acting_with
from tests import cast

DAY = timedelta(days=1)
# When things are done to a case: by day, and in the small hours before the night's run.
BY_DAY = (time(9), time(15, 30), time(23, 59))
BEFORE_THE_RUN = (time(0), time(1, 30), time(2, 59))


@dataclass
class Life:
    """One case as the reckoning knows it."""

    ref: str
    last_day: date | None = None
    resolved_on: date | None = None
    announced_on: date | None = None
    held_until: date | None = None
    asked_from: date | None = None
    gone_on: date | None = None

    def is_held(self, on: date) -> bool:
        """Whether the law keeps it through that day."""
        return self.held_until is not None and on <= self.held_until

    def must_go(self, on: date) -> bool:
        """Whether it has to be gone once the service has run on that day."""
        if self.is_held(on):
            return False
        if self.asked_from is not None:
            return self.asked_from <= on
        due = self.last_day is not None and self.last_day <= on
        return due and self.announced_on is not None and self.announced_on <= on - 7 * DAY


@dataclass
class Years:
    """A stretch of years with so many cases; `play` plays it and says what was counted."""

    first: date
    last: date
    cases: int
    months: int
    seed: int
    busy: float = 0.05
    quiet: float = 0.05
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    lives: list[Life] = field(default_factory=list)
    off: set[date] = field(default_factory=set)
    asks: list[datetime] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def play(self, unlocked_at: Acting) -> Counter[str]:
        """Play every day: first what is done in the small hours, the night's run, then the day."""
        chance = random.Random(self.seed)  # noqa: S311 (a play that can be played again)
        days = (self.last - self.first).days + 1
        opened = Counter(chance.randrange(days * 2 // 3) for _ in range(self.cases))
        self.off = _outages(chance, self.first, days)
        for number in range(days):
            on = self.first + number * DAY
            if on in self.off:
                self.told["nights off"] += 1
                continue
            acting = acting_with(unlocked_at.unlocked, started_at=self._at(on, time(0)), on=on)
            assert acting is not None
            for life in self._touched(chance, by=0.5):
                self._do(chance, acting, life, on, BEFORE_THE_RUN)
            self._run(on)
            for _ in range(opened[number]):
                case = cast.a_case(acting, at=self._at(on, time(9)))
                self.lives.append(Life(case.ref))
            for life in self._touched(chance, by=1):
                self._do(chance, acting, life, on, BY_DAY)
        return self.told

    def _touched(self, chance: random.Random, *, by: float) -> list[Life]:
        """The cases to which something happens now: of the open more, of the resolved fewer."""
        return [
            life
            for life in self.lives
            if life.gone_on is None
            and chance.random() < by * (self.quiet if life.last_day else self.busy)
        ]

    def _do(
        self,
        chance: random.Random,
        acting: Acting,
        life: Life,
        on: date,
        hours: tuple[time, ...],
    ) -> None:
        """Something that happens to a case on that day, at one of these hours."""
        at, dice = self._at(on, chance.choice(hours)), chance.random()
        case = case_for(acting, life.ref)
        if life.last_day is None and dice < 0.8:
            if case.file.last_at <= at:
                casework.resolve(acting, case, outcome="Settled.", at=at)
                self._resolved(life, at)
        elif dice < 0.1 and life.last_day is not None and on < life.last_day:
            casework.reopen(acting, case, why="They came back.", at=at)
            life.last_day = life.announced_on = life.resolved_on = None
            self.told["taken up again"] += 1
        elif dice < 0.14:
            until = on + chance.randrange(1, 366) * DAY
            actions.hold(acting, case, "The coroner asked.", keep_until=until, at=at)
            life.held_until = max(life.held_until or until, until)
            self.told["holds"] += 1
        elif dice < 0.155 and at.astimezone(self.zone).time() >= time(9):
            self._ask(acting, life, on, at)

    def _ask(self, acting: Acting, life: Life, on: date, at: datetime) -> None:
        asked = actions.Asked(how_asked="They came.", how_identified="I know them.")
        number = actions.request_by_student(acting, case_for(acting, life.ref), asked, at=at)
        # Of many in a week the sixth waits for a second caseworker; with nobody else, a week.
        many = sum(at - 7 * DAY < each for each in self.asks) >= 5
        life.asked_from = on + 7 * DAY if many else on
        assert (number is None) == (life.is_held(on) or many), "asked for, it goes at once"
        self.asks.append(at)
        self.told["asked for"] += 1
        if number:
            life.gone_on = on

    def _resolved(self, life: Life, at: datetime) -> None:
        local = at.astimezone(self.zone)
        years, month = divmod(local.month - 1 + self.months, 12)
        end = min(local.day, calendar.monthrange(local.year + years, month + 1)[1])
        promised = date(local.year + years, month + 1, end)
        # The last night that comes before the very moment, so many months later.
        life.last_day = promised if local.time() >= time(3) else promised - DAY
        life.resolved_on, life.announced_on = local.date(), None
        self.told["resolved"] += 1

    def _run(self, on: date) -> None:
        """The night at three on the wall; after a stretch off, the start-up comes first."""
        at = self._at(on, time(3))
        was_off = on - DAY in self.off
        believed = not (was_off and on - 2 * DAY in self.off)
        if was_off:
            caught = actions.resume(at)
            assert (caught.refused is None) == believed
            if believed:
                self._compare(on, self._living_after(on))
        actions.nightly(at + timedelta(minutes=1), confirmed=True)
        self._compare(on, self._living_after(on))
        for life in self.lives:
            due = life.last_day is not None and on >= life.last_day - 26 * DAY
            if life.gone_on is None and due and life.announced_on is None:
                life.announced_on = on
        self.told["nights"] += 1

    def _living_after(self, on: date) -> set[str]:
        for life in self.lives:
            if life.gone_on is None and life.must_go(on):
                life.gone_on = on
                self.told["destroyed by the night"] += 1
                self._judge(life, on)
        return {life.ref for life in self.lives if life.gone_on is None}

    def _judge(self, life: Life, on: date) -> None:
        """What the promise says of a case that goes now, whatever else was reckoned."""
        if life.is_held(on):
            self.told["destroyed under a hold"] += 1
        if life.asked_from or life.last_day is None:
            return
        if on < life.last_day:
            self.told["early"] += 1
        ready = max(life.last_day, life.held_until + DAY if life.held_until else life.last_day)
        missed = any(ready + number * DAY in self.off for number in range((on - ready).days or 1))
        if on > ready and not missed:
            self.told["late"] += 1

    def _compare(self, on: date, expected: set[str]) -> None:
        there = set(Case.objects.values_list("id", flat=True))
        assert there == expected, f"{on}: too many {there - expected}, too few {expected - there}"

    def _at(self, on: date, hour: time) -> datetime:
        return datetime.combine(on, hour, self.zone).astimezone(UTC)

    def finish(self) -> None:
        """What holds at the end: each certificate has its day, each destruction its notice."""
        gone = {life.ref: life for life in self.lives if life.gone_on}
        for certificate in Certificate.objects.all():
            life = gone.pop(certificate.case)
            assert certificate.destroyed_on == life.gone_on
            if certificate.cause == "clock":
                said = Entry.objects.filter(about=life.ref, event="destruction.announced").last()
                assert said and said.at.date() <= certificate.ordered_on - 7 * DAY
        assert not gone
        assert not settings.DEMONSTRATION


def _outages(chance: random.Random, first: date, days: int) -> set[date]:
    """Some days of every year on which the server is off: one, two, or some weeks."""
    off: set[date] = set()
    for _ in range(max(1, days // 60)):
        begin = chance.randrange(1, days)
        length = chance.choice((1, 1, 2, 3, 12))
        off |= {first + (begin + number) * DAY for number in range(length)}
    return off
