"""A form that is sent once, however often its button is pressed."""

import re
from typing import Final

from django import forms
from django.core.exceptions import BadRequest

_ID: Final = re.compile(r"[a-z2-7]{26}")


class OnceForm(forms.Form):
    """A form that says of itself which sheet of paper it is, so that sent twice it counts once."""

    form_id = forms.CharField(widget=forms.HiddenInput)

    def clean_form_id(self) -> str:
        """An id of our making."""
        form_id = str(self.cleaned_data["form_id"])
        if not _ID.fullmatch(form_id):
            raise BadRequest
        return form_id
