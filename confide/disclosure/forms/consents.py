"""What is typed to record a consent, and to take it back. (CONF-4)"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.forms.once import OnceForm
from confide.disclosure.forms.tellings import AskForm
from confide.disclosure.queries import Item
from confide.disclosure.queries.consents import keys_of
from confide.policy import consent
from confide.policy.consent import ConsentFact, Recipient
from confide.web import clock
from confide.web.forms import Choice, Day, LongText, LongWords, TimeOfDay, Words

SPOKEN, WRITTEN = "spoken", "written"


class ConsentForm(OnceForm, AskForm):
    """What the student agreed to, and how they said so: in writing, unless it is said otherwise."""

    way = forms.CharField(widget=forms.HiddenInput)
    day = Day(label=_("On what day?"))
    time = TimeOfDay(label=_("At what time?"))
    until_on = Day(
        label=_("Until when may it be told?"),
        help_text=_("The last day, if the student named one."),
        required=False,
    )
    words = LongWords(
        label=_("What they said or wrote"),
        help_text=_("In their own words."),
        widget=LongText(rows=3),
        required=False,
    )
    document = Choice(
        label=_("The document in which they agreed"),
        help_text=_("If it lies in this case."),
        widget=forms.Select,
        required=False,
    )
    writing = Words(
        label=_("Where the paper is kept"),
        help_text=_("If it lies in the cabinet."),
        required=False,
    )
    clarity = LongWords(
        label=_("How you made sure that they meant it"),
        help_text=_("Such as: you read it back to them and they said yes."),
        widget=LongText(rows=2),
        error_messages={"required": _("Say how you checked it, or ask for it in writing.")},
    )
    heard_by = Words(label=_("Who else heard it"), required=False)

    def __init__(self, *args: Any, items: Sequence[Item], way: str, **kwargs: Any) -> None:
        super().__init__(*args, items=items, **kwargs)
        self.spoken = way == SPOKEN
        if not self.spoken and way != WRITTEN:
            raise BadRequest
        for name in ("document", "writing") if self.spoken else ("clarity", "heard_by"):
            del self.fields[name]
        now = timezone.localtime(clock.now())
        self.fields["way"].initial = way
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = now.time().replace(second=0, microsecond=0)
        if self.spoken:
            self.fields["words"].required = True
            self.fields["words"].label = _("What they said")
        else:
            papers = [(item.key, item.title) for item in items if item.document]
            choices = [("", _("None of these")), *papers]
            self.fields["document"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The policy says whether it is complete and completely clear; every word stays."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        zone = timezone.get_default_timezone()
        cleaned["given_at"] = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
        now = clock.now()
        if cleaned["given_at"] > now:
            self.add_error("day", gettext("This moment has not come yet. Check day and time."))
            return cleaned
        decision = consent.may_agree(_fact(cleaned), on=timezone.localtime(now).date())
        if not decision:
            reason = f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip()
            self.add_error(_place_of(cleaned), f"{reason} ({decision.clause})")
        return cleaned


class WithdrawForm(forms.Form):
    """What the student said when they took a consent back; nothing has to be said."""

    words = LongWords(
        label=_("What they said"),
        help_text=_("They need no reason. If they gave one, in their words."),
        widget=LongText(rows=2),
        required=False,
    )


def _fact(cleaned: dict[str, Any]) -> ConsentFact:
    return ConsentFact(
        recipient=Recipient(cleaned["recipient"], cleaned["role"]),
        purpose=cleaned["purpose"],
        items=keys_of(cleaned["items"], cleaned["summary"]),
        given_on=cleaned["day"],
        until_on=cleaned["until_on"],
        spoken=cleaned["way"] == SPOKEN,
        words=cleaned["words"],
        clarity=cleaned.get("clarity", ""),
        writing=cleaned.get("writing", "") or cleaned.get("document", ""),
    )


def _place_of(cleaned: dict[str, Any]) -> str:
    """The question that the policy's no is about, by asking which answer is still missing."""
    until = cleaned["until_on"]
    if until is not None and until < cleaned["day"]:
        return "until_on"
    if not _says(cleaned["recipient"]):
        return "recipient"
    if not _says(cleaned["role"]):
        return "role"
    if not _says(cleaned["purpose"]):
        return "purpose"
    return "clarity" if cleaned["way"] == SPOKEN and _says(cleaned["words"]) else "words"


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
