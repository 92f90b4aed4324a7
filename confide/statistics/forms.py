"""What is typed to put a release together. (STAT-2)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confide.statistics.queries import offered
from confide.web.forms import Choices, LongText, LongWords, Words


class ReleaseForm(forms.Form):
    """A title, and tables of closed quarters."""

    title = Words(
        label=_("What the release is called"),
        help_text=_("Such as: Student Support in 2025/26."),
        longest=200,
    )
    tables = Choices(label=_("Which tables"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tables"].choices = offered()  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """Words about the figures, which are published with them."""

    commentary = LongWords(
        label=_("What should readers know about these figures?"),
        help_text=_("Published with them, so nothing about anybody. It may stay empty."),
        widget=LongText(rows=5),
        required=False,
    )
