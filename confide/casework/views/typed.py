"""What was typed, as the actions take it."""

from typing import Any

from django.http import HttpRequest, QueryDict

from confide.casework.actions import Brought, Opening, Said, bring
from confide.casework.forms import BringForm, ContactForm, FileForm, OpenCaseForm, ResolveForm
from confide.casework.forms.counting import LISTS, CodedForm
from confide.casework.forms.mail import Letter
from confide.casework.forms.mail.names import clean
from confide.casework.queries import CaseFile, Coded, SafeContact
from confide.policy.codebook import NOT_KNOWN
from confide.web import clock


def typed_in(sent: HttpRequest) -> QueryDict | None:
    """What a form is filled in with: an empty one that was sent is answered, and not ignored."""
    return sent.POST if sent.method == "POST" else None


def opening_of(form: FileForm) -> Opening:
    """The case's file as it was typed."""
    typed = form.cleaned_data
    return Opening(
        student=typed["student"],
        safe=SafeContact(
            how=typed["safe_how"],
            when=typed["safe_when"],
            may_leave_message=typed["may_leave_message"],
            may_say_who=typed["may_say_who"],
        ),
        eligibility=typed["eligibility"],
        scheme=typed.get("scheme", ""),
        category=typed["category"],
        about=typed["about"],
        said_woman=form.woman,
        coded=coded_of(form),
    )


def coded_of(form: CodedForm) -> Coded:
    """What the student said of themselves for the figures; a question not shown is unanswered."""
    typed = {name: form.cleaned_data.get(name, "") for name in LISTS}
    return Coded(**{name: value for name, value in typed.items() if value})


def ending_of(form: ResolveForm) -> dict[str, Any]:
    """How a case ended, as it was typed."""
    typed = form.cleaned_data
    ended = typed["ended"] or NOT_KNOWN
    return {"outcome": typed["outcome"], "ended": ended, "coded": coded_of(form)}


def said_of(form: ContactForm) -> Said:
    """A contact as it was typed."""
    typed = form.cleaned_data
    return Said(
        kind=typed["kind"],
        happened_at=typed["happened_at"],
        said=typed["said"],
        options=typed["options"],
        chose=typed["chose"],
        next_step=typed["next_step"],
        due_on=typed["due_on"],
    )


def first_of(form: OpenCaseForm) -> Said | None:
    """The first contact of a new case, if anything was typed of it."""
    said = said_of(form)
    return said if said.said or said.options or said.chose or said.next_step else None


def brought_by(form: BringForm) -> Brought:
    """The file that was brought in."""
    file = form.cleaned_data["file"]
    return Brought(name=clean(file.name), media_type=file.content_type or "", sealed=file.sealed)


def mail_of(form: BringForm, letter: Letter) -> tuple[Said, list[Brought]]:
    """A mail as a contact, and its original with what hung on it, sealed."""
    said = Said(
        kind="email",
        happened_at=letter.sent_at or clock.now(),
        said=letter.words,
        subject=letter.subject,
        sender=letter.sender,
    )
    hung_on = [bring(each.name, each.content_type, each.content) for each in letter.attachments]
    return said, [brought_by(form), *hung_on]


def initial_of(file: CaseFile) -> dict[str, Any]:
    """A case's file as it would be typed."""
    return {
        "began_with": file.changes,
        "student": file.student,
        "safe_how": file.safe.how,
        "safe_when": file.safe.when,
        "may_leave_message": file.safe.may_leave_message,
        "may_say_who": file.safe.may_say_who,
        "eligibility": file.eligibility,
        "said_woman": "yes" if file.said_woman else "",
        "category": file.category,
        "about": file.about,
        **coded_in(file),
    }


def coded_in(file: CaseFile) -> dict[str, str]:
    """What a case's student said of themselves, as it would be typed."""
    return {name: getattr(file.coded, name) for name in LISTS}
