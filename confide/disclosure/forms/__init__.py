"""What is typed to record a consent, to ask the gate, and to tell. (CONF-1, CONF-4)"""

from confide.disclosure.forms.breaches import (
    ASK,
    BREAK,
    KEEP,
    LEAVE,
    AdviceForm,
    BreachForm,
    CorrectionForm,
    OwnBreachForm,
    ToldForm,
)
from confide.disclosure.forms.consents import (
    SPOKEN,
    WRITTEN,
    ConsentForm,
    HowAgreed,
    MayContactForm,
)
from confide.disclosure.forms.consents_after import LessForm, UseForm, WithdrawForm, WritingForm
from confide.disclosure.forms.consents_authority import AuthorityForm
from confide.disclosure.forms.consultations import CheckedForm, QuestionForm, ReplyForm
from confide.disclosure.forms.copies import AnotherForm, HandedForm, MarkForm
from confide.disclosure.forms.enquiries import CountForm
from confide.disclosure.forms.once import OnceForm
from confide.disclosure.forms.shapes import OUT, ShapeForm
from confide.disclosure.forms.shares import ShareForm
from confide.disclosure.forms.tellings import AskForm, HandOverForm

__all__ = [
    "ASK",
    "BREAK",
    "KEEP",
    "LEAVE",
    "OUT",
    "SPOKEN",
    "WRITTEN",
    "AdviceForm",
    "AnotherForm",
    "AskForm",
    "AuthorityForm",
    "BreachForm",
    "CheckedForm",
    "ConsentForm",
    "CorrectionForm",
    "CountForm",
    "HandOverForm",
    "HandedForm",
    "HowAgreed",
    "LessForm",
    "MarkForm",
    "MayContactForm",
    "OnceForm",
    "OwnBreachForm",
    "QuestionForm",
    "ReplyForm",
    "ShapeForm",
    "ShareForm",
    "ToldForm",
    "UseForm",
    "WithdrawForm",
    "WritingForm",
]
