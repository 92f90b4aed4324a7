"""Forms ask what was explained and what the student chose, and nothing tells them what to do."""

import pytest

from confide.casework import forms
from confide.casework.models import CaseFile, ContactNote, DocumentCard, TaskCard

pytestmark = pytest.mark.clause("RECD-7")

CONTACT = {"kind", "day", "time", "said", "options", "chose", "next_step", "due_on"}
FILE = {
    "student", "safe_how", "safe_when", "may_leave_message", "may_say_who", "eligibility",
    "said_woman", "category", "about",
}  # fmt: skip
CODED = {"level", "college", "fee_status", "heard"}
FILE |= CODED
ASKED = {
    "ContactForm": CONTACT,
    "FileForm": FILE,
    "ChangeFileForm": FILE | {"began_with"},
    "OpenCaseForm": FILE | CONTACT | {"scheme"},
    "BringForm": {"file", "unread"},
    "PaperForm": {"name", "kept_where"},
    "TaskForm": {"step", "due_on"},
    "ResolveForm": {"outcome", "ended"} | CODED,
    "ReopenForm": {"why"},
    "MessageForm": {"words"},
    "WayInForm": {"how_identified"},
    "SearchForm": {"words"},
    "StepAsideForm": {"to", "outcome", "student_said", "kind", "words"},
    "DeclareForm": {"form_id", "kind", "words"},
    "AskColleaguesForm": {"form_id", "student", "others", "college", "course", "to"},
    "HandOverForm": {"to", "student_knows"},
    "LeavingForm": {"to", "student_knows", "cases"},
}
# What directs somebody, in a name, a label or a hint.
DIRECTING = ("advice", "advise", "advis", "recommend", "should", "must ", "instruct", "told to")


def fields_of(name: str) -> dict[str, object]:
    return dict(getattr(forms, name).base_fields)


def test_a_contact_asks_for_the_options_explained_and_the_students_choice() -> None:
    asked = forms.ContactForm.base_fields
    assert str(asked["options"].label) == "Options you explained"
    assert str(asked["chose"].label) == "What the student chose"
    assert "in their words" in str(asked["chose"].help_text)


@pytest.mark.parametrize("name", ASKED)
def test_every_form_asks_this_and_nothing_else(name: str) -> None:
    assert set(fields_of(name)) == ASKED[name]


def test_no_form_was_forgotten_here() -> None:
    assert set(forms.__all__) == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_no_field_is_for_telling_a_student_what_to_do(name: str) -> None:
    for field, asked in fields_of(name).items():
        words = f"{field} {getattr(asked, 'label', '')} {getattr(asked, 'help_text', '')}"
        assert not [each for each in DIRECTING if each in words.casefold()]


@pytest.mark.parametrize("card", [CaseFile, ContactNote, DocumentCard, TaskCard])
def test_nothing_that_is_kept_has_room_for_it(card: type) -> None:
    assert not [f for f in card.__struct_fields__ for each in DIRECTING if each in f]
