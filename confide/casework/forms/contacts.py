"""Adding a contact, a next step, or a paper. (RECD-1, RECD-7)"""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.forms.counting import CodedForm, outcome_choice, outcomes
from confide.web import clock
from confide.web.forms import Choice, Day, LongText, LongWords, TimeOfDay, Words, choose_among


class ContactForm(forms.Form):
    """What was said, which options were explained, what the student chose, what comes next."""

    kind = Choice(label=_("How were you in touch?"))
    day = Day(label=_("Day"))
    time = TimeOfDay(label=_("Time"))
    said = LongWords(label=_("What was said"), widget=LongText(rows=6))
    options = LongWords(label=_("Options you explained"), widget=LongText(rows=3), required=False)
    chose = LongWords(
        label=_("What the student chose"),
        help_text=_("Their choice, in their words. Choosing nothing yet is a choice too."),
        widget=LongText(rows=2),
        required=False,
    )
    next_step = Words(label=_("Next step"), required=False)
    due_on = Day(label=_("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localtime(clock.now())
        choose_among(self.fields["kind"], settings.POLICY.channels)
        self.fields["kind"].initial = settings.POLICY.channels[0].key
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = now.time().replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """The day and the time as one moment, which has come."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("due_on") and not cleaned.get("next_step"):
            self.add_error("next_step", gettext("Say what is to be done by then."))
        if cleaned.get("day") is None or cleaned.get("time") is None:
            return cleaned
        zone = timezone.get_default_timezone()
        moment = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
        if moment > clock.now():
            self.add_error("day", ValidationError(_FUTURE))
        return {**cleaned, "happened_at": moment}


class TaskForm(forms.Form):
    """A next step."""

    step = Words(label=_("Next step"))
    due_on = Day(label=_("By when"), required=False)


class PaperForm(forms.Form):
    """A paper, and where it is locked away."""

    name = Words(label=_("What the paper is"), longest=120)
    kept_where = Words(label=_("Where it is locked away"), longest=120)


class ResolveForm(CodedForm):
    """How a case ended, in words for the record and in a code for the figures."""

    outcome = LongWords(
        label=_("How did it end?"),
        help_text=_("A sentence or two, for whoever reads the record later."),
        widget=LongText(rows=4),
    )
    ended = outcome_choice()

    field_order = ("outcome", "ended")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["ended"], outcomes())


class ReopenForm(forms.Form):
    """Why a case is taken up again."""

    why = LongWords(label=_("Why is the case taken up again?"), widget=LongText(rows=3))


class SearchForm(forms.Form):
    """Words to look for in one's own cases."""

    words = Words(label=_("Words to look for"), help_text=_("In your own cases only."))


_FUTURE = _("This moment has not come yet. Check the day and the time, or keep it as a next step.")
