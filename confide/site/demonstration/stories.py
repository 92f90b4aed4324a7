"""The invented people of the demonstration, read from `stories.toml` and checked.

A mistyped key, an unknown post or a consent to something that is not in the case is found here,
before anything is played into the product, and named.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from confide.policy.consent import GIVE, TELL
from confide.policy.eligibility import BASES, may_represent
from confide.policy.terms import Code, Scheme, Terms
from confide.site.demonstration import moves

FILE = Path(__file__).with_name("stories.toml")

# What a consent or a telling can speak of besides contacts and documents.
ABOUT = "about"


class StoriesError(ValueError):
    """The stories do not hold together; every fault is named."""


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
    """One student, and all that happened."""

    key: str
    post: str
    student: str
    basis: str
    category: str
    about: str
    safe: Safe
    contacts: tuple[Contact, ...]
    said_woman: bool = False
    scheme: str = "student-support"
    documents: tuple[Document, ...] = ()
    consents: tuple[Consent, ...] = ()
    tellings: tuple[Telling, ...] = ()
    resolution: Resolution | None = None
    destruction: Destruction | None = None
    between: moves.Moves = moves.Moves()

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


def load(terms: Terms, text: str | None = None) -> Stories:
    """The stories, once they agree with themselves and with the union's terms."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8") if text is None else text)
    try:
        stories = msgspec.convert(read, Stories)
    except msgspec.ValidationError as error:
        raise StoriesError(str(error)) from error
    faults = [*_faults_of_officers(stories, terms), *_faults_of_cases(stories, terms)]
    if faults := [*faults, *_faults_between(stories, terms)]:
        raise StoriesError("\n".join(faults))
    return stories


def _faults_of_officers(stories: Stories, terms: Terms) -> Iterator[str]:
    yield from _twice("officer", (officer.key for officer in stories.officers))
    yield from _twice("sign-in name", (officer.sign_in_name for officer in stories.officers))
    for officer in stories.officers:
        if officer.role not in {"caseworker", "steward"}:
            yield f"{officer.key}: no such role as {officer.role!r}."
        if (officer.role == "caseworker") != (terms.post(officer.post) is not None):
            yield f"{officer.key}: a caseworker has one of the union's posts, a steward none."
    held = [(officer.post, term) for officer in stories.officers for term in officer.terms]
    yield from _twice("holder of post and term", (f"{post} {term}" for post, term in held))


def _faults_of_cases(stories: Stories, terms: Terms) -> Iterator[str]:
    yield from _twice("case", (case.key for case in stories.cases))
    yield from _twice("request", (asked.key for asked in stories.requests))
    for asked in stories.requests:
        if asked.basis not in BASES:
            yield f"{asked.key}: no such basis as {asked.basis!r}."
    for case in stories.cases:
        for fault in (*_faults_of_terms(case, terms), *_faults_of_references(case)):
            yield f"{case.key}: {fault}"


def _faults_between(stories: Stories, terms: Terms) -> Iterator[str]:
    """What does not hold together in what passes between the officers."""
    named = [post for case in stories.cases for post in case.between.posts()]
    named += [enquiry.by for enquiry in stories.enquiries]
    for asked in stories.requests:
        named += [each for each in (asked.wanted, *asked.avoids) if each]
        named += [each.by for each in asked.messages if each.by]
        named += [asked.taken.by] if asked.taken else []
    for question in stories.questions:
        named += [question.by, *question.to]
    yield from (f"no such post as {post!r}." for post in named if terms.post(post) is None)
    for case in stories.cases:
        yield from (f"{case.key}: {fault}" for fault in moves.faults_of_moves(case.between))
    yield from moves.faults_of_questions(stories.questions)
    for officer in stories.officers:
        for conflict in officer.conflicts:
            yield from moves.faults_of_conflict(conflict)
    for enquiry in stories.enquiries:
        yield from moves.faults_of_enquiry(enquiry)


def _faults_of_terms(case: Case, terms: Terms) -> Iterator[str]:
    post = terms.post(case.post)
    if post is None:
        yield f"no such post as {case.post!r}."
    elif not may_represent(post.remit, case.said_woman or None):
        yield "this officer represents only women who have said so."
    if case.basis not in BASES:
        yield f"no such basis as {case.basis!r}."
    yield from _unknown("scheme", [case.scheme], terms.schemes)
    yield from _unknown("category", [case.category], terms.about)
    yield from _unknown("channel", [contact.kind for contact in case.contacts], terms.channels)


def _faults_of_references(case: Case) -> Iterator[str]:
    contacts = [contact.key for contact in case.contacts if contact.key]
    entries = [ABOUT, *contacts, *(document.key for document in case.documents)]
    yield from _twice("entry", entries)
    yield from _twice("consent", (consent.key for consent in case.consents))
    during = {d.during for d in case.documents if d.during}
    during |= {c.during for c in case.consents if c.during}
    yield from (f"during {key!r}, which is no contact." for key in during.difference(contacts))
    for consent in case.consents:
        yield from (
            f"no entry {key!r} to agree to." for key in {*consent.items}.difference(entries)
        )
    yield from _faults_of_tellings(case)
    if not case.contacts:
        yield "a case opens with its first contact."
    if case.resolution and (case.resolution.day is None) == (case.resolution.destroyed_in is None):
        yield "a resolution has a day, or the days until destruction, and not both."


def _faults_of_tellings(case: Case) -> Iterator[str]:
    consents = {consent.key: consent for consent in case.consents}
    for telling in case.tellings:
        agreed = consents.get(telling.consent)
        if agreed is None:
            yield f"nobody agreed to {telling.consent!r}."
        elif not set(telling.items) <= set(agreed.items):
            yield f"more was told than {telling.consent!r} covers."


def _unknown(what: str, keys: Iterable[str], codes: Iterable[Code | Scheme]) -> Iterator[str]:
    known = {code.key for code in codes}
    yield from (f"no such {what} as {key!r}." for key in keys if key not in known)


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f"the {what} {key!r} is there twice."
        seen.add(key)
