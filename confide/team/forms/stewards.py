"""Appointing officers and ending terms."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.policy import office
from confide.team.queries import name_behind
from confide.web.forms import Choice, Day, Radios, Words, choose_among

_SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,38}[a-z0-9]")


class Appoint(forms.Form):
    """A person, an office, and its first and last day."""

    name = Words(label=_("Name"), longest=100)
    sign_in_name = Words(
        label=_("Sign-in name"),
        help_text=_("Small letters, such as maya. Somebody who is here already keeps theirs."),
        longest=40,
    )
    role = Choice(
        label=_("Office"),
        choices=[
            (office.CASEWORKER, _("Caseworker")),
            (office.STEWARD, _("Steward")),
        ],
        widget=Radios(
            hints={
                office.CASEWORKER: _("Works on cases. Sees only those they sit at."),
                office.STEWARD: _("Looks after terms of office. Never sees a case."),
            },
            reveals={office.CASEWORKER: "post"},
        ),
    )
    post = forms.ChoiceField(label=_("Post"), required=False)
    starts_on = Day(label=_("First day in office"))
    ends_on = Day(label=_("Last day in office"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["post"], [("", _("Choose a post")), *_posts()])

    def clean_sign_in_name(self) -> str:
        """The sign-in name in small letters."""
        name = str(self.cleaned_data["sign_in_name"]).strip().casefold()
        if not _SIGN_IN_NAME.fullmatch(name):
            raise ValidationError(
                gettext("Use three to forty small letters, digits, dots or hyphens.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        """A caseworker has a post, and a steward none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") == office.CASEWORKER and not cleaned.get("post"):
            self.add_error("post", gettext("Choose the post to which they were elected."))
        if cleaned.get("role") == office.STEWARD:
            cleaned["post"] = ""
        self._check_that_it_is_they(cleaned)
        return cleaned

    def _check_that_it_is_they(self, cleaned: dict[str, Any]) -> None:
        # Two people called Maya, a year apart: the office, and later its cases, must not go to the
        # one who left, only because a sign-in name was typed twice.
        behind = name_behind(cleaned.get("sign_in_name", ""))
        if behind and behind.casefold().split() != cleaned.get("name", "").casefold().split():
            said = gettext(
                "{name} signs in with this. If it is they, give their name just so; if it is "
                "somebody else, choose another sign-in name."
            )
            self.add_error("sign_in_name", said.format(name=behind))


def _posts() -> list[tuple[str, Any]]:
    """The posts to choose from, under their schemes where there are several."""
    terms = settings.POLICY
    grouped = [
        (scheme.name, [(post.key, post.title) for post in terms.posts if post.scheme == scheme.key])
        for scheme in terms.schemes
    ]
    return list(grouped) if len(grouped) > 1 else list(grouped[0][1])


class EndTerm(forms.Form):
    """The last day of a term."""

    last_day = Day(label=_("Last day in office"))
