"""Asking for support: one page, in one's own words. (ELIG-1, ELIG-2, CONF-1)"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from confide.frontdoor.forms.own import ASKED, ReachForm, files_with_it
from confide.frontdoor.queries.own import Listener
from confide.policy import eligibility
from confide.policy.eligibility import NO_BASIS
from confide.policy.requests import LONGEST_WORDS
from confide.web.forms import Choice, LongText, LongWords, Radios, Ticks, Words, choose_among
from confide.web.forms.choices import Choices

_ = gettext_lazy
ANY = "any"

_BASES = [
    *((basis.key, _(basis.heading)) for basis in eligibility.BASES.values()),
    (NO_BASIS, _("None of these")),
]
_HINTS = {
    **{basis.key: _(basis.meaning) for basis in eligibility.BASES.values()},
    NO_BASIS: _("We say who else can help. Nothing that you typed is kept."),
}


class AskForm(ReachForm):
    """What it is about, who may read it, and how it is safe to reach whoever asks."""

    words = LongWords(
        label=_("What is it about?"),
        help_text=_("In your own words, as little or as much as you like."),
        longest=LONGEST_WORDS,
        widget=LongText({**ASKED}, rows=7),
        error_messages={"required": _("Write a few words, so that we know how to begin.")},
    )
    name = Words(
        label=_("What may we call you?"),
        help_text=_("Any name you like, or none."),
        longest=100,
        required=False,
    )
    officer = Choice(label=_("Who should read it?"), widget=Radios())
    said_woman = forms.BooleanField(label=_("I define myself as a woman"), required=False)
    stand_in = forms.BooleanField(
        label=_("If they are away, another officer may read it instead"), required=False
    )
    avoids = Choices(
        label=_("Is there anybody who should not see it?"),
        help_text=_("You need not say why, and they are not told."),
        widget=Ticks(),
        required=False,
    )
    eligibility = Choice(
        label=_("You are"),
        help_text=_("Your word is enough."),
        choices=_BASES,
        initial="registered",
        widget=Radios(hints=_HINTS),
    )
    enclosed = files_with_it(_("Files, if they help"))

    field_order = (
        *("words", "enclosed", "name", "officer", "said_woman", "stand_in", "avoids"),
        *("channels", "how", "when", "may_leave_message", "may_say_who", "eligibility"),
    )

    def __init__(self, *args: Any, listeners: Sequence[Listener], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listeners = {each.key: each for each in listeners}
        named = [(each.key, f"{each.name}, {each.title}") for each in listeners]
        anybody = (ANY, gettext("Whichever officer is there first"))
        officer, avoids = self.fields["officer"], self.fields["avoids"]
        choose_among(officer, [anybody, *named])
        officer.initial = ANY
        officer.widget.hints = {each.key: each.helps_with for each in listeners}
        choose_among(avoids, named)
        women = [each for each in listeners if each.for_women]
        if not women:
            del self.fields["said_woman"]
        else:
            self.fields["said_woman"].help_text = gettext(
                "Only if the {title} may read it: she represents students who define themselves "
                "as women. Your word is enough, and nobody asks for it otherwise."
            ).format(title=women[0].title)

    def clean(self) -> dict[str, Any]:
        """Nobody is asked for whom the student's own words rule out."""
        cleaned: dict[str, Any] = super().clean() or {}
        wanted = self.listeners.get(cleaned.get("officer", ""))
        if wanted is None:
            return cleaned
        decision = eligibility.may_represent(wanted.remit, cleaned.get("said_woman") or None)
        if not decision:
            self.add_error("officer", ValidationError(self._other_officers(wanted)))
        elif wanted.key in cleaned.get("avoids", []):
            self.add_error(
                "avoids", ValidationError(gettext("You have chosen them to read it, just above."))
            )
        return cleaned

    def _other_officers(self, wanted: Listener) -> str:
        return gettext(
            "The {title} represents students who define themselves as women. If you do, tick that "
            "below. If you do not, or would rather not say, choose another officer: they help with "
            "the very same things."
        ).format(title=wanted.title)
