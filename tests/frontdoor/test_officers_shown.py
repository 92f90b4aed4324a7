"""Who the officers are this year, and what each helps with. (HOUR-3)"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from confide.team.models import Officer
from confide.team.queries import Acting
from tests import cast

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("HOUR-3"),
]

VACANT = "Nobody holds this post at the moment."


def _front(visitor: Client) -> str:
    return visitor.get("/").content.decode()


def test_each_officer_in_office_is_named_with_what_they_help_with(
    visitor: Client, alice: Acting, bob: Acting
) -> None:
    page = _front(visitor)
    assert page.index("Welfare &amp; Graduates Officer") < page.index("Bob")
    assert page.index("Bob") < page.index("Education Officer") < page.index("Alice")
    assert "Exams, supervision, changing or pausing your course" in page


def test_a_vacant_post_says_so_and_whom_to_turn_to(
    visitor: Client, alice: Acting, bob: Acting
) -> None:
    page = _front(visitor)
    assert page.count(VACANT) == 1
    assert page.index("Women&#x27;s Officer") < page.index(VACANT)


def test_every_post_may_be_vacant(visitor: Client, service: None) -> None:
    assert _front(visitor).count(VACANT) == 3


def test_a_steward_is_not_named(visitor: Client, sara: Acting) -> None:
    assert "Sara" not in _front(visitor)


def test_an_officer_without_keys_is_not_named_yet(visitor: Client, alice: Acting) -> None:
    Officer.objects.filter(name="Alice").update(enrolled=False)
    page = _front(visitor)
    assert "Alice" not in page
    assert page.count(VACANT) == 3


@pytest.mark.parametrize(
    ("moment", "named"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), True),
        (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 6, 30, 23, tzinfo=UTC), False),
    ],
)
def test_an_officer_is_named_from_the_first_day_of_the_term_to_the_last(
    visitor: Client,
    alice: Acting,
    at: Callable[[datetime], None],
    moment: datetime,
    named: bool,
) -> None:
    at(moment)
    assert ("Alice" in _front(visitor)) is named


def test_two_may_share_a_post(visitor: Client, alice: Acting) -> None:
    cast.officer("zoe", post="education")
    page = _front(visitor)
    assert page.index("Alice") < page.index("Zoe")
    assert page.count(VACANT) == 2


def test_somebody_in_a_post_that_the_union_no_longer_lists_is_named_all_the_same(
    visitor: Client, service: None
) -> None:
    cast.officer("zoe", post="access")
    page = _front(visitor)
    assert page.index("Also here for you") < page.index("Zoe")


def test_somebody_whose_term_is_over_is_not_named(visitor: Client, service: None) -> None:
    cast.officer("charlie", term=(date(2025, 7, 1), date(2026, 6, 30)), signed=False)
    assert "Charlie" not in _front(visitor)


def test_a_name_is_words_and_never_markup(visitor: Client, alice: Acting) -> None:
    Officer.objects.filter(name="Alice").update(name="<b>Alice</b> & co")
    assert "&lt;b&gt;Alice&lt;/b&gt; &amp; co" in _front(visitor)


def test_another_union_names_its_own_posts(
    visitor: Client, alice: Acting, settings: "SettingsWrapper"
) -> None:
    from dataclasses import replace

    posts = settings.POLICY.posts
    settings.POLICY = replace(settings.POLICY, posts=(replace(posts[1], title="Study Officer"),))
    page = _front(visitor)
    assert "Study Officer" in page
    assert "Women" not in page
