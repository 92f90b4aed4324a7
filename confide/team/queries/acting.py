"""Who is at work, and what their terms of office allow on a day. (CONF-5, HOUR-3)"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from confide.policy import office
from confide.team.models import Officer, Role, Term
from confide.vault.rings import Unlocked


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


def signed_by(officer: Officer) -> tuple[office.UndertakingFact, ...]:
    """The officer's undertakings as the policy's facts."""
    return tuple(
        office.UndertakingFact(version=each.policy_version, signed_on=each.signed_on)
        for each in officer.undertakings.all()
    )
