"""What the steward's pages show: people, posts, schemes, undertakings. (CONF-5, HOUR-3)"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from confide.policy import schemes
from confide.policy.decision import Decision
from confide.policy.terms import Post, Scheme
from confide.team.models import Officer, Role, Term, Undertaking
from confide.team.queries.acting import has_signed, held_by, post_of, roles_of
from confide.team.queries.people import everybody, in_office, rings_in_office


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the steward's list: who, in which posts, and what they have done so far."""

    officer: Officer
    post: str
    terms: tuple[Term, ...]
    signed: bool
    serving: bool


def roster(*, on: date) -> list[Person]:
    """Every officer there ever was, those in office first."""
    people = [
        Person(
            officer,
            post_title(officer, on=on),
            tuple(sorted(officer.terms.all(), key=lambda term: term.starts_on, reverse=True)),
            has_signed(officer),
            bool(roles_of(officer, on=on)),
        )
        for officer in everybody()
    ]
    return sorted(people, key=lambda person: not person.serving)


def post_title(officer: Officer, *, on: date) -> str:
    """What the officer's post is called, the last one of somebody who holds none; "" if none."""
    titles = {post.key: post.title for post in settings.POLICY.posts}
    latest = max(officer.terms.all(), key=lambda term: term.ends_on, default=None)
    return titles.get(post_of(officer, on=on) or (latest.post if latest else ""), "")


@dataclass(frozen=True, slots=True)
class Place:
    """A post, the scheme that it serves, and who holds it."""

    post: Post
    scheme: Scheme
    people: tuple[str, ...]


def places(*, on: date) -> list[Place]:
    """Every post that the union has, with whoever is there to help in it."""
    serving = [(o.name, held_by(o, on=on)) for o in rings_in_office(on=on)]
    return [
        Place(post, scheme, tuple(n for n, held in serving if held.get(scheme.key) == post.key))
        for scheme in settings.POLICY.schemes
        for post in settings.POLICY.posts
        if post.scheme == scheme.key
    ]


@dataclass(frozen=True, slots=True)
class Served:
    """A scheme, who serves it, and whether one of them can ask another."""

    scheme: Scheme
    people: tuple[str, ...]
    enough: Decision


def schemes_served(*, on: date) -> list[Served]:
    """Every scheme that the union has, for the steward's page."""
    return [
        Served(scheme, tuple(o.name for o in serving), schemes.has_colleagues(len(serving)))
        for scheme in settings.POLICY.schemes
        for serving in [rings_in_office(on=on, scheme=scheme.key)]
    ]


@dataclass(frozen=True, slots=True)
class Signed:
    """One version of the policy, who signed the undertaking to it and when, and who is to."""

    version: str
    by: tuple[Undertaking, ...]
    missing: tuple[str, ...] = ()


def signatures(*, on: date) -> list[Signed]:
    """Who signed which version of the policy. The one in force is first, and is always there."""
    version = settings.POLICY.union.policy_version
    signed: dict[str, list[Undertaking]] = {version: []}
    for each in Undertaking.objects.select_related("officer").order_by("-signed_on"):
        signed.setdefault(each.policy_version, []).append(each)
    bound = {each.officer_id for each in signed[version]}
    missing = [o.name for o in in_office(Role.CASEWORKER, on=on) if o.id not in bound]
    return [
        Signed(each, tuple(by), tuple(missing) if each == version else ())
        for each, by in signed.items()
    ]


def one_term(term_id: str) -> Term | None:
    """One term of office with its officer."""
    return Term.objects.filter(id=term_id).select_related("officer").first()
