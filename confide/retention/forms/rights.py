"""What is typed when a student asks about their record. (RECD-3)"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy.decision import Decision
from confide.policy.retention import rights
from confide.web.forms import Choice, Day, LongText, LongWords, OnceForm, choose_among


class AccessForm(OnceForm):
    """How a student asked what is held about them, and when."""

    how_asked = LongWords(
        label=_("How did they ask, and for what?"),
        help_text=_("No form is needed: “What do you have on me?” is enough."),
        error_messages={"required": _("Write how the student asked, and for what.")},
        widget=LongText(rows=2),
    )
    asked_on = Day(label=_("On what day did they ask?"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["asked_on"].initial = on

    def clean(self) -> dict[str, Any]:
        """The policy says whether it can be noted so."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"how_asked", "asked_on"} <= cleaned.keys():
            may = rights.may_ask_for_access(
                how_asked=cleaned["how_asked"], asked_on=cleaned["asked_on"], on=self.on
            )
            place = "asked_on" if cleaned["asked_on"] > self.on else "how_asked"
            _say(self, place, may)
        return cleaned


class CorrectionForm(OnceForm):
    """What a student says is right, and what it is about."""

    about = Choice(label=_("What is it about?"), widget=forms.Select())
    words = LongWords(
        label=_("What the student says is right"),
        help_text=_("In their words. What was written stays, and this stands beside it."),
        error_messages={"required": _("Write what the student says is right.")},
        widget=LongText(rows=3),
    )

    def __init__(self, *args: Any, entries: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["about"], entries)

    def clean_words(self) -> str:
        """Words, and not signs alone."""
        return _checked(str(self.cleaned_data["words"]), rights.may_correct)


class RestrictionForm(OnceForm):
    """Why a student asks that nothing be told from their record for now."""

    why = LongWords(
        label=_("What did the student say?"),
        help_text=_("Such as: “She says the note of the meeting is wrong, and is looking it up.”"),
        error_messages={"required": _("Write what the student said.")},
        widget=LongText(rows=2),
    )

    def clean_why(self) -> str:
        """Words, and not signs alone."""

        def may(words: str) -> Decision:
            return rights.may_restrict(restricted=False, why=words)

        return _checked(str(self.cleaned_data["why"]), may)


class ObjectionForm(OnceForm):
    """What a student objects to."""

    words = LongWords(
        label=_("What do they object to?"),
        error_messages={"required": _("Write what the student objects to.")},
        widget=LongText(rows=2),
    )

    def clean_words(self) -> str:
        """Words, and not signs alone."""
        return _checked(str(self.cleaned_data["words"]), rights.may_object)


class WhyForm(forms.Form):
    """A reason, which is kept and told to the student."""

    why = LongWords(
        label=_("Why?"),
        error_messages={"required": _("Write the reason.")},
        widget=LongText(rows=2),
    )

    def clean_why(self) -> str:
        """Words, and not signs alone."""

        def may(words: str) -> Decision:
            return rights.may_lift(restricted=True, why=words)

        return _checked(str(self.cleaned_data["why"]), may)


def _checked(words: str, may: Any) -> str:
    decision = may(words)
    if not decision:
        raise forms.ValidationError(decision.why(gettext))
    return words


def _say(form: forms.Form, place: str, decision: Decision) -> None:
    if not decision:
        form.add_error(place, f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip())
