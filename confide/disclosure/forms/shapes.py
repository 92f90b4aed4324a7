"""What is decided on looking at an extract: what is blacked out, what documents go how. (CONF-1)"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from confide.disclosure.queries import Looked, Marked, typed_phrases
from confide.disclosure.queries.shapes import AS_FILED, BY_NAME, BY_POST, CLEANED
from confide.web.forms import (
    Choice,
    Choices,
    LongText,
    LongWords,
    Radios,
    Ticks,
    Words,
    choose_among,
)

OUT: Final = "out"
_WAYS: Final = {
    CLEANED: _("As a cleaned copy"),
    AS_FILED: _("As it was filed"),
    OUT: _("Leave it out"),
}
_LONGEST_PHRASE: Final = 300


class _Phrases(Choices):
    """Phrases that were marked. Whatever is among them only takes away; so none is refused."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= _LONGEST_PHRASE


class ShapeForm(forms.Form):
    """How the extract is shaped. `seen` says in what shape it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    black = _Phrases(label=_("What may show somebody else: black it out?"), required=False)
    also = LongWords(
        label=_("Black out as well"),
        help_text=_("Each on a line of its own, as it stands in the extract."),
        widget=LongText(rows=2),
        required=False,
    )
    signed = Choice(
        label=_("Who is it from?"),
        choices=[
            (BY_POST, _("Your post and the union")),
            (BY_NAME, _("Your name, your post and the union")),
        ],
        initial=BY_POST,
    )

    def __init__(
        self,
        *args: Any,
        named: Sequence[tuple[str, str]],
        files: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.named, self.given = [key for key, _name in named], list(files)
        self.fields["signed"].required = not self.is_bound or "signed" in self.data
        for number, (key, name) in enumerate(named, start=1):
            self._ask_about(key, name, f" {number}" if len(named) > 1 else "")

    def _ask_about(self, key: str, name: str, number: str) -> None:
        self.fields[f"label-{key}"] = Words(
            label=gettext("What the document{number} is called in the extract").format(
                number=number
            ),
            help_text=gettext("Its reader sees this. A file’s own name may say too much."),
            initial=name,
        )
        if key in self.given:
            self.fields[f"give-{key}"] = Choice(
                label=gettext("How “{name}” is given").format(name=name),
                choices=list(_WAYS.items()),
            )

    def offer(self, found: Sequence[Marked]) -> None:
        """The marked phrases, to be ticked; without any there is no such question."""
        if not found:
            del self.fields["black"]
            return
        hints = {each.phrase: _times(each.times) for each in found if each.times > 1}
        self.fields["black"].widget = Ticks(hints=hints)
        choose_among(self.fields["black"], [(each.phrase, each.phrase) for each in found])

    def explain(self, looked: Iterable[Looked]) -> None:
        """Beside each way what it shows; without a cleaned copy that way is not offered."""
        for each in looked:
            field: Any = self.fields[f"give-{each.key}"]
            ways = {
                way: words for way, words in _WAYS.items() if way != CLEANED or not each.trouble
            }
            field.widget = Radios(
                hints={CLEANED: each.shows_cleaned, AS_FILED: each.shows_as_filed}
            )
            field.choices = list(ways.items())
            field.initial = CLEANED if each.can_be_cleaned else None

    def show_as(self, seen: str) -> None:
        """Have the page carry the shape in which it shows the extract."""
        if not self.is_bound:
            self.initial = {**self.initial, "seen": seen}
            return
        before: Any = self.data
        typed = before.copy()
        typed["seen"] = seen
        self.data = typed

    @property
    def phrases(self) -> list[str]:
        """Everything to be blacked out, ticked or typed."""
        typed = [*self._typed("black", []), *typed_phrases(self._typed("also", ""))]
        return list(dict.fromkeys(typed))

    @property
    def labels(self) -> dict[str, str]:
        """What each document is called."""
        named = {key: self._typed(f"label-{key}", "") for key in self.named}
        return {key: name for key, name in named.items() if name}

    @property
    def ways(self) -> dict[str, str]:
        """How each file is given."""
        given = {key: self._typed(f"give-{key}", "") for key in self.given}
        return {key: way for key, way in given.items() if way}

    @property
    def signature(self) -> str:
        """By post, unless it was wished by name."""
        return str(self._typed("signed", "")) or BY_POST

    def _typed(self, name: str, otherwise: Any) -> Any:
        return getattr(self, "cleaned_data", {}).get(name) or otherwise


def _times(times: int) -> str:
    return ngettext("It stands here once.", "It stands here {n} times.", times).format(n=times)
