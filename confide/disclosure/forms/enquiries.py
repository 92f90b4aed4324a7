"""Which kind of person asked about a student: a choice, and no field to type in. (CONF-3)"""

from django import forms

from confide.policy.enquiries import ASKERS


class CountForm(forms.Form):
    """Who asked."""

    asked_by = forms.ChoiceField(choices=[(key, key) for key in ASKERS])
