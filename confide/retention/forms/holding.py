"""What is typed to keep a record past its day. (RECD-5)"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy import retention
from confide.web.forms import Day, LongText, LongWords, OnceForm


class HoldForm(OnceForm):
    """What obliges the service, and the day on which that is looked at again."""

    why = LongWords(
        label=_("What obliges us to keep it?"),
        help_text=_("Such as: “The coroner has asked for it”, with the letter’s date."),
        error_messages={"required": _("Write what obliges us to keep it.")},
        widget=LongText(rows=3),
    )
    keep_until = Day(
        label=_("Until when, at most?"),
        help_text=_("A year at most. Before that day your desk asks whether it still holds."),
    )

    def __init__(self, *args: Any, on: date, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.owner = on, owner
        # The same day that a hold gets which nobody typed.
        self.fields["keep_until"].initial = on + retention.LONGEST_HOLD

    def clean(self) -> dict[str, Any]:
        """The policy says whether it can be held so."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"why", "keep_until"} <= cleaned.keys():
            day = cleaned["keep_until"]
            may = retention.may_hold(
                why=cleaned["why"], owner=self.owner, keep_until=day, on=self.on
            )
            if not may:
                self.add_error(
                    "keep_until", f"{may.why(gettext)} {may.what_instead(gettext)}".strip()
                )
        return cleaned


class EndHoldForm(forms.Form):
    """Why nothing obliges the service any more."""

    why_ended = LongWords(
        label=_("What has changed?"),
        help_text=_("Such as: “The inquest is over”, with the day."),
        error_messages={"required": _("Write what has changed.")},
        widget=LongText(rows=2),
    )
