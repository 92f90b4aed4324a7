"""A mail dropped on a case, read into words an officer can safely look at. (RECD-1, RECD-2)

`read_mail` takes the bytes of an `.eml` and gives back a `Letter`: who wrote, when, the words as
plain text, and everything that came with them, whole. Nothing is fetched, run, unpacked or made
clickable, and whatever the bytes, the answer is a letter or an `UnreadableMail` that says in a
sentence what was wrong. The original is kept beside the letter by whoever files it.
"""

from confide.casework.forms.mail.letter import Attachment, Letter, UnreadableMail
from confide.casework.forms.mail.reading import LARGEST, read_mail

__all__ = ["LARGEST", "Attachment", "Letter", "UnreadableMail", "read_mail"]
