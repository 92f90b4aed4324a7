"""What is typed to put a release together. (STAT-2)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confide.statistics.queries import offered
from confide.web.forms import Choices, LongText, LongWords, Words, choose_among


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
        tables = self.fields["tables"]
        found = offered()
        choose_among(tables, [(key, each.shape.title) for key, each in found])
        tables.widget.headings = {key: each.when for key, each in found}


class ProposalForm(forms.Form):
    """Words about the figures, published with them; with a year's tables, the annual report."""

    year = LongWords(
        label=_("What the time was like"),
        help_text=_("All of this is published, so nothing about anybody. Each may stay empty."),
        widget=LongText(rows=4),
        required=False,
    )
    noticed = LongWords(
        label=_("What stands out in the figures"), widget=LongText(rows=4), required=False
    )
    asked = LongWords(
        label=_("What you would like others to do"), widget=LongText(rows=4), required=False
    )

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """Each field's name with what was typed, the empty ones left out."""
        typed = {name: str(self.cleaned_data[name]) for name in self.fields}
        return tuple((name, words) for name, words in typed.items() if words)
