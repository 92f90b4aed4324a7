"""What a command cannot go on with, as a sentence that says what to do."""


class Trouble(Exception):  # noqa: N818
    """Something is in the way. The message is for the person at the keyboard."""
