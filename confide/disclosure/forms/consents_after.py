"""What is typed when a student takes a consent back, agrees to less, or signs it. (CONF-4)"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import Entry, OpenCase
from confide.disclosure.forms.once import OnceForm
from confide.disclosure.queries import ConsentCard, fact_of, less_of, parts_of
from confide.policy import consent
from confide.vault.uploads import SealedFileField
from confide.web import clock
from confide.web.forms import (
    Choice,
    Choices,
    Day,
    FileDrop,
    LongText,
    LongWords,
    Words,
    choose_among,
)


class WithdrawForm(forms.Form):
    """What the student said when they took a consent back; nothing has to be said."""

    words = LongWords(
        label=_("What they said"),
        help_text=_("They need no reason. If they gave one, in their words."),
        widget=LongText(rows=2),
        required=False,
    )


class LessForm(OnceForm, WithdrawForm):
    """What is left of a consent. The student needs no reason."""

    kept = Choices(
        label=_("What still holds"),
        help_text=_("Untick what the student no longer wants."),
        required=False,
    )
    until_on = Day(
        label=_("Until what day?"),
        help_text=_("An earlier last day, if they want one."),
        required=False,
    )
    field_order = ("form_id", "kept", "until_on", "words")

    def __init__(
        self, *args: Any, case: OpenCase, entry: Entry[ConsentCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.entry = case, entry
        parts = parts_of(entry.card)
        choose_among(self.fields["kept"], [(part.key, part.title) for part in parts])
        self.fields["kept"].initial = [part.key for part in parts]
        self.fields["until_on"].initial = entry.card.until_on
        if not parts:
            del self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        """The policy says whether it is less, and whether anything is left."""
        cleaned: dict[str, Any] = super().clean() or {}
        sent_before = self.entry.card.replaced_by == cleaned.get("form_id", "-")
        if self.errors or sent_before:
            return cleaned
        now = clock.now()
        card = less_of(
            self.entry.card,
            frozenset(cleaned.get("kept", ())),
            until_on=cleaned["until_on"],
            words=cleaned["words"],
            at=now,
        )
        decision = consent.may_narrow(
            fact_of(self.case, self.entry),
            fact_of(self.case, Entry("", card)),
            on=timezone.localtime(now).date(),
        )
        if not decision:
            reason = f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip()
            later = cleaned["until_on"] != self.entry.card.until_on or "kept" not in self.fields
            self.add_error("until_on" if later else "kept", f"{reason} ({decision.clause})")
        return cleaned


class WritingForm(OnceForm):
    """The signed paper: dropped here, picked in the case, or locked away in the cabinet."""

    file = SealedFileField(
        label=_("The signed paper, scanned, or a picture of it"),
        help_text=_("Drop it here. It is filed in the case."),
        widget=FileDrop(),
        required=False,
    )
    document = Choice(
        label=_("Or it lies in this case already"), widget=forms.Select, required=False
    )
    writing = Words(
        label=_("Or where the paper is kept"),
        help_text=_("Such as: the cabinet, folder 4. It is noted as a paper of this case."),
        required=False,
    )

    def __init__(self, *args: Any, writings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None of these")), *writings]
        choose_among(self.fields["document"], choices)

    def clean(self) -> dict[str, Any]:
        """One of the three, since the paper lies in one place."""
        cleaned: dict[str, Any] = super().clean() or {}
        said = [name for name in ("file", "document", "writing") if cleaned.get(name)]
        if not self.errors and len(said) != 1:
            self.add_error(
                "file" if not said else said[1],
                gettext("Say where the signed paper is: in one of these three ways."),
            )
        return cleaned


class UseForm(forms.Form):
    """Who is told that the student comes here, or asked on their behalf."""

    to = forms.IntegerField(min_value=0, max_value=999)
    act = forms.CharField()
