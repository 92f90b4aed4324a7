"""Writing to a student, and handing them a card. (RECD-6)"""

from django import forms
from django.utils.translation import gettext_lazy as _

from confide.policy.requests import LONGEST_WORDS
from confide.web.forms import LongText, LongWords, Words


class MessageForm(forms.Form):
    """A message to the student, which they read on their own side."""

    words = LongWords(
        label=_("Write to the student"),
        help_text=_(
            "They read it when they next come, by their own words. Nothing is mailed, and "
            "you are not told whether they came."
        ),
        widget=LongText(rows=4),
        longest=LONGEST_WORDS,
    )


class WayInForm(forms.Form):
    """How the officer knows that it is the student who gets the card."""

    how_identified = Words(
        label=_("How do you know that it is they?"),
        help_text=_("Such as: they sat before me, and I know them from before."),
    )
