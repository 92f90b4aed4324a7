"""That a copy was handed over is noted once, on a day that can be. (RECD-1)"""

from datetime import date, timedelta

import pytest

from confide.policy.copies import may_note_handing

MADE, TODAY, DAY = date(2026, 11, 17), date(2026, 11, 23), timedelta(days=1)


@pytest.mark.clause("RECD-1")
@pytest.mark.parametrize(
    ("handed_on", "noted", "allowed"),
    [
        (MADE - DAY, False, False),
        (MADE, False, True),
        (TODAY, False, True),
        (TODAY + DAY, False, False),
        (MADE, True, False),
    ],
)
def test_a_day_between_the_making_and_today_is_noted_once(
    handed_on: date, noted: bool, allowed: bool
) -> None:
    decision = may_note_handing(made_on=MADE, handed_on=handed_on, noted=noted, on=TODAY)
    assert bool(decision) is allowed and decision.clause == "RECD-1"
