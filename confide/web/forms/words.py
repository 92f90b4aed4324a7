"""Words as they were typed. (RECD-1)

A text may hold characters that nobody sees and that change how it reads: marks that turn the
direction of the line around ("bidi" controls) can make a record show the opposite of what is
stored, and control characters come from broken programs. Both are refused: to take something out
without asking would change a person's words. What comes back to be looked at is without them, so
that somebody on a phone, who can neither see nor mark them, sends it again with one press.
"""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from confide.web.forms.widgets import LongText

LONGEST: Final = 50_000
LINE: Final = 200
# What a browser lets into one field: so much more than may be kept that whatever it had to cut off
# is refused, in words, and comes back.
MOST: Final = 250_000

# Unicode's Bidi_Control property, and the categories Cc, Zl and Zp save tab and line feed.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
_BREAKS = re.compile("[\t\n]")


def clean_words(text: str, *, longest: int = LONGEST, lines: bool = True) -> str:
    """The text, every character as typed, or a `ValidationError` that says what is in the way."""
    # A browser sends every line end as CR LF whatever was typed; this undoes only that.
    text = text.replace("\r\n", "\n")
    unseen = _UNSEEN.search(text) or (None if lines else _BREAKS.search(text))
    if unseen:
        raise ValidationError(_hidden(text, unseen.start()), code="hidden")
    if len(text) > longest:
        raise ValidationError(_too_long(len(text), longest), code="too_long")
    return text


def _hidden(text: str, position: int) -> str:
    said = {"code": f"U+{ord(text[position]):04X}", "before": text[:position][-20:].strip()}
    if text[position] in "\t\n":
        return gettext("Keep this to one line.")
    if said["before"]:
        return gettext(
            "After “{before}” there is a hidden character ({code}) that can make a text read "
            "differently from what it says. It is taken out here: look whether all is right, and "
            "send it again."
        ).format(**said)
    return gettext(
        "This starts with a hidden character ({code}) that can make a text read differently "
        "from what it says. It is taken out here: look whether all is right, and send it again."
    ).format(**said)


def _too_long(length: int, longest: int) -> str:
    return gettext(
        "This is {length} characters long, and {longest} fit. Shorten it, or split it in two."
    ).format(length=f"{length:,}", longest=f"{longest:,}")


class Words(forms.CharField):
    """One line of words."""

    lines = False
    longest = LINE
    default_error_messages = {"required": gettext_lazy("Fill this in.")}  # noqa: RUF012

    def __init__(self, *, longest: int | None = None, **options: Any) -> None:
        self.longest = longest or self.longest
        super().__init__(strip=False, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How much the browser takes, so that a form never grows past what is read of it."""
        return {**super().widget_attrs(widget), "maxlength": str(MOST)}

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again of what was typed: nothing in it that nobody sees."""
        shown = super().bound_data(data, initial)
        return _UNSEEN.sub("", shown.replace("\r\n", "\n")) if isinstance(shown, str) else shown

    def to_python(self, value: Any) -> str:
        """The words, refused if hidden characters are among them; only blanks count as nothing."""
        text = clean_words(super().to_python(value) or "", longest=self.longest, lines=self.lines)
        return text if text.strip() else ""


class LongWords(Words):
    """As many lines as somebody needs, up to 50,000 characters."""

    lines = True
    longest = LONGEST
    widget = LongText
