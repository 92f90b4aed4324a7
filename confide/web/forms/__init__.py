"""What a person may type, and how it is asked: fields that keep every word as it was typed.

Nothing is trimmed, folded or cut short: a record of what a student said is what was said (RECD-1).
What would make a text read differently from what it says is refused, in words that say where.
"""

from confide.web.forms.choices import Choice, Choices, Tick, Upload, choose_among
from confide.web.forms.dates import Day, TimeOfDay
from confide.web.forms.once import OnceForm
from confide.web.forms.renderer import Renderer
from confide.web.forms.widgets import FileDrop, FilesDrop, LongText, Passphrase, Radios, Ticks
from confide.web.forms.words import LONGEST, LongWords, Words, clean_words

__all__ = [
    "LONGEST",
    "Choice",
    "Choices",
    "Day",
    "FileDrop",
    "FilesDrop",
    "LongText",
    "LongWords",
    "OnceForm",
    "Passphrase",
    "Radios",
    "Renderer",
    "Tick",
    "Ticks",
    "TimeOfDay",
    "Upload",
    "Words",
    "choose_among",
    "clean_words",
]
