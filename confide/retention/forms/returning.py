"""What is typed and ticked to give a student their record back. (RECD-6)"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.queries import Marked, typed_phrases
from confide.policy import copies
from confide.retention.queries import ARCHIVE, DESTROY, KEEP, NOT_SAID, PAPER, Whole
from confide.web.forms import (
    Choice,
    Choices,
    Day,
    LongText,
    LongWords,
    OnceForm,
    Radios,
    Ticks,
    choose_among,
)

# A page may have 500 fields, and it has others.
MOST_TICKS: Final = 300
_LONGEST_PHRASE: Final = 300


class ReturnForm(OnceForm):
    """How the student asked, how the officer knows that it is they, and which way it goes."""

    how_asked = LongWords(
        label=_("How did the student ask?"),
        help_text=_("Such as: “She asked for her record when she came on Monday.”"),
        error_messages={"required": _("Write how and when the student asked.")},
        widget=LongText(rows=2),
    )
    how_identified = LongWords(
        label=_("How do you know that it is they?"),
        help_text=_("Such as: “I have seen her every week since October.”"),
        error_messages={"required": _("Note how you know that it is they.")},
        widget=LongText(rows=2),
    )
    way = Choice(
        label=_("How do they want it?"),
        choices=[
            (ARCHIVE, _("As files, locked with six words")),
            (PAPER, _("On paper")),
        ],
        widget=Radios(
            hints={
                ARCHIVE: _("You tell them the words yourself, and never beside the files."),
                PAPER: _("You print the record, and the documents apart."),
            }
        ),
        error_messages={"required": _("Choose files or paper.")},
    )


class _Phrases(Choices):
    """Phrases that were marked. One that was not is none of ours, and changes nothing."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= _LONGEST_PHRASE


class JudgeForm(forms.Form):
    """What of all that may show somebody else the student may read. What is not ticked is left out.

    `seen` is the digest of the record that was looked through.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    may = _Phrases(label=_("What of this may the student read?"), required=False)
    may_too = LongWords(
        label=_("And of the rest?"),
        help_text=_("There is more than can be ticked. Each on a line of its own, as marked."),
        widget=LongText(rows=4),
        required=False,
    )
    also = LongWords(
        label=_("Leave out as well"),
        help_text=_("Each on a line of its own, as it stands in the record."),
        widget=LongText(rows=2),
        required=False,
    )
    give = Choices(label=_("Which documents does the student get?"), required=False)

    def __init__(self, *args: Any, whole: Whole, found: Sequence[Marked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = [each.phrase for each in found]
        self.documents = [each.key for each in whole.documents]
        self.fields["seen"].initial = whole.digest.hex()
        offered = found[:MOST_TICKS]
        hints = {each.phrase: _times(each.times) for each in offered if each.times > 1}
        self._offer("may", [(each.phrase, each.phrase) for each in offered], hints)
        self._offer("give", [(each.key, each.label) for each in whole.documents], {})
        if "give" in self.fields:
            self.fields["give"].initial = self.documents
            self.fields["give"].help_text = _(
                "Open each first. Take the tick from what shows somebody else who has not agreed."
            )
        if "may" in self.fields:
            self.fields["may"].help_text = _(
                "Tick what they told you themselves, or know. What has no tick is left out, and "
                "counted."
            )
        if len(found) <= MOST_TICKS:
            del self.fields["may_too"]

    def _offer(self, name: str, choices: list[tuple[str, str]], hints: dict[str, str]) -> None:
        if not choices:
            del self.fields[name]
            return
        self.fields[name].widget = Ticks(hints=hints)
        choose_among(self.fields[name], choices)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Everything to be left out: what was marked and not ticked, and what was typed."""
        too = typed_phrases(self.cleaned_data.get("may_too", ""))
        may = {each.casefold() for each in (*self.cleaned_data.get("may", ()), *too)}
        marked = (each for each in self.found if each.casefold() not in may)
        return tuple(dict.fromkeys((*marked, *typed_phrases(self.cleaned_data["also"]))))

    @property
    def left_out(self) -> frozenset[str]:
        """The documents that the student does not get."""
        return frozenset(self.documents) - set(self.cleaned_data.get("give", ()))

    @property
    def was_seen(self) -> bytes:
        """The digest of what was looked through; nothing of ours if it is none."""
        try:
            return bytes.fromhex(self.cleaned_data["seen"])
        except ValueError:
            return b""


class HandedOverForm(forms.Form):
    """On which day the student got it, and what they wish to become of the record."""

    day = Day(label=_("On what day did they get it?"))
    wish = Choice(
        label=_("What does the student want to become of the record here?"),
        choices=[
            (KEEP, _("It is kept until its day")),
            (DESTROY, _("It is destroyed now")),
            (NOT_SAID, _("They have not said")),
        ],
        widget=Radios(hints={DESTROY: _("The next page asks once more.")}),
    )

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


def _times(times: int) -> str:
    return ngettext("It stands here once.", "It stands here {n} times.", times).format(n=times)
