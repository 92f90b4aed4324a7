"""What is typed to share a case. (RECD-4)"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.forms.once import OnceForm
from confide.disclosure.queries import Candidate
from confide.policy import sharing
from confide.policy.decision import Decision
from confide.web import clock
from confide.web.forms import Choice, Day, LongText, LongWords, Radios, choose_among

_HINTS = {
    sharing.BENEFIT: _("Such as: they stand in for you, or know the matter better."),
    sharing.ADVICE: _("If a question without a name would do, ask a colleague that way instead."),
}


class ShareForm(OnceForm):
    """With whom, for which of the two reasons, why, and until when if that is known."""

    to = Choice(
        label=_("With whom?"),
        widget=Radios,
        error_messages={"required": _("Choose the colleague.")},
    )
    reason = Choice(
        label=_("For which reason?"),
        choices=[(key, _(words)) for key, words in sharing.REASONS.items()],
        widget=Radios(hints=_HINTS),
        error_messages={"required": _("Choose one of the two. There is no third.")},
    )
    why = LongWords(
        label=_("Why, in your words"),
        help_text=_("It is kept in the record, and your colleague reads it first."),
        widget=LongText(rows=3),
    )
    until_on = Day(
        label=_("Until what day?"),
        help_text=_("The last day on which they see the case. Empty: until you take it back."),
        required=False,
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {each.officer.id: each for each in candidates if not each.refusal}
        hints = {key: _hint(each) for key, each in self.candidates.items()}
        self.fields["to"].widget = Radios(hints=hints)
        choose_among(
            self.fields["to"], [(key, each.officer.name) for key, each in self.candidates.items()]
        )
        on = timezone.localtime(clock.now()).date()
        self.fields["until_on"].initial = on + sharing.LONGEST

    def clean(self) -> dict[str, Any]:
        """The policy says whether they may have it for this reason, why, and until then."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not {"to", "reason"} <= cleaned.keys():
            return cleaned
        self._say("reason", self.candidates[cleaned["to"]].answers[cleaned["reason"]])
        on = timezone.localtime(clock.now()).date()
        if "why" in cleaned:
            self._say("why", sharing.may_say_why(cleaned["why"]))
        if "until_on" in cleaned:
            self._say("until_on", sharing.may_end_on(cleaned["until_on"], on))
        return cleaned

    def _say(self, place: str, decision: Decision) -> None:
        if not decision:
            words = f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip()
            self.add_error(place, f"{words} ({decision.clause})")

    @property
    def whom(self) -> Candidate:
        """The colleague."""
        return self.candidates[self.cleaned_data["to"]]


def _hint(candidate: Candidate) -> str:
    """Their post, and if they may have it for one of the reasons only, why not for the other."""
    no = next((answer for answer in candidate.answers.values() if not answer), None)
    if no is None:
        return candidate.post
    only = gettext("For advice only: {why}").format(why=no.why(gettext))
    return f"{candidate.post}. {only}" if candidate.post else only
