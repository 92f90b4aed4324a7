"""What is asked for the figures: kindly, and never needed. (STAT-1)"""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy.codebook import NOT_KNOWN, NOT_SAID, PREFER_NOT, UNKNOWN
from confide.web.forms import Choice, choose_among

# Which of the union's lists each question chooses from.
LISTS: Final = {
    "level": "levels",
    "college": "colleges",
    "fee_status": "fee_statuses",
    "heard": "heard",
}


class CodedForm(forms.Form):
    """Four questions about the student, each of which may be left as it is."""

    level = Choice(label=_("What they study for"), widget=forms.Select(), required=False)
    college = Choice(label=_("Their college"), widget=forms.Select(), required=False)
    fee_status = Choice(label=_("How they pay fees"), widget=forms.Select(), required=False)
    heard = Choice(label=_("How they heard of us"), widget=forms.Select(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in LISTS.items():
            codes = getattr(settings.POLICY, listed)
            field = self.fields[name]
            choose_among(field, [(NOT_SAID, gettext(PREFER_NOT.label)), *codes])
            field.initial = NOT_SAID
            if not codes:
                # The union has no such list: there is nothing to ask.
                del self.fields[name]


def outcome_choice() -> Choice:
    """The question how a case ended, in the codebook's terms."""
    return Choice(
        label=_("Which of these is nearest?"),
        help_text=_("This is all that the figures know of how a case ended."),
        widget=forms.Select(),
        required=False,
        initial=NOT_KNOWN,
    )


def outcomes() -> list[tuple[str, str]]:
    """How a case may have ended; that nobody knows is an answer."""
    return [(NOT_KNOWN, gettext(UNKNOWN.label)), *settings.POLICY.outcomes]
