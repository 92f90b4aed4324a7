"""Reading the stories of the demonstration, and finding what does not hold together in them.

A mistyped key, an unknown post or a consent to something that is not in the case is found here,
before anything is played into the product, and named.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from confide.policy.eligibility import BASES, may_represent
from confide.policy.terms import Code, Scheme, Terms
from confide.site.demonstration import moves
from confide.site.demonstration.stories import ABOUT, Case, Stories

FILE = Path(__file__).with_name("stories.toml")
_SHIPPED = Path(__file__).parents[1] / "policy.toml"
_SECOND_SCHEME = Path(__file__).with_name("scheme.toml")


class StoriesError(ValueError):
    """The stories do not hold together; every fault is named."""


def policy() -> str:
    """The policy file of the demonstration's union: the shipped one, and a second scheme."""
    return "".join(file.read_text(encoding="utf-8") for file in (_SHIPPED, _SECOND_SCHEME))


def load(terms: Terms, text: str | None = None) -> Stories:
    """The stories, once they agree with themselves and with the union's terms."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8") if text is None else text)
    try:
        stories = msgspec.convert(read, Stories)
    except msgspec.ValidationError as error:
        raise StoriesError(str(error)) from error
    cases = tuple(each for case in stories.cases for each in case.each())
    stories = msgspec.structs.replace(stories, cases=cases)
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
    if post is not None and post.scheme != case.scheme:
        yield "this officer serves another scheme."
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
