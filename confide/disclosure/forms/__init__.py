"""What is typed to record a consent, to ask the gate, and to tell. (CONF-1, CONF-4)"""

from confide.disclosure.forms.breaches import (
    ASK,
    BREAK,
    LEAVE,
    AdviceForm,
    BreachForm,
    CorrectionForm,
    ToldForm,
)
from confide.disclosure.forms.consents import SPOKEN, WRITTEN, ConsentForm, WithdrawForm
from confide.disclosure.forms.enquiries import CountForm
from confide.disclosure.forms.once import OnceForm
from confide.disclosure.forms.tellings import AskForm, HandOverForm

__all__ = [
    "ASK",
    "BREAK",
    "LEAVE",
    "SPOKEN",
    "WRITTEN",
    "AdviceForm",
    "AskForm",
    "BreachForm",
    "ConsentForm",
    "CorrectionForm",
    "CountForm",
    "HandOverForm",
    "OnceForm",
    "ToldForm",
    "WithdrawForm",
]
