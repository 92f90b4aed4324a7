"""What an officer types to have records destroyed. (RECD-6)"""

from django import forms
from django.utils.translation import gettext_lazy as _

from confide.web.forms import LongText, LongWords


class RequestForm(forms.Form):
    """How the student asked, and how the officer knows that it is they; then once more: sure?"""

    how_asked = LongWords(
        label=_("How did the student ask?"),
        help_text=_("Such as: “She came to the office on Monday and asked me to.”"),
        error_messages={"required": _("Write how and when the student asked.")},
        widget=LongText(rows=3),
    )
    how_identified = LongWords(
        label=_("How do you know that it is they?"),
        help_text=_("Such as: “I have seen her every week since October.”"),
        error_messages={"required": _("Note how you know that it is they.")},
        widget=LongText(rows=3),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput())
