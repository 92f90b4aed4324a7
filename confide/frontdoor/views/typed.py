"""What a student typed, as the actions take it."""

from confide.casework.actions import Asking, Brought
from confide.casework.forms.mail.names import clean
from confide.casework.queries import Allowed, SafeContact
from confide.frontdoor.forms import AskForm, ReachForm


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


def brought_by(form: AskForm) -> list[Brought]:
    """The file that came with it, if one did."""
    file = form.cleaned_data["file"]
    if file is None:
        return []
    return [Brought(name=clean(file.name), media_type=file.content_type or "", sealed=file.sealed)]
