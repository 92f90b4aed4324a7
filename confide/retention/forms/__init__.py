"""What an officer types about a record's end, its return, and the student's rights in it."""

from confide.retention.forms.destruction import RequestForm
from confide.retention.forms.holding import EndHoldForm, HoldForm
from confide.retention.forms.returning import HandedOverForm, JudgeForm, ReturnForm
from confide.retention.forms.rights import (
    AccessForm,
    CorrectionForm,
    ObjectionForm,
    RestrictionForm,
    WhyForm,
)

__all__ = [
    "AccessForm",
    "CorrectionForm",
    "EndHoldForm",
    "HandedOverForm",
    "HoldForm",
    "JudgeForm",
    "ObjectionForm",
    "RequestForm",
    "RestrictionForm",
    "ReturnForm",
    "WhyForm",
]
