"""Bringing in a file: a mail becomes a contact, anything else a document. (RECD-2)"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from confide.casework.forms.mail import Letter, UnreadableMail, read_mail
from confide.vault.uploads import SealedFileField
from confide.web.forms import FileDrop

MAIL_TYPES = ("message/rfc822",)
MAIL_ENDINGS = (".eml",)
_ROOM = 60 * 1024 * 1024


class BringForm(forms.Form):
    """One file. A mail (.eml) is read; what cannot be read can be filed as it is."""

    file = SealedFileField(
        label=_("A mail or a document"),
        help_text=_("Drop it here. A mail saved as .eml becomes a contact, with what hung on it."),
        widget=FileDrop(),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file, or drop one here.")},
    )
    unread = forms.BooleanField(label=_("File it as it is, without reading it"), required=False)

    letter: Letter | None = None

    def clean(self) -> dict[str, Any]:
        """Read the mail if it is one; a mail that cannot be read is refused with the reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size == 0:
            self.add_error("file", ValidationError(_("This file is empty. Nothing was filed.")))
        elif _is_mail(file) and not cleaned.get("unread"):
            try:
                self.letter = read_mail(file.read(), limit=_ROOM)
            except UnreadableMail as unreadable:
                self.add_error("file", ValidationError(unreadable.reason))
        return cleaned


def _is_mail(file: Any) -> bool:
    name = str(file.name or "").casefold()
    return name.endswith(MAIL_ENDINGS) or file.content_type in MAIL_TYPES
