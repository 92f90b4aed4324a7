"""The invented people of the demonstration, as `stories.toml` tells of them."""

import msgspec

from confide.policy.consent import GIVE, TELL
from confide.site.demonstration import moves

# What a consent or a telling can speak of besides contacts and documents.
ABOUT = "about"


class Officer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody who works here, in a post or as the steward, for some yearly terms of office."""

    key: str
    name: str
    sign_in_name: str
    terms: tuple[int, ...]
    post: str = ""
    role: str = "caseworker"
    conflicts: tuple[moves.Conflict, ...] = ()


class Safe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How it is safe to reach the student, in their own words."""

    how: str
    when: str
    may_leave_message: bool
    may_say_who: bool


class NextStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was promised, by when, and when it was done."""

    step: str
    due: int
    done: int | None = None


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A conversation or a letter: what was said, what was explained, what the student chose."""

    kind: str
    day: int
    at: str
    said: str
    options: str
    chose: str = ""
    key: str = ""
    subject: str = ""
    next: NextStep | None = None


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A paper that the student brought, from which the demonstration makes a PDF."""

    key: str
    name: str
    day: int
    at: str
    title: str
    paragraphs: tuple[str, ...]
    during: str = ""


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the student agreed to: to whom, what for, what exactly, how long; what became of it."""

    key: str
    recipient: str
    role: str
    purpose: str
    items: tuple[str, ...]
    day: int
    at: str
    spoken: bool
    words: str
    clarity: str = ""
    until: int | None = None
    withdrawn: int | None = None
    during: str = ""
    kind: str = TELL
    also_to: tuple[moves.Party, ...] = ()
    may: tuple[str, ...] = (GIVE,)
    proposed: bool = False
    uses: tuple[moves.Used, ...] = ()
    signed: moves.Signed | None = None
    narrowed: moves.Narrowed | None = None
    renewed: moves.Renewed | None = None


class Telling(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was told under a consent."""

    consent: str
    items: tuple[str, ...]
    day: int
    at: str
    how: str
    copied: tuple[moves.Copied, ...] = ()
    handed: int | None = None


class Resolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a case ended: on a day, or so long ago that it is destroyed in so many days."""

    outcome: str
    day: int | None = None
    destroyed_in: int | None = None
    announced: int | None = None


class Destruction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The student asked for everything to be destroyed, and it was."""

    day: int
    at: str
    asked: str
    identified: str


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One student, and all that happened; the same to those `with_them`, each with their own."""

    key: str
    post: str
    student: str
    basis: str
    category: str
    about: str
    safe: Safe
    contacts: tuple[Contact, ...]
    with_them: tuple[str, ...] = ()
    said_woman: bool = False
    scheme: str = "student-support"
    documents: tuple[Document, ...] = ()
    consents: tuple[Consent, ...] = ()
    tellings: tuple[Telling, ...] = ()
    resolution: Resolution | None = None
    destruction: Destruction | None = None
    between: moves.Moves = moves.Moves()

    def each(self) -> "tuple[Case, ...]":
        """This case, and one for each of those who came with its student."""
        own = msgspec.structs.replace(self, with_them=())
        others = (
            msgspec.structs.replace(own, key=f"{self.key}-{number}", student=name)
            for number, name in enumerate(self.with_them, start=2)
        )
        return (own, *others)

    def contact(self, key: str) -> Contact:
        """The contact of that key."""
        return next(contact for contact in self.contacts if key and contact.key == key)

    def consent(self, key: str) -> Consent:
        """The consent of that key."""
        return next(consent for consent in self.consents if consent.key == key)


class Requested(moves.When, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a student asked by themselves, who took it, and what was written since."""

    key: str
    basis: str
    words: str
    safe: Safe
    student: str = ""
    said_woman: bool = False
    wanted: str = ""
    avoids: tuple[str, ...] = ()
    stand_in: bool = False
    taken: moves.Taken | None = None
    messages: tuple[moves.Message, ...] = ()


class Stories(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everybody in the demonstration."""

    officers: tuple[Officer, ...]
    cases: tuple[Case, ...]
    questions: tuple[moves.Question, ...] = ()
    enquiries: tuple[moves.Enquiry, ...] = ()
    requests: tuple[Requested, ...] = ()
