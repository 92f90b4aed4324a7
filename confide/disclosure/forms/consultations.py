"""What is typed to ask colleagues, and to reply to one. (CONF-2)"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.forms.once import OnceForm
from confide.disclosure.queries import Mark
from confide.policy import consultation
from confide.web.forms import Choice, Choices, LongText, LongWords, Ticks, Words, choose_among

LONGEST: Final = 20_000
# Short enough that what is kept with it never grows out of its smallest size.
_LONGEST_REASON: Final = 150
# A few lengths and no free date: a last day of one's own choosing could be that of a case.
_DAYS: Final = (3, 7, 14, 21, 28)
_NEUTRAL_OR_WHY: Final = _("Say why it may stay, or put something neutral there.")


class QuestionForm(OnceForm):
    """A question, whom it asks, and for how long."""

    question = LongWords(
        label=_("Your question"),
        help_text=_(
            "Leave out who it is. It is checked against the record before anything is sent."
        ),
        widget=LongText(rows=9),
        longest=LONGEST,
    )
    to = Choices(label=_("Whom do you ask?"), widget=Ticks())
    days = Choice(
        label=_("For how long?"),
        help_text=_("Then the question and its replies are gone, for everybody."),
    )

    def __init__(
        self,
        *args: Any,
        colleagues: Mapping[str, str],
        on: date,
        destroy_on: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._on = on
        choose_among(self.fields["to"], colleagues.items())
        left = (destroy_on - on).days if destroy_on else max(_DAYS)
        days = [days for days in _DAYS if days <= left] or [max(0, left)]
        choose_among(self.fields["days"], [(str(each), _length(each)) for each in days])
        usual = max(each for each in days if each <= consultation.USUAL.days)
        self.fields["days"].initial = str(usual)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self._on + timedelta(days=int(self.cleaned_data["days"]))


class CheckedForm(forms.Form):
    """What becomes of the marks: which are replaced, and why the others stay."""

    take = Choices(label=_("Put something neutral instead"), required=False)
    reason = Words(
        label=_("Why it may stay as it is"),
        help_text=_("One reason for all that is still marked. Only you can read it."),
        longest=_LONGEST_REASON,
        error_messages={"required": _NEUTRAL_OR_WHY},
    )

    def __init__(self, *args: Any, marks: Sequence[Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._marked = bool(marks)
        # What is still marked needs a reason; where nothing is, nobody is asked for one.
        self.fields["reason"].required = self._marked
        self.fields["take"].widget = Ticks(hints={mark.key: mark.why for mark in marks})
        choose_among(self.fields["take"], [(mark.key, _becomes(mark)) for mark in marks])

    def clean_reason(self) -> str:
        """A reason is more than a dash."""
        reason = str(self.cleaned_data["reason"])
        if self._marked and not any(sign.isalnum() for sign in reason):
            raise forms.ValidationError(_NEUTRAL_OR_WHY)
        return reason


class ReplyForm(OnceForm):
    """Advice for a colleague."""

    said = LongWords(
        label=_("Your advice"),
        help_text=_("Everybody who sees the question sees your reply."),
        widget=LongText(rows=6),
        longest=LONGEST,
    )


def _length(days: int) -> str:
    if not days:
        return gettext("Today only")
    return ngettext("{days} day", "{days} days", days).format(days=days)


def _becomes(mark: Mark) -> str:
    words = {"words": mark.words, "instead": mark.instead}
    return gettext("“{words}” becomes “{instead}”").format(**words)
