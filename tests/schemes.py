"""A union with two schemes, as its own `policy.toml` would say it."""

from pathlib import Path
from typing import Any

from confide.policy.terms import Terms, parse
from confide.team.models import Term
from confide.team.queries import Acting
from tests import cast
from tests.team import people

SHIPPED = Path(__file__).parents[1] / "confide" / "site" / "policy.toml"
SECOND = "class-act"
FIRST = "student-support"
MORE = """
[[schemes]]
key = "class-act"
name = "Class Act"
helps_with = "Being the first of your family here, and making the money last."

[[posts]]
key = "class-act"
title = "Class Act Officer"
helps_with = "Bursaries, hardship funds, and finding your feet."
remit = "everyone"
scheme = "class-act"
"""


def written() -> str:
    """The file of a union that has two."""
    return SHIPPED.read_text("utf-8") + MORE


def terms() -> Terms:
    """What it sets."""
    return parse(written())


def two(settings: Any) -> Terms:
    """Have two schemes for the length of a test."""
    settings.POLICY = terms()
    return terms()


def second(name: str, **changed: Any) -> Acting:
    """A caseworker of the second scheme."""
    return cast.officer(name, post="class-act", scheme=SECOND, **changed)


def also_second(acting: Acting) -> Acting:
    """The same officer, with a term in the second scheme besides."""
    Term.objects.create(
        officer=acting.officer, role="caseworker", post="class-act", scheme=SECOND,
        starts_on=cast.TERM[0], ends_on=cast.TERM[1],
    )  # fmt: skip
    return people.as_of(acting, cast.NOON.date())
