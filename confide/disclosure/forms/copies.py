"""What is typed about copies: another one, that one was handed over, whose one it is. (CONF-1)"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.queries import WAYS
from confide.policy import copies
from confide.web.forms import Choice, Day, Radios, Words


class AnotherForm(forms.Form):
    """Which way another copy goes; `after` says how many there were when it was asked for."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    how = Choice(
        label=_("How will this one reach them?"), choices=list(WAYS.items()), widget=Radios()
    )

    def clean_after(self) -> int:
        """A number of ours."""
        after = int(self.cleaned_data["after"])
        if after < 1:
            raise BadRequest
        return after


class HandedForm(forms.Form):
    """On which day a copy reached its reader."""

    day = Day(label=_("On what day was it handed over?"))

    def __init__(self, *args: Any, made_on: date, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_on, self.on = made_on, on
        self.fields["day"].initial = on

    def clean_day(self) -> date:
        """A day that the policy accepts."""
        day: date = self.cleaned_data["day"]
        may = copies.may_note_handing(made_on=self.made_on, handed_on=day, noted=False, on=self.on)
        if not may:
            raise forms.ValidationError(may.why(gettext))
        return day


class MarkForm(forms.Form):
    """A mark, as it stands at the foot of a copy."""

    mark = Words(
        label=_("The mark at the foot of the page"),
        help_text=_("Two groups of four signs, such as K2M4-7QXB."),
        longest=40,
    )
