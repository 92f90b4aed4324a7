"""Kinds of question that Django does not know: hints beside choices, questions behind a choice."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise

Text = str | Promise


class _Explained(ChoiceWidget):
    """Choices that may each carry a hint, and a further question shown once they are chosen.

    `hints`, `headings` (what stands above choices of one kind that follow each other) and `reveals`
    (the name of another field) go by a choice's value.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, Text] | None = None,
        headings: Mapping[str, Text] | None = None,
        reveals: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.headings = headings or {}
        self.reveals = reveals or {}


class Radios(_Explained, forms.RadioSelect):
    """One of several."""


class Ticks(_Explained, forms.CheckboxSelectMultiple):
    """Any of several."""


class LongText(forms.Textarea):
    """Several lines; `count` shows how many characters are left."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 6, count: int | None = None
    ) -> None:
        self.count = count
        counted = {"class": "govuk-js-character-count"} if count else {}
        super().__init__({"rows": rows, **counted, **(attrs or {})})


class Passphrase(forms.PasswordInput):
    """A passphrase, which can be shown while it is typed. It is never sent back to the page."""

    template_name = "django/forms/widgets/passphrase.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, render_value=False)


class FileDrop(forms.FileInput):
    """A file, chosen or dropped."""

    template_name = "django/forms/widgets/file_drop.html"


class FilesDrop(FileDrop):
    """Several files, chosen or dropped."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> Any:
        """Every file that was chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)
