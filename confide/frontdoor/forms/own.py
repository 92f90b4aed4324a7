"""The short forms of a student's own side, and the ten words that lead there."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from confide.vault.uploads import SealedFilesField
from confide.web.forms import Choices, FilesDrop, LongText, LongWords, Ticks, Words, choose_among

# So much more than ten words that nothing which was meant as such is ever cut short.
LONGEST_TYPED = 400
# The browser itself does not send such a field empty. Where there is no script, what came back with
# a mistake stays in its history with the page; so a mistake is best not sent.
ASKED: Final = {"data-asked": True}


def files_with_it(label: Any) -> SealedFilesField:
    """Files, such as a letter or a photograph, that go with what is written."""
    return SealedFilesField(
        label=label,
        help_text=_("A letter, a photograph. They are locked away with what you write."),
        required=False,
        widget=FilesDrop(),
        error_messages={"empty": _("One of these files is empty. Choose again, without it.")},
    )


class WordsForm(forms.Form):
    """Ten words, as somebody types them. What was typed is never sent back to the page."""

    words = Words(
        label=_("Your ten words"),
        help_text=_(
            "In their order. Capitals, commas and numbers between them make no difference."
        ),
        longest=LONGEST_TYPED,
        widget=LongText({**ASKED, "spellcheck": "false", "autocapitalize": "none"}, rows=3),
        error_messages={"required": _("Type your ten words.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].lines = True  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """A message to whoever looks after the student."""

    message = LongWords(
        label=_("Your message"),
        help_text=_("Only those who can see your record can read it."),
        widget=LongText({**ASKED}, rows=4),
        error_messages={"required": _("Write a few words, so that we know what it is.")},
    )
    enclosed = files_with_it(_("Files with it"))


class OwnWordsForm(forms.Form):
    """Words of one's own, to stand in the record beside what officers wrote."""

    own_words = LongWords(
        label=_("What should stand in your record"),
        help_text=_("It stands beside what it is about. Nothing that is there is written over."),
        widget=LongText({**ASKED}, rows=4),
    )


class ReachForm(forms.Form):
    """How it is safe to reach somebody."""

    channels = Choices(label=_("How may we reach you?"), widget=Ticks(), required=False)
    how = Words(label=_("At which number or address?"), required=False)
    when = Words(label=_("When is it safe?"), help_text=_("Such as: not evenings."), required=False)
    may_leave_message = forms.BooleanField(label=_("You may leave a message"), required=False)
    may_say_who = forms.BooleanField(label=_("You may say who you are"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["channels"], settings.POLICY.channels)
        self.fields["channels"].help_text = _(
            "Choose none, and we write to you here only, where your ten words lead."
        )

    def reach(self) -> dict[str, Any]:
        """Where and when, as it is kept: the channels in words before the number or address."""
        typed = self.cleaned_data
        names = dict(settings.POLICY.channels)
        channels = ", ".join(names[each] for each in typed["channels"])
        return {
            "how": ": ".join(filter(None, (channels, typed["how"]))),
            "when": typed["when"],
            "may_leave_message": typed["may_leave_message"],
            "may_say_who": typed["may_say_who"],
        }


class RestrictionForm(forms.Form):
    """Why nothing should be done with the record for now."""

    restriction = LongWords(
        label=_("Why nothing should be told from your record for now"),
        help_text=_("Such as: something in it is not right, and is being looked into."),
        widget=LongText({**ASKED}, rows=3),
    )


class ObjectionForm(forms.Form):
    """What somebody objects to."""

    objection = LongWords(
        label=_("What you object to"),
        help_text=_("Anything that is done with your record."),
        widget=LongText({**ASKED}, rows=3),
    )
