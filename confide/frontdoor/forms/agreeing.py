"""What a student lets somebody outside be told, of their own accord, and less of it. (CONF-4)"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy.consent import CONTACT, TELL
from confide.web.forms import Choice, Day, LongText, LongWords, Radios, Words


class AgreeForm(forms.Form):
    """To whom, in what role, what, what for, and until when."""

    recipient = Words(label=_("Who?"), help_text=_("One person, by name."))
    role = Words(label=_("Who are they to you?"), help_text=_("Such as: my tutor."))
    purpose = Words(label=_("What for?"), help_text=_("Such as: to ask for more time."))
    kind = Choice(
        label=_("What may happen?"),
        choices=[
            (TELL, _("They may be told something")),
            (CONTACT, _("They may get in touch with us about me")),
        ],
        initial=TELL,
        widget=Radios(reveals={TELL: "may_be_told", CONTACT: "confirm"}),
    )
    may_be_told = LongWords(
        label=_("What may they be told?"),
        help_text=_("Word for word. They are told this and nothing else."),
        required=False,
        widget=LongText(rows=4),
    )
    confirm = forms.BooleanField(
        label=_("You may confirm to them that I come to you"), required=False
    )
    until_on = Day(
        label=_("Until what day?"),
        help_text=_("Leave it empty, and it holds until you take it back."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What may be told is said, where something may."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == TELL and not cleaned.get("may_be_told"):
            missing = gettext("Write what they may be told, word for word.")
            self.add_error("may_be_told", ValidationError(missing))
        return cleaned


class LessForm(forms.Form):
    """What still holds of one consent: some of its parts, and an earlier last day."""

    until_on = Day(label=_("Until what day?"), required=False)

    def __init__(self, typed: QueryDict, *, about: str) -> None:
        # Each consent has such a form on the page, and a form's ids are filled in by `%`.
        super().__init__(typed, auto_id=f"%s-{about.replace('%', '')}")
        self.about = about
        self.kept = typed.getlist("kept")
