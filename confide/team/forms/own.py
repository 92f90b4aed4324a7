"""Signing in, choosing a passphrase, signing the undertaking."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from confide.vault import words
from confide.web import mail_server
from confide.web.forms import Passphrase, Radios, Words

MADE = "made"
OWN = "own"


class SignIn(forms.Form):
    """Sign-in name and passphrase; an invitation is typed in place of the passphrase."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Or the words of your invitation, if this is your first time."),
        strip=False,
        widget=Passphrase(),
    )


class NewPassphrase(forms.Form):
    """The passphrase that we made, typed once more, or a strong one of the officer's own."""

    which = forms.ChoiceField(
        label=_("Which passphrase will you use?"),
        choices=[(MADE, _("The six words above")), (OWN, _("One of my own"))],
        initial=MADE,
        widget=Radios(reveals={OWN: "own"}),
    )
    own = forms.CharField(
        label=_("Your own passphrase"),
        help_text=_("Five words or more, or at least sixteen characters that nobody would guess."),
        required=False,
        strip=False,
        widget=Passphrase(),
    )
    again = forms.CharField(
        label=_("Type the passphrase once more"),
        help_text=_("Whichever you use, so that you know you have it."),
        strip=False,
        widget=Passphrase(),
        error_messages={"required": _("Type it here, so that you know you have it.")},
    )
    made = forms.CharField(widget=forms.HiddenInput())
    present = forms.CharField(
        label=_("Your present passphrase"),
        help_text=_("So that nobody takes your keys while you are away from your desk."),
        strip=False,
        widget=Passphrase(),
    )

    def __init__(self, *args: Any, enrolled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not enrolled:
            del self.fields["present"]

    def clean(self) -> dict[str, Any]:
        """The passphrase that was chosen, under `passphrase`."""
        cleaned: dict[str, Any] = super().clean() or {}
        own = cleaned.get("which") == OWN
        chosen = str(cleaned.get("own" if own else "made", ""))
        for missing in words.missing(chosen):
            # The one that we made comes back from the page, and a page can be tampered with.
            self.add_error("own" if own else None, ValidationError(str(missing)))
        again = str(cleaned.get("again", ""))
        if again and words.normalise(chosen) != words.normalise(again):
            self.add_error("again", gettext("This is not the same passphrase. Type it once more."))
        return {**cleaned, "passphrase": chosen}


class Mail(forms.Form):
    """One address, or none."""

    address = Words(
        label=_("Your e-mail address"),
        help_text=_("One that you read every day. Leave it empty, and nothing comes."),
        longest=mail_server.LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "email",
                "autocapitalize": "none",
                "inputmode": "email",
                "spellcheck": "false",
            }
        ),
    )

    def clean_address(self) -> str:
        """The address without blanks around it."""
        address = str(self.cleaned_data["address"]).strip()
        if address and not mail_server.is_address(address):
            raise ValidationError(
                gettext("Give one address in plain letters, such as maya@union.example.")
            )
        return address


class Undertake(forms.Form):
    """The officer's yes to the undertaking."""

    agreed = forms.BooleanField(
        label=_("I have read this and undertake to keep it, in office and afterwards"),
        error_messages={"required": _("Tick this to sign, or sign out if you cannot.")},
    )
