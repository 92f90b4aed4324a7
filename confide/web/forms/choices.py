"""Choosing, ticking and handing over a file, with what is asked said in our own voice."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from confide.web.forms.widgets import FileDrop, Radios, Ticks


class Choice(forms.ChoiceField):
    """One of several."""

    widget = Radios
    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Choose one."),
        "invalid_choice": gettext_lazy("Choose one of those that are offered."),
    }


class Choices(forms.MultipleChoiceField):
    """Any of several."""

    widget = Ticks
    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Choose at least one."),
        "invalid_choice": gettext_lazy("Choose among those that are offered."),
    }


class Tick(forms.BooleanField):
    """One thing that is so, or is not."""

    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Tick this to go on."),
    }


class Upload(forms.FileField):
    """A file, chosen or dropped."""

    widget = FileDrop
    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Choose a file."),
        "missing": gettext_lazy("Choose a file."),
        "invalid": gettext_lazy("No file arrived. Choose it again."),
        "empty": gettext_lazy("This file is empty. Choose another one."),
    }


def choose_among(field: forms.Field, choices: Iterable[tuple[str, object]]) -> None:
    """Give a field its choices, as pairs of key and words, known only when it is shown."""
    cast(forms.ChoiceField, field).choices = list(choices)
