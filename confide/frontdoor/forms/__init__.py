"""What a student may type: to ask for support, to come back, and on their own side."""

from confide.frontdoor.forms.agreeing import AgreeForm, LessForm
from confide.frontdoor.forms.asking import AskForm
from confide.frontdoor.forms.own import (
    MessageForm,
    ObjectionForm,
    OwnWordsForm,
    ReachForm,
    RestrictionForm,
    WordsForm,
)

__all__ = [
    "AgreeForm",
    "AskForm",
    "LessForm",
    "MessageForm",
    "ObjectionForm",
    "OwnWordsForm",
    "ReachForm",
    "RestrictionForm",
    "WordsForm",
]
