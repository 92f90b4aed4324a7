"""What a student typed, as the actions take it."""

import re
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from confide.casework.actions import Asking, Brought
from confide.casework.forms.mail.names import clean
from confide.casework.queries import Allowed, SafeContact
from confide.disclosure.actions import Less, MayBeTold
from confide.frontdoor.forms import AgreeForm, AskForm, LessForm, MessageForm, ReachForm
from confide.policy.consent import TELL
from confide.vault.primitives import tie

# What may have taken long to type; all else is pressed again.
_LONG: Final = ("message", "own_words", "may_be_told", "restriction", "objection")
# Filled in by a script, at any moment.
_WORKED: Final = frozenset({"task", "done"})
_NUMBER: Final = re.compile("[a-z2-7]{26}")


def words_typed(sent: HttpRequest) -> list[str]:
    """What may have taken long to type; never the ten words, of which one field has the name."""
    asks = ("words",) if sent.POST.get("step") == "ask" else ()
    typed = (sent.POST.get(name, "") for name in (*asks, *_LONG))
    return [words for words in typed if words.strip()]


def sheet_of(sent: HttpRequest) -> str:
    """An id for what was sent: the same, however often it is sent from one page; "" for no page's.

    Other words from the same page are another sheet, so that nothing is passed over unread.
    """
    if not _NUMBER.fullmatch(sent.POST.get("sheet", "")):
        return ""
    fields = sorted(each for each in sent.POST.lists() if each[0] not in _WORKED)
    return tie("sheet", *(part for name, values in fields for part in (name, *values)))


def asking_of(form: AskForm) -> Asking:
    """What is asked for, and exactly whom it is given to."""
    typed = form.cleaned_data
    wanted = form.listeners.get(typed["officer"])
    return Asking(
        words=typed["words"],
        eligibility=typed["eligibility"],
        safe=reach_of(form),
        student=typed["name"],
        allowed=Allowed(
            wanted=wanted.pseudonym if wanted else "",
            avoids=frozenset(form.listeners[key].pseudonym for key in typed["avoids"]),
            stand_in=typed["stand_in"],
            said_woman=bool(typed.get("said_woman")),
            scheme=wanted.scheme if wanted else "",
        ),
    )


def reach_of(form: ReachForm) -> SafeContact:
    """How it is safe to reach them."""
    return SafeContact(**form.reach())


def known_of(safe: SafeContact) -> dict[str, Any]:
    """The same the other way round: what is known, for the form on which it is changed."""
    keys = {words: key for key, words in settings.POLICY.channels}
    said, _, where = safe.how.partition(": ")
    channels = said.split(", ")
    apart = all(each in keys for each in channels)
    return {
        "channels": [keys[each] for each in channels] if apart else [],
        "how": where if apart else safe.how,
        "when": safe.when,
        "may_leave_message": safe.may_leave_message,
        "may_say_who": safe.may_say_who,
    }


def brought_by(form: AskForm | MessageForm) -> list[Brought]:
    """The files that came with it."""
    return [
        Brought(name=clean(file.name), media_type=file.content_type or "", sealed=file.sealed)
        for file in form.cleaned_data["enclosed"]
    ]


def may_be_told(form: AgreeForm) -> MayBeTold:
    """What is agreed to."""
    typed = form.cleaned_data
    tells = typed["kind"] == TELL
    return MayBeTold(
        recipient=typed["recipient"],
        role=typed["role"],
        purpose=typed["purpose"],
        words=typed["may_be_told"] if tells else "",
        until_on=typed["until_on"],
        kind=typed["kind"],
        confirm=typed["confirm"] and not tells,
    )


def less_of(form: LessForm) -> Less:
    """What is left of a consent."""
    return Less(kept=form.kept, until_on=form.cleaned_data["until_on"])
