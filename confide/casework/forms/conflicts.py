"""Stepping aside, one's own list of conflicts, and asking colleagues blindly. (ELIG-3)"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy import conflicts
from confide.web.forms import (
    Choice,
    Choices,
    LongText,
    LongWords,
    OnceForm,
    Radios,
    Ticks,
    Words,
    choose_among,
    clean_words,
)

NOBODY: Final = "nobody"
KINDS: Final = [(key, _(heading)) for key, heading in conflicts.KINDS.items()]
_MOST_LINES: Final = 12
_LONGEST_LINE: Final = 100


class Lines(LongWords):
    """Several names or spellings, one a line."""

    def clean(self, value: Any) -> Any:
        """The lines that say something."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > _MOST_LINES:
            most = gettext("These are more than {most} lines. Keep the ones that matter.")
            raise ValidationError(most.format(most=_MOST_LINES))
        for line in lines:
            clean_words(line, longest=_LONGEST_LINE, lines=False)
        return tuple(dict.fromkeys(lines))


class StepAsideForm(forms.Form):
    """Whom the student wants to see instead, and what becomes of the case if nobody.

    With whom a case was merely shared, they are asked neither: it stays with whoever shared it.
    """

    to = Choice(label=_("Whom would the student like to see instead?"))
    outcome = LongWords(
        label=_("How did it end here?"),
        help_text=_("A sentence or two. The case is resolved with it."),
        widget=LongText(rows=3),
        required=False,
    )
    student_said = LongWords(
        label=_("What did the student say?"),
        help_text=_("A sentence, for whoever has the case then. Do not write why you step aside."),
        widget=LongText(rows=2),
    )
    kind = Choice(
        label=_("For your own list: what was the conflict about?"),
        help_text=_("Only you can ever read your list. It warns you when this comes up again."),
        choices=[("", _("Nothing to keep")), *KINDS],
        widget=forms.Select(),
        required=False,
    )
    words = Words(label=_("Who or which"), longest=_LONGEST_LINE, required=False)

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[str, str]],
        hints: Mapping[str, str],
        must_end: bool,
        lent: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.must_end, self.lent = must_end, lent
        # What stands behind a choice is asked only where that choice would leave nobody.
        reveals = {NOBODY: "outcome"} if must_end else {}
        self.fields["to"].widget = Radios(hints=hints, reveals=reveals)
        choices = [*offered, (NOBODY, _("They would rather see nobody else"))]
        choose_among(self.fields["to"], choices)
        left_out = ["to", "student_said"] if lent else []
        for name in left_out + ([] if must_end else ["outcome"]):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """An open case is not left without saying how it ended."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.ends_the_case and not cleaned.get("outcome"):
            self.add_error("outcome", gettext("Say how it ended. Nobody else will know."))
        if cleaned.get("kind") and not cleaned.get("words"):
            self.add_error("words", gettext("Say who or which, or keep nothing."))
        return cleaned

    @property
    def ends_the_case(self) -> bool:
        """Whether nobody would sit there afterwards."""
        return self.must_end and self.cleaned_data.get("to") == NOBODY


class DeclareForm(OnceForm):
    """A person, a college or a course, in the spellings that one knows."""

    kind = Choice(label=_("What is it about?"), choices=KINDS, widget=Radios())
    words = Lines(
        label=_("Who or which"),
        help_text=_("Each spelling, nickname or short form on a line of its own."),
        widget=LongText(rows=3),
    )


class AskColleaguesForm(OnceForm):
    """Whom the matter is about, and whose sessions are asked."""

    student = Lines(
        label=_("The student"),
        help_text=_("First name and surname. Each other spelling on a line of its own."),
        widget=LongText(rows=2),
    )
    others = Lines(
        label=_("Who else is involved"),
        help_text=_("Each on a line of their own. Take out who does not matter."),
        widget=LongText(rows=4),
        required=False,
    )
    college = Words(label=_("College"), longest=_LONGEST_LINE, required=False)
    course = Words(label=_("Course"), longest=_LONGEST_LINE, required=False)
    to = Choices(label=_("Whose session is asked?"))

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].widget = Ticks()
        choose_among(self.fields["to"], colleagues)
        self.fields["to"].initial = [key for key, _name in colleagues]
