"""What is typed to hand cases over. (CONF-5, HOUR-3)"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import LeavingCase, Taker, colleagues
from confide.policy import access
from confide.team.queries import Acting, post_title
from confide.web.forms import Choice, Choices, LongText, LongWords, Radios, choose_among


class HandOverForm(forms.Form):
    """To whom a case goes, and how its student knows."""

    to = Choice(
        label=_("To whom?"),
        widget=Radios,
        error_messages={"required": _("Choose the colleague.")},
    )
    student_knows = LongWords(
        label=_("How does the student know?"),
        help_text=_(
            "Such as: I asked her on the phone on Monday, and she is glad. If you can’t reach "
            "them, say so, and who will tell them."
        ),
        widget=LongText(rows=3),
    )

    def __init__(self, *args: Any, takers: Sequence[Taker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takers = {each.officer.id: each for each in takers if each.decision}
        self.offer({key: (each.officer.name, each.post) for key, each in self.takers.items()})

    def offer(self, people: dict[str, tuple[str, str]]) -> None:
        """Offer these people, each with their post."""
        self.fields["to"].widget = Radios(
            hints={key: post for key, (_name, post) in people.items()}
        )
        choose_among(self.fields["to"], [(key, name) for key, (name, _post) in people.items()])

    def clean_student_knows(self) -> str:
        """The policy wants a word on it."""
        typed = str(self.cleaned_data["student_knows"])
        decision = access.may_be_told(typed)
        if not decision:
            words = f"{decision.why(gettext)} {decision.what_instead(gettext)}".strip()
            raise forms.ValidationError(f"{words} ({decision.clause})")
        return typed


class LeavingForm(HandOverForm):
    """Which of one's cases go to whom, all of their students having heard of it the same way."""

    cases = Choices(
        label=_("Which cases?"),
        error_messages={"required": _("Tick the cases that you hand over.")},
    )

    def __init__(
        self, *args: Any, acting: Acting, cases: Sequence[LeavingCase], **kwargs: Any
    ) -> None:
        super().__init__(*args, takers=(), **kwargs)
        self.people = {each.id: each for each in colleagues(acting, on=acting.on)}
        self.offer(
            {key: (each.name, post_title(each, on=acting.on)) for key, each in self.people.items()}
        )
        choose_among(
            self.fields["cases"],
            [(each.case.ref, each.case.ref) for each in cases if not each.lent],
        )

    @property
    def ticked(self) -> list[str]:
        """What was ticked, good or not, so that it stays ticked."""
        return self.data.getlist("cases") if self.is_bound else []  # type: ignore[attr-defined]
