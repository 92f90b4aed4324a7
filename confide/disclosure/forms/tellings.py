"""What is typed to ask the gate, and to tell. (CONF-1)"""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.forms.once import OnceForm
from confide.disclosure.queries import WAYS, Ask, Item
from confide.web.forms import (
    Choice,
    Choices,
    LongText,
    LongWords,
    Radios,
    Ticks,
    Words,
    choose_among,
)

_LONGEST: Final = 120


class AskForm(forms.Form):
    """Whom, in what role, what for, and which items of the record."""

    recipient = Words(
        label=_("Who is to be told?"),
        help_text=_("One person, by name. “The college” is not a person."),
        longest=_LONGEST,
    )
    role = Words(
        label=_("In what role?"),
        help_text=_("Such as: her tutor. Somebody’s tutor and their examiner are told apart."),
        longest=_LONGEST,
    )
    purpose = Words(
        label=_("What is it for?"), help_text=_("What the student wants it to achieve.")
    )
    summary = LongWords(
        label=_("A summary"),
        help_text=_("The very words that are told. The student agrees to these and no others."),
        widget=LongText(rows=5),
        required=False,
    )
    items = Choices(label=_("From the record"), required=False)

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {item.key: item.glimpse for item in items}
        choices = [(item.key, item.title) for item in items]
        self.fields["items"].widget = Ticks(hints=hints)
        choose_among(self.fields["items"], choices)

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["items"] and not cleaned["summary"]:
            self.add_error("summary", gettext("Write a summary, or choose from the record below."))
        return cleaned

    @property
    def ask(self) -> Ask:
        """What is asked."""
        typed = self.cleaned_data
        return Ask(
            recipient=typed["recipient"],
            role=typed["role"],
            purpose=typed["purpose"],
            items=tuple(dict.fromkeys(typed["items"])),
            summary=typed["summary"],
        )


class HandOverForm(OnceForm):
    """How an extract reaches its reader."""

    how = Choice(
        label=_("How will they be told?"),
        choices=list(WAYS.items()),
        widget=Radios(),
    )
