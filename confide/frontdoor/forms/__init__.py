"""What a student may type: to ask for support, to come back, and on their own side."""

from confide.frontdoor.forms.asking import AskForm
from confide.frontdoor.forms.own import MessageForm, OwnWordsForm, ReachForm, WordsForm

__all__ = ["AskForm", "MessageForm", "OwnWordsForm", "ReachForm", "WordsForm"]
