"""What is typed to break confidence, to decide against it, to advise, and to add. (BRCH-1…5)

Every question is asked once, in the order of the policy's procedure. The policy itself says what is
missing, question by question; every word typed stays.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.forms.once import OnceForm
from confide.disclosure.queries import WAYS_OF_BREAKING, Item
from confide.disclosure.queries.breaches import BY_PHONE, EXTRACT
from confide.policy import breach
from confide.policy.breach import BreachFact
from confide.policy.records import CLOCKS_DIFFER
from confide.web import clock
from confide.web.forms import (
    Choice,
    Choices,
    Day,
    LongText,
    LongWords,
    Radios,
    Ticks,
    TimeOfDay,
    choose_among,
)
from confide.web.forms import Words as Line

ASK, BREAK, LEAVE, KEEP = "ask", "break", "leave", "keep"
_LONGEST: Final = 120
_FAULTS: Final = {
    ASK: breach.faults_in_asking,
    BREAK: breach.faults,
    KEEP: breach.faults_in_keeping,
}
_YES, _NO = "yes", "no"
_MOMENTS: Final = ("phoned_day", "phoned_time", "told_day", "told_time")


class BreachForm(OnceForm):
    """The one page. `do` is the button that was pressed: ask, break, decide not to, or keep it.

    No question is required here: what each of the four needs is the policy's to say. `unread` is
    what is wrong with a day or a time while others are asked, which nobody's typing holds up; what
    is kept of it is the moment that stood in the record before, if one did.
    """

    ground = Choice(label=_("Which of the two is it?"), widget=Radios(reveals={breach.LAW: "duty"}))
    duty = LongWords(
        label=_("Which duty, and how it came up"),
        help_text=_("Such as: what the law names, and how you came to know of it."),
        widget=LongText(rows=2),
    )
    student = Line(label=_("The student"), longest=_LONGEST)
    outline = LongWords(
        label=_("What is happening, and why it cannot wait"),
        help_text=_("In outline. Two sentences are enough."),
        widget=LongText(rows=3),
    )
    believes = Choice(
        label=_("Is it best for the student to break confidence?"),
        choices=[(_YES, _("Yes, I believe so")), (_NO, _("No, or I cannot say"))],
        widget=Radios(reveals={_YES: "why"}),
    )
    why = LongWords(label=_("Why you believe so"), widget=LongText(rows=2))
    consulted = Choice(
        label=_("If you have phoned, or can reach nobody"),
        choices=[
            (breach.PHONED, _("I have phoned somebody")),
            (breach.NOBODY, _("Nobody could be reached")),
        ],
        widget=Radios(reveals={breach.NOBODY: "tried"}),
    )
    phoned = Line(label=_("Whom you phoned"), longest=_LONGEST)
    phoned_day = Day(label=_("Day of the call"), required=False)
    phoned_time = TimeOfDay(label=_("Time of the call"), required=False)
    advised = LongWords(
        label=_("What they advised"),
        help_text=_("If they have answered. You need not wait for it."),
        widget=LongText(rows=2),
        required=False,
    )
    cited = Choices(
        label=_("Advice that you had already, on a question without a name"),
        help_text=_(
            "It is kept in this record, with your question: whoever reads the record knows then "
            "which student it was about. Another caseworker is told and asked all the same."
        ),
        required=False,
    )
    tried = LongWords(label=_("Whom you tried, and how"), widget=LongText(rows=2))
    achieves = LongWords(label=_("What breaking confidence will achieve"), widget=LongText(rows=2))
    recipient = Line(
        label=_("Who is told"),
        help_text=_("A name, or what you know: the operator at 999."),
        longest=_LONGEST,
    )
    role = Line(label=_("In what role"), longest=_LONGEST)
    reach = Line(label=_("How they are reached"), longest=_LONGEST, required=False)
    summary = LongWords(
        label=_("What exactly they are told"),
        help_text=_("Only what they need in order to help."),
        widget=LongText(rows=3),
    )
    items = Choices(label=_("From the record"), required=False)
    how = Choice(
        label=_("How they are told"),
        choices=list(WAYS_OF_BREAKING.items()),
        widget=Radios(),
        initial=BY_PHONE,
    )
    told_day = Day(label=_("Day they are told"), required=False)
    told_time = TimeOfDay(label=_("Time they are told"), required=False)
    obliged = LongWords(
        label=_("What obliges us to keep the record"),
        help_text=_(
            "Such as: an inquest is to be expected. Then it is kept for a year, also if the "
            "student asks for its end. Leave it empty if nothing does."
        ),
        widget=LongText(rows=2),
        required=False,
    )
    why_not = LongWords(label=_("Why not"), widget=LongText(rows=2))

    def __init__(
        self,
        *args: Any,
        items: Sequence[Item] = (),
        advice: Sequence[tuple[str, str, str]] = (),
        do: str = BREAK,
        record: str = "",
        others_asked: bool = False,
        stood: Mapping[str, datetime | None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if do not in (ASK, BREAK, LEAVE, KEEP):
            raise BadRequest
        self.do, self.record, self.others_asked = do, record, others_asked
        self.unread: dict[str, Any] = {}
        self._stood = stood or {}
        grounds = [(key, gettext(words)) for key, words in breach.GROUNDS.items()]
        choose_among(self.fields["ground"], grounds)
        self.fields["items"].widget = Ticks(hints={item.key: item.glimpse for item in items})
        choose_among(self.fields["items"], [(item.key, item.title) for item in items])
        self.fields["cited"].widget = Ticks(hints={key: said for key, _who, said in advice})
        choose_among(self.fields["cited"], [(key, who) for key, who, _said in advice])
        for name, field in self.fields.items():
            # The page says of each question what it is for; "(optional)" is for these alone.
            if field.required and name != "form_id":
                field.required = False
                self[name].behind_a_choice = True  # type: ignore[attr-defined]
        for name in _MOMENTS:
            self[name].behind_a_choice = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The policy's answer to the button that was pressed, beside the questions it is about."""
        cleaned: dict[str, Any] = super().clean() or {}
        now = clock.now()
        cleaned["phoned_at"] = self._moment("phoned", now, otherwise=now)
        # Whoever does not break confidence now has told somebody only if they say when.
        told = None if self.do != BREAK else now
        extract = cleaned.get("how") == EXTRACT
        cleaned["told_at"] = told if extract else self._moment("told", now, otherwise=told)
        self._leave_out(cleaned)
        if not self.errors:
            for question, reason in self._faults(now):
                self.add_error(question, reason)
            self._leave_out(cleaned)
        if self.errors and self.unread:
            # Nobody is asked yet: whatever is wrong is said together.
            self.errors.update(self.unread)
            self.unread = {}
        return cleaned

    @property
    def fact(self) -> BreachFact:
        """The sheet as the policy weighs it."""
        typed = self.cleaned_data
        same = (
            "ground", "duty", "student", "outline", "why", "consulted", "phoned", "phoned_at",
            "tried", "achieves", "recipient", "role", "told_at", "why_not", "obliged",
        )  # fmt: skip
        return BreachFact(
            **{name: typed[name] for name in same},
            believes={_YES: True, _NO: False}.get(typed["believes"]),
            others_asked=self.others_asked,
            says_what=bool(typed["items"] or typed["summary"].strip()),
        )

    def _leave_out(self, cleaned: dict[str, Any]) -> None:
        """While others are asked, take no moment that cannot be, and say so afterwards."""
        if self.do != ASK:
            return
        for name in self.errors.keys() & set(_MOMENTS):
            self.unread[name] = self.errors.pop(name)
            moment = f"{name.partition('_')[0]}_at"
            cleaned[moment] = self._stood.get(moment)

    def _faults(self, now: datetime) -> list[tuple[str, str]]:
        if self.do == LEAVE:
            faults = breach.faults_in_leaving(self.fact)
        else:
            faults = _FAULTS[self.do](self.fact, at=now)
        return [(fault.question, _in_short(fault)) for fault in faults]

    def _moment(self, which: str, now: datetime, *, otherwise: datetime | None) -> datetime | None:
        """When it was, or what holds with both left empty. A watch may be a little fast."""
        day: date | None = self.cleaned_data.get(f"{which}_day")
        hour: time | None = self.cleaned_data.get(f"{which}_time")
        if day is None and hour is None:
            return otherwise
        if hour is None:
            self.add_error(f"{which}_time", gettext("Enter a time, such as 14:30."))
            return None
        zone = timezone.get_default_timezone()
        moment = datetime.combine(day or timezone.localtime(now).date(), hour, tzinfo=zone)
        return min(moment, now) if moment <= now + CLOCKS_DIFFER else moment


