"""Opening a case on one page, and setting its file right later. (ELIG-1, ELIG-2, RECD-1)"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.forms.contacts import ContactForm
from confide.casework.forms.counting import CodedForm
from confide.casework.queries import remit_of
from confide.policy import eligibility
from confide.policy.codebook import PREFER_NOT
from confide.policy.eligibility import NO_BASIS, asks_whether_woman
from confide.web.forms import Choice, LongText, LongWords, Radios, Words, choose_among

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
_BASES = [(basis.key, _(basis.heading)) for basis in eligibility.BASES.values()]
_BASES_OR_NONE = [*_BASES, (NO_BASIS, _("None of these"))]
_HINTS = {
    **{basis.key: _(basis.meaning) for basis in eligibility.BASES.values()},
    NO_BASIS: _("We say who else can help. No case is opened, and nothing you typed is kept."),
}


class FileForm(CodedForm):
    """Who the student is, how it is safe to reach them, and what it is about."""

    student = Words(
        label=_("The student, as they want to be called"),
        help_text=_("A first name is enough, or “rather not say”."),
        longest=100,
    )
    safe_how = Words(
        label=_("How is it safe to reach them?"),
        help_text=_("A number, an address, or “only in person”. In their own words."),
        required=False,
    )
    safe_when = Words(
        label=_("When is it safe?"), help_text=_("Such as: not in the evening."), required=False
    )
    may_leave_message = forms.BooleanField(label=_("We may leave a message"), required=False)
    may_say_who = forms.BooleanField(label=_("We may say who we are"), required=False)
    eligibility = forms.ChoiceField(
        label=_("They are"),
        choices=_BASES,
        initial="registered",
        widget=Radios(hints=_HINTS),
        error_messages={"required": _("Choose on which of the three grounds we can help.")},
    )
    said_woman = forms.ChoiceField(
        label=_("Has the student said that she defines herself as a woman?"),
        help_text=_("Their word is enough, and nothing else about gender is asked."),
        choices=YES_NO,
        widget=Radios(),
        required=False,
    )
    category = Choice(label=_("What kind of matter is it?"), widget=forms.Select())
    about = LongWords(
        label=_("What is it about?"),
        help_text=_("In the student’s words, as far as you can."),
        widget=LongText(rows=5),
    )

    field_order: tuple[str, ...] = (
        *("student", "safe_how", "safe_when", "may_leave_message", "may_say_who"),
        *("eligibility", "said_woman", "category", "about"),
    )

    def __init__(self, *args: Any, asks_whether_woman: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(
            self.fields["category"],
            [
                ("", _("Choose")),
                *settings.POLICY.about,
                (PREFER_NOT.key, gettext(PREFER_NOT.label)),
            ],
        )
        if not asks_whether_woman:
            del self.fields["said_woman"]

    def clean_said_woman(self) -> str:
        """Yes or no: an answer that was forgotten is asked for, with all that was typed kept."""
        said = str(self.cleaned_data["said_woman"])
        if not said:
            raise ValidationError(eligibility.may_represent(eligibility.WOMEN).why(gettext))
        return said

    @property
    def woman(self) -> bool | None:
        """The student's word, or None where they have not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("said_woman", ""))


class ChangeFileForm(FileForm):
    """The file of a case as it is now, to be set right."""

    # How many changes the page knew of, so that none made meanwhile is lost.
    began_with = forms.IntegerField(widget=forms.HiddenInput())

    def begin_again(self, *, with_changes: int) -> None:
        """Say that the file was changed meanwhile, and keep every word for another try."""
        self.data = {**dict(self.data.items()), "began_with": str(with_changes)}
        said = gettext(
            "This was changed while you were typing, and what it says now stands above the form. "
            "Bring the two together, and send yours again."
        )
        self.add_error(None, said)


class OpenCaseForm(FileForm, ContactForm):
    """A new case and its first contact. `held` is the officer's post in each scheme they serve."""

    scheme = Choice(label=_("For which scheme is it?"), widget=forms.Select())

    field_order: tuple[str, ...] = (
        "scheme",
        "student",
        "safe_how",
        "safe_when",
        "may_leave_message",
        "may_say_who",
        "eligibility",
        "said_woman",
        "category",
        "about",
        "kind",
        "day",
        "time",
        "said",
        "options",
        "chose",
        "next_step",
        "due_on",
    )

    def __init__(self, *args: Any, held: Mapping[str, str], **kwargs: Any) -> None:
        self.asking = {key for key, post in held.items() if asks_whether_woman(remit_of(post))}
        super().__init__(*args, asks_whether_woman=bool(self.asking), **kwargs)
        # A case can be opened before there is much to say: what it is about is the first entry.
        self.fields["said"].required = False
        choose_among(self.fields["eligibility"], _BASES_OR_NONE)
        names = {scheme.key: scheme.name for scheme in settings.POLICY.schemes}
        choose_among(self.fields["scheme"], [(key, names.get(key, key)) for key in held])
        if len(held) == 1:
            self.fields["scheme"].initial = next(iter(held))
            self.fields["scheme"].widget = forms.HiddenInput()

    def clean_eligibility(self) -> str:
        """One of the three bases: whoever has none is signposted before a form is looked at."""
        basis = str(self.cleaned_data["eligibility"])
        helped = eligibility.may_be_helped(basis)
        if not helped:
            raise ValidationError(helped.why(gettext))
        return basis

    def clean_said_woman(self) -> str:
        """Asked in a scheme where the officer represents women, and in no other."""
        if self.cleaned_data.get("scheme") not in self.asking:
            return ""
        return super().clean_said_woman()
