"""Law: the register of processing in the guides is what the program says of what it stores."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from confide.casework.models import Case
from confide.policy import terms
from confide.policy.fates import Fate
from confide.retention import queries
from confide.retention.queries import registering
from tests.laws.reading import PACKAGE, ROOT, obeyed

GUIDES = ROOT / "docs" / "guides"
SHIPPED = terms.parse((PACKAGE / "site" / "policy.toml").read_text(encoding="utf-8"))


@pytest.mark.clause("RECD-3")
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("register-of-processing.md", queries.register),
        ("impact-assessment.md", queries.assessment),
    ],
)
def test_the_guides_say_what_is_stored_as_it_is(
    settings: Any, name: str, printed: Callable[[], str]
) -> None:
    settings.POLICY = SHIPPED
    written = (GUIDES / name).read_text(encoding="utf-8")
    assert written == printed(), "say make fix"


@pytest.mark.clause("RECD-3")
def test_every_table_says_how_long_it_is_kept() -> None:
    obeyed(registering.unsaid(registering.tables(), registering.STAYS))


@isolate_apps("confide.casework")
def test_a_table_without_a_time_a_ghost_and_what_goes_with_the_case_are_found() -> None:
    class Diary(models.Model):
        class Meta:
            app_label = "casework"

    class Remark(models.Model):
        case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "casework"

    class Answer(models.Model):
        remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "casework"

    class Kept(models.Model):
        case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "casework"

    assert registering.unsaid([Diary, Remark, Answer, Kept], {"casework.Ghost": "for good"}) == [
        "casework.Diary: nothing says how long it is kept",
        "casework.Ghost is no such table",
        "casework.Kept: nothing says how long it is kept",
    ]


def test_a_field_that_is_added_makes_the_guide_untrue(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.POLICY = SHIPPED
    more = {**Case.fates, "mood": Fate("sealed", "RECD-2", "how it is")}
    monkeypatch.setattr(Case, "fates", more)
    written = (GUIDES / "register-of-processing.md").read_text(encoding="utf-8")
    assert written != queries.register() and "| `mood` | sealed |" in queries.register()