class OwnBreachForm(BreachForm):
    """The same for whoever has given the case away: nothing is picked from it, none leaves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("items", "cited"):
            del self.fields[name]
        ways = [(way, words) for way, words in WAYS_OF_BREAKING.items() if way != EXTRACT]
        choose_among(self.fields["how"], ways)

    def clean(self) -> dict[str, Any]:
        """What was picked before stays in the record, and is asked for no more."""
        self.cleaned_data |= {"items": (), "cited": ()}
        return super().clean()


def _in_short(fault: breach.Fault) -> str:
    """What is missing, in one sentence; a second only where there is another way."""
    decision = fault.decision
    words = [decision.why(gettext)]
    if fault.question in ("believes", "consulted"):
        words.append(decision.what_instead(gettext))
    return f"{' '.join(words)} ({decision.clause})"


class AdviceForm(OnceForm):
    """What a colleague advises; to have read it is an answer too."""

    words = LongWords(
        label=_("Your advice"),
        help_text=_("Leave it empty to say only that you have read this."),
        widget=LongText(rows=4),
        required=False,
    )


class CorrectionForm(OnceForm):
    """What needs correcting in a record that is complete."""

    words = LongWords(
        label=_("What needs correcting, or adding"),
        help_text=_("What stands above stays as it is. This is added to it, with today’s date."),
        widget=LongText(rows=3),
    )


class ToldForm(OnceForm):
    """That a colleague was told after all: who, and when."""

    words = Line(label=_("Whom you told"), longest=_LONGEST)
    day = Day(label=_("Day"))
    time = TimeOfDay(label=_("Time"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localtime(clock.now())
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = now.time().replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """It has happened by now."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        zone = timezone.get_default_timezone()
        moment = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
        if moment > clock.now():
            self.add_error("time", gettext("This moment has not come yet. Check day and time."))
        cleaned["happened_at"] = moment
        return cleaned
