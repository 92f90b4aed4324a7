"""What a look at a file can answer, and how the child tells it to the parent."""

import msgspec

# Kinds of what was found. What begins with "still-" stays in the copy and is only said.
POSITION, CAMERA, OWNER, DAY, PROGRAM = "position", "camera", "owner", "day", "program"
THUMBNAIL, COMMENT, DESCRIPTION, COLOURS = "thumbnail", "comment", "description", "colours"
MORE_PICTURES, TRAILING, REVISIONS = "more-pictures", "trailing", "revisions"
FILES, SCRIPT, ACTIONS, IDS, SIGNATURE = "files", "script", "actions", "ids", "signature"
TEMPLATE, PLACE, PRINTER, SAVINGS = "template", "place", "printer", "savings"
STILL_CHANGES, STILL_COMMENTS = "still-changes", "still-comments"
STILL_HIDDEN, STILL_NOTES, STILL_PICTURES = "still-hidden", "still-notes", "still-pictures"
STILL_LAYERS, STILL_FORM = "still-layers", "still-form"
ADDRESSES, ROUTE, COMPUTER, THREAD, ATTACHED = (
    "addresses",
    "route",
    "computer",
    "thread",
    "attached",
)

# Why there is no cleaned copy.
UNKNOWN, HEIC, LETTER, LOCKED, DAMAGED = "unknown", "heic", "letter", "locked", "damaged"
MACROS, INSIDE, TOO_LARGE, TOO_LONG = "macros", "inside", "too-large", "too-long"
NOT_NOW = "not-now"


class CannotClean(Exception):  # noqa: N818 (it reads as what happened)
    """No copy can be made of this file; `why` is one of the words above."""

    def __init__(self, why: str, found: "tuple[Finding, ...]" = ()) -> None:
        super().__init__(why)
        self.why, self.found = why, found


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that a file tells, and a name where it helps to see whose."""

    kind: str
    name: str = ""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line before the bytes: what was found, and why there are no bytes if there are none."""

    found: tuple[Finding, ...] = ()
    ending: str = ""
    trouble: str = ""


class Notes:
    """Collects findings, each once, in the order in which they were made."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def add(self, kind: str, name: str = "") -> None:
        """Note one, with a name that is short and all on one line."""
        plain = " ".join("".join(c for c in name if c.isprintable()).split())[:60]
        self._found.setdefault(Finding(kind, plain))

    @property
    def all(self) -> tuple[Finding, ...]:
        """What was noted."""
        return tuple(self._found)
