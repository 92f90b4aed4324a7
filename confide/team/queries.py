"""Looking at officers: who is acting, who is in office, who is who. (CONF-5, HOUR-3)"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from confide.ledger.models import Checkpoint, Entry
from confide.policy import office, schemes
from confide.policy.decision import Decision
from confide.policy.terms import Post, Scheme
from confide.team.models import Officer, Role, Term, Undertaking
from confide.vault.models import KeyRing
from confide.vault.rings import Unlocked

# Events whose entries are about a ring, and so vouch for its keys.
PINNING: Final = ("service.founded", "officer.enrolled", "way.made")
DEMONSTRATION: Final = "demonstration.founded"
_RECOVERING = Q(recovery__isnull=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """An officer at work: who they are, what their terms allow today, and their unlocked ring.

    `held` has the post that they hold in each scheme that they serve; `on` is the day on which all
    of this is so.
    """

    officer: Officer
    unlocked: Unlocked = field(repr=False)
    roles: frozenset[str]
    post: str
    undertaking_signed: bool
    session_started_at: datetime
    on: date
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def pseudonym(self) -> str:
        """The name that the ledger knows."""
        return self.officer.pseudonym

    @property
    def name(self) -> str:
        """The name that people know."""
        return self.officer.name

    @property
    def in_office(self) -> bool:
        """Whether a term as caseworker runs today."""
        return Role.CASEWORKER in self.roles

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes that they serve today."""
        return frozenset(self.held)

    @property
    def is_steward(self) -> bool:
        """Whether a term as steward runs today."""
        return Role.STEWARD in self.roles


def acting_with(unlocked: Unlocked, *, started_at: datetime, on: date) -> Acting | None:
    """Who is at work with this unlocked ring on that day, or None for a ring that was replaced."""
    officer = (
        Officer.objects.filter(ring_id=unlocked.ring_id)
        .prefetch_related("terms", "undertakings")
        .first()
    )
    if officer is None:
        return None
    return Acting(
        officer=officer,
        unlocked=unlocked,
        # An invitation's ring is known to whoever passed it on: it opens the way to keys of one's
        # own and nothing else.
        roles=roles_of(officer, on=on) if officer.enrolled else frozenset(),
        post=post_of(officer, on=on),
        undertaking_signed=has_signed(officer),
        session_started_at=started_at,
        on=on,
        held=held_by(officer, on=on) if officer.enrolled else {},
    )


def terms_of(officer: Officer) -> tuple[office.TermFact, ...]:
    """The officer's terms as the policy's facts."""
    return tuple(
        office.TermFact(
            role=term.role, starts_on=term.starts_on, ends_on=term.ends_on, scheme=scheme_of(term)
        )
        for term in officer.terms.all()
    )


def roles_of(officer: Officer, *, on: date) -> frozenset[str]:
    """What the officer's terms allow on that day."""
    terms = terms_of(officer)
    return frozenset(str(role) for role in Role.values if office.in_office(terms, role, on=on))


def scheme_of(term: Term) -> str:
    """Which scheme a term is for. One that names none is for the first."""
    first: str = settings.POLICY.first_scheme
    return term.scheme or first


def held_by(officer: Officer, *, on: date) -> dict[str, str]:
    """The officer's post in each scheme that they serve on that day, the first scheme first."""
    running = [
        term
        for term in officer.terms.all()
        if term.role == Role.CASEWORKER and term.starts_on <= on <= term.ends_on
    ]
    order = [scheme.key for scheme in settings.POLICY.schemes]
    held = {scheme_of(term): term.post for term in running}
    # A scheme that the union's terms no longer list is served by nobody new, and last.
    return dict(sorted(held.items(), key=lambda each: (*order, each[0]).index(each[0])))


def post_of(officer: Officer, *, on: date, scheme: str = "") -> str:
    """The key of the officer's post on that day, in that scheme or the first; "" for none."""
    held = held_by(officer, on=on)
    return held.get(scheme, "") if scheme else next(iter(held.values()), "")


