"""What is typed to record an authority to act: several recipients, several purposes. (CONF-4)"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import OpenCase
from confide.disclosure.forms.consents import HowAgreed
from confide.disclosure.queries import MAYS, Ask, Party, items_of
from confide.policy.consent import ASK, AUTHORITY, GIVE, RECEIVE, says
from confide.web.forms import Choices, LongText, LongWords, Ticks, choose_among

_LONGEST = 120


class AuthorityForm(HowAgreed):
    """Whom the student lets the service act with, what for, and what may be done."""

    kind = AUTHORITY

    reaches = LongWords(
        label=_("Whom does it reach?"),
        help_text=_(
            "One a line: a person or an office, a comma, and the role. "
            "Such as: Dr Sen, her tutor. “The university” is nobody."
        ),
        widget=LongText(rows=3),
    )
    scope = LongWords(
        label=_("What is it for?"),
        help_text=_("One purpose a line, in words that the student would use."),
        widget=LongText(rows=2),
    )
    may = Choices(
        label=_("What may you do?"),
        choices=[(act, MAYS[act]) for act in (ASK, RECEIVE, GIVE)],
        initial=[ASK, RECEIVE],
        widget=Ticks(),
    )
    summary = LongWords(
        label=_("A summary that may be given"),
        help_text=_("These very words. What you write later is asked for when it is written."),
        widget=LongText(rows=4),
        required=False,
    )
    items = Choices(label=_("From the record"), required=False)

    def __init__(self, *args: Any, case: OpenCase, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        items = items_of(case)
        self.fields["items"].widget = Ticks(hints={item.key: item.glimpse for item in items})
        choose_among(self.fields["items"], [(item.key, item.title) for item in items])
        self.fields["until_on"].required = True
        self.fields["until_on"].help_text = _(
            "Within a year. It ends by itself when the case is resolved."
        )
        # What a student signs is filed; words that somebody copied are no signature.
        self.fields.pop("words", None)

    def clean_reaches(self) -> list[Party]:
        """Everybody named, each once."""
        parties = []
        for number, line in _lines(self.cleaned_data["reaches"]):
            name, _comma, role = (part.strip() for part in line.rpartition(","))
            if not (says(name) and says(role)):
                said = gettext("Line {number} lacks a role: a comma, and then the role.")
                raise ValidationError(said.format(number=number))
            if len(line) > 2 * _LONGEST:
                raise ValidationError(gettext("Line {number} is too long.").format(number=number))
            parties.append(Party(name, role))
        return list(dict.fromkeys(parties))

    def clean_scope(self) -> list[str]:
        """Every purpose, each once."""
        purposes = [line for _number, line in _lines(self.cleaned_data["scope"])]
        if not all(map(says, purposes)):
            raise ValidationError(gettext("Say what it is for, in words."))
        return list(dict.fromkeys(purposes))

    def _of_its_kind(self) -> dict[str, Any]:
        typed = self.cleaned_data
        (first, *others), (purpose, *more) = typed["reaches"], typed["scope"]
        return {
            "ask": Ask(
                recipient=first.name,
                role=first.role,
                purpose=purpose,
                items=tuple(dict.fromkeys(typed["items"])),
                summary=typed["summary"],
            ),
            "also_to": tuple(others),
            "also_for": tuple(more),
            "may": tuple(typed["may"]),
        }


def _lines(text: str) -> list[tuple[int, str]]:
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))
    return [(number, line) for number, line in lines if line]
