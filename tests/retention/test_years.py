"""Years of cases and nights: none late, none early, none destroyed under a hold. (RECD-5)"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from confide.policy import retention
from confide.policy.retention import destroying
from tests import cast
from tests.retention.years import Years

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P7"),
]
# Over a leap day and the two Sundays on which the clocks change in London.
WINTER = (date(2028, 2, 14), date(2028, 5, 14))


def played(settings: Any, years: Years) -> Years:
    kept = replace(settings.POLICY.records, keep_months=years.months)
    settings.POLICY = replace(settings.POLICY, records=kept)
    at = datetime.combine(years.first, time(8), years.zone)
    term = (years.first - timedelta(days=400), years.last + timedelta(days=400))
    alice = cast.officer("alice", term=term, at=at)
    years.play(alice)
    years.finish()
    return years


def test_over_a_leap_day_and_a_change_of_clocks_every_case_goes_on_its_very_day(
    service: None, settings: Any
) -> None:
    told = played(settings, Years(*WINTER, cases=40, months=1, seed=5)).told
    assert told["destroyed by the night"] > 8 and told["holds"] and told["nights off"]
    assert (told["late"], told["early"], told["destroyed under a hold"]) == (0, 0, 0)


@pytest.mark.slow
def test_in_five_years_of_two_thousand_cases_none_is_late_early_or_lost_under_a_hold(
    service: None, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    span = (date(2026, 9, 1), date(2031, 8, 31))
    told = played(
        settings, Years(*span, cases=2000, months=36, seed=11, busy=0.02, quiet=0.001)
    ).told
    promised = dict.fromkeys(("late", "early", "destroyed under a hold"), 0)
    with capsys.disabled():
        print(f"\n{dict(sorted({**promised, **told}.items()))}")  # noqa: T201 (the run's figures)
    assert told["destroyed by the night"] > 500 and told["holds"] > 100
    assert (told["late"], told["early"], told["destroyed under a hold"]) == (0, 0, 0)


@pytest.mark.parametrize("fault", ["a day late", "a day early", "through a hold", "unannounced"])
def test_a_fault_in_the_clock_is_found(
    service: None, settings: Any, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    real = retention.last_night
    if fault.startswith("a day"):
        off = timedelta(days=1 if "late" in fault else -1)
        monkeypatch.setattr(retention, "last_night", lambda at, months: real(at, months) + off)
    elif fault == "through a hold":
        monkeypatch.setattr(destroying, "is_held", lambda *_: False)
    else:
        monkeypatch.setattr(destroying, "COOL_OFF", timedelta(days=30))
    with pytest.raises(AssertionError):
        played(settings, Years(*WINTER, cases=24, months=1, seed=5))