def has_signed(officer: Officer) -> bool:
    """Whether the officer signed the undertaking to the version of the policy in force."""
    version = settings.POLICY.union.policy_version
    return any(each.policy_version == version for each in officer.undertakings.all())


def in_office(role: str, *, on: date) -> list[Officer]:
    """Who holds that role on that day, by name."""
    return list(
        Officer.objects.filter(terms__role=role, terms__starts_on__lte=on, terms__ends_on__gte=on)
        .distinct()
        .prefetch_related("terms")
        .order_by("name")
    )


def everybody() -> list[Officer]:
    """Every officer there ever was, with their terms and undertakings, for the steward's page."""
    return list(Officer.objects.prefetch_related("terms", "undertakings").order_by("name"))


def ring_for(sign_in_name: str) -> str | None:
    """The ring that opens for this sign-in name, or None; what follows costs the same for both."""
    return _named(sign_in_name).values_list("ring_id", flat=True).first()


def name_behind(sign_in_name: str) -> str | None:
    """The name of whoever signs in with this, or None, for the steward who appoints."""
    return _named(sign_in_name).values_list("name", flat=True).first()


def _named(sign_in_name: str) -> QuerySet[Officer]:
    # What is typed here comes from strangers too, and PostgreSQL takes no text with a NUL in it.
    return Officer.objects.filter(sign_in_name=folded(sign_in_name).replace("\x00", "\ufffd"))


def folded(sign_in_name: str) -> str:
    """A sign-in name as it is kept: capitals and blanks around it make no difference."""
    return sign_in_name.strip().casefold()


def names(pseudonyms: Iterable[str]) -> dict[str, str]:
    """The people behind pseudonyms."""
    wanted = set(pseudonyms)
    return dict(Officer.objects.filter(pseudonym__in=wanted).values_list("pseudonym", "name"))


def by_pseudonym(pseudonym: str) -> Officer | None:
    """The officer behind one pseudonym."""
    return Officer.objects.filter(pseudonym=pseudonym).first()


def rings_in_office(*, on: date, scheme: str = "") -> Sequence[Officer]:
    """Caseworkers in office who have keys of their own, of one scheme or, without one, of all."""
    serving = [o for o in in_office(Role.CASEWORKER, on=on) if o.enrolled]
    return [o for o in serving if not scheme or scheme in held_by(o, on=on)]


def mail_addresses(officers: Iterable[Officer]) -> list[str]:
    """Where these officers are written to, each address once; whoever gave none is left out."""
    return list(dict.fromkeys(officer.mail for officer in officers if officer.mail))


def signed_by(officer: Officer) -> tuple[office.UndertakingFact, ...]:
    """The officer's undertakings as the policy's facts."""
    return tuple(
        office.UndertakingFact(version=each.policy_version, signed_on=each.signed_on)
        for each in officer.undertakings.all()
    )


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


def unpinned_rings() -> list[str]:
    """Rings that hold or gave a case's key, and that no entry of the ledger vouches for. (P10)

    Whoever can write to the database could make a ring of their own; they cannot make it a part
    of the ledger's history.
    """
    pinned = Entry.objects.filter(event__in=PINNING, verdict="allowed").values("about")
    used = KeyRing.objects.filter(Q(held__isnull=False) | Q(given__isnull=False) | _RECOVERING)
    return sorted(set(used.exclude(id__in=pinned).values_list("id", flat=True)))


def founded_as_demonstration() -> bool | None:
    """What the ledger's first entry says was founded here; None before there is one."""
    first = Entry.objects.filter(position=0).first()
    return None if first is None else first.event == DEMONSTRATION


def checkpoints() -> list[Checkpoint]:
    """The ledger's checkpoints, newest first."""
    return list(Checkpoint.objects.order_by("-size")[:20])
