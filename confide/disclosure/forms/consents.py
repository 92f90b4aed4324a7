"""What is typed to record a consent, of each kind. (CONF-4)

A form cleans what was typed into `agreed` and asks the policy, which says whether it is complete
and completely clear; every word stays. For a sheet that the student is to sign, how they agreed is
not asked yet.
"""

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import Entry, OpenCase
from confide.disclosure.forms.once import OnceForm
from confide.disclosure.forms.tellings import AskForm
from confide.disclosure.queries import (
    Agreed,
    Ask,
    card_of,
    fact_of,
    items_of,
    one_consent,
    writings_of,
)
from confide.policy import consent
from confide.policy.consent import (
    AUTHORITY,
    CONFIRM,
    CONTACT,
    GIVE,
    TELL,
    ConsentFact,
    is_everybody,
    says,
)
from confide.policy.decision import Decision
from confide.web import clock
from confide.web.forms import Choice, Day, LongText, LongWords, Tick, TimeOfDay, Words, choose_among

SPOKEN, WRITTEN = "spoken", "written"
_BY_MOUTH: Final = ("clarity", "heard_by")
_ON_PAPER: Final = ("document", "writing")
_HOW: Final = ("day", "time", "words", *_BY_MOUTH, *_ON_PAPER)


class HowAgreed(OnceForm):
    """How the student agreed, when, and for how long: in writing, unless it is said otherwise."""

    kind: ClassVar[str] = TELL

    way = forms.CharField(widget=forms.HiddenInput)
    follows = forms.CharField(widget=forms.HiddenInput, required=False)
    begins_on = Day(label=_("From what day?"), help_text=_("If not at once."), required=False)
    until_on = Day(
        label=_("Until what day?"),
        help_text=_("The last day, if the student named one."),
        required=False,
    )
    words = LongWords(
        label=_("What they wrote"),
        help_text=_("In their own words."),
        widget=LongText(rows=3),
        required=False,
    )
    document = Choice(
        label=_("The document, letter or mail in which they agreed"),
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
    day = Day(label=_("On what day did they agree?"))
    time = TimeOfDay(label=_("At what time?"))

    def __init__(
        self, *args: Any, case: OpenCase, way: str, paper: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if way not in {SPOKEN, WRITTEN}:
            raise BadRequest
        self.case, self.paper, self.spoken = case, paper, way == SPOKEN
        now = timezone.localtime(clock.now())
        self.fields["way"].initial = way
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = now.time().replace(second=0, microsecond=0)
        for name in _ON_PAPER if self.spoken else _BY_MOUTH:
            del self.fields[name]
        if self.spoken:
            self.fields["words"].required = True
            self.fields["words"].label = _("What they said")
        else:
            choices = [("", _("None of these")), *writings_of(case)]
            choose_among(self.fields["document"], choices)
        for name in _HOW if paper else ():
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """The policy says whether it is complete and completely clear; every word stays."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        now = timezone.localtime(clock.now())
        cleaned["given_at"] = now if self.paper else _moment(cleaned)
        if cleaned["given_at"] > now:
            self.add_error("day", gettext("This moment has not come yet. Check day and time."))
            return cleaned
        fact = self._fact(now)
        decision = self._decision(fact, now)
        if not decision:
            reason = f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip()
            self.add_error(self._place_of(fact), f"{reason} ({decision.clause})")
        return cleaned

    @property
    def agreed(self) -> Agreed:
        """What the student agreed to, as it was typed."""
        typed = self.cleaned_data
        return Agreed(
            kind=self.kind,
            spoken=self.spoken and not self.paper,
            given_at=typed["given_at"],
            begins_on=typed["begins_on"],
            until_on=typed["until_on"],
            words=typed.get("words", ""),
            clarity=typed.get("clarity", ""),
            heard_by=typed.get("heard_by", ""),
            writing=typed.get("writing", ""),
            document=typed.get("document", ""),
            **self._of_its_kind(),
        )

    def _of_its_kind(self) -> dict[str, Any]:
        raise NotImplementedError

    def _fact(self, now: datetime) -> ConsentFact:
        titles = {item.key: item.title for item in items_of(self.case)}
        card = card_of(self.agreed, titles=titles, by="", at=now)
        return fact_of(self.case, Entry("", card))

    def _decision(self, fact: ConsentFact, now: datetime) -> Decision:
        on, follows = now.date(), self.cleaned_data["follows"]
        if self.paper:
            return consent.may_print(fact, on=on)
        if not follows:
            return consent.may_agree(fact, on=on)
        old = one_consent(self.case, follows)
        if old.card.replaced_by == self.cleaned_data["form_id"]:
            # This form was sent before; the action knows, and says so.
            return consent.may_agree(fact, on=on)
        return consent.may_renew(fact_of(self.case, old), fact, on=on)

    def _place_of(self, fact: ConsentFact) -> str | None:
        """The question that the policy's no is about, by asking which answer is still missing."""
        everybody = any(is_everybody(each.name) for each in fact.recipients)
        answered = {
            "reaches": not everybody,
            "recipient": says(fact.recipient.name) and not everybody,
            "role": says(fact.recipient.role),
            "purpose": says(fact.purpose),
            "may": bool(fact.may),
            "summary": (GIVE in fact.may) is bool(fact.items),
            "until_on": _ends_in_time(fact),
            "words": says(fact.words) or not self.spoken,
            "clarity": says(fact.clarity) or not self.spoken,
            "document": self.kind != AUTHORITY or says(fact.writing),
        }
        missing = [name for name, right in answered.items() if not right and name in self.fields]
        if missing or self.paper or fact.resolved:
            return missing[0] if missing else None
        return "words" if "words" in self.fields else "document"


class ConsentForm(HowAgreed, AskForm):
    """What the student agreed to have told."""

    def __init__(self, *args: Any, case: OpenCase, **kwargs: Any) -> None:
        super().__init__(*args, case=case, items=items_of(case), **kwargs)

    def _of_its_kind(self) -> dict[str, Any]:
        return {"ask": self.ask}


class MayContactForm(HowAgreed):
    """Who may get in touch with the service about the student, and whether they are told so."""

    kind = CONTACT

    recipient = Words(
        label=_("Who may get in touch?"),
        help_text=_("One person, by name. “The college” is not a person."),
    )
    role = Words(label=_("In what role?"), help_text=_("Such as: her mother."))
    purpose = Words(label=_("What about?"), help_text=_("What the student hopes for from it."))
    confirm = Tick(
        label=_("They may be told that the student comes here"),
        help_text=_("Unless you tick this, you listen, and neither confirm nor deny it."),
        required=False,
    )

    def _of_its_kind(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "ask": Ask(**{name: typed[name] for name in ("recipient", "role", "purpose")}),
            "may": (CONFIRM,) if typed["confirm"] else (),
        }


def _moment(typed: dict[str, Any]) -> datetime:
    return datetime.combine(typed["day"], typed["time"], tzinfo=timezone.get_default_timezone())


def _ends_in_time(fact: ConsentFact) -> bool:
    ends = fact.until_on
    if fact.kind == AUTHORITY and (ends is None or ends > consent.latest_end(fact.first_day)):
        return False
    return ends is None or ends >= fact.first_day
