"""What officers type about a case. (RECD-1)

Forms clean words; they never save.
"""

from confide.casework.forms.conflicts import AskColleaguesForm, DeclareForm, StepAsideForm
from confide.casework.forms.contacts import (
    ContactForm,
    PaperForm,
    ReopenForm,
    ResolveForm,
    SearchForm,
    TaskForm,
)
from confide.casework.forms.documents import BringForm
from confide.casework.forms.opening import ChangeFileForm, FileForm, OpenCaseForm
from confide.casework.forms.requests import MessageForm, WayInForm
from confide.casework.forms.seats import HandOverForm, LeavingForm

__all__ = [
    "AskColleaguesForm",
    "BringForm",
    "ChangeFileForm",
    "ContactForm",
    "DeclareForm",
    "FileForm",
    "HandOverForm",
    "LeavingForm",
    "MessageForm",
    "OpenCaseForm",
    "PaperForm",
    "ReopenForm",
    "ResolveForm",
    "SearchForm",
    "StepAsideForm",
    "TaskForm",
    "WayInForm",
]
