"""The one place that reads the clock; everything else is told the time.

So a test, the demonstration and the nightly run can each say what time it is, and no rule can
depend on a moment that nobody passed to it. (RECD-5)
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)
