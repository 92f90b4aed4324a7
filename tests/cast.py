"""The standing cast, brought on stage through the product's own actions.

Alice sits at the case, Bob is another caseworker, Charlie's term has ended, Sara is the steward,
Dana is the student. Their rings are made once for a whole run: what is tested is what they open,
and stretching a passphrase for each of them in each test would cost the suite minutes.
"""

from copy import copy
from datetime import UTC, date, datetime
from functools import cache

from confide.casework import actions as casework
from confide.casework.actions import Brought, Opening, Said, bring
from confide.casework.models import SafeContact
from confide.casework.queries import OpenCase, case_for
from confide.ledger import checkpoint
from confide.team import actions as team
from confide.team.models import Officer, Role, Term
from confide.team.queries import Acting, acting_with
from confide.vault import recovery, rings
from confide.vault.models import KeyRing, Unlock
from confide.vault.rings import Unlocked

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERM = (date(2026, 7, 1), date(2027, 6, 30))
PASSPHRASE = "orchard lantern velvet copper meadow thimble"
# One empty page, written by hand.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@cache
def _ring(name: str) -> tuple[KeyRing, Unlock, Unlocked]:
    return rings.make_ring(f"{PASSPHRASE} {name}")


@cache
def _recovery() -> recovery.Made:
    return recovery.make_recovery()


def founded_service() -> recovery.Made:
    """A service with its recovery ring and the key of its ledger."""
    made = _recovery()
    if not recovery.Recovery.objects.exists():
        made = copy(made)
        KeyRing(
            id=made.ring.id, kem_public=made.ring.kem_public, sign_public=made.ring.sign_public
        ).save(force_insert=True)
        recovery.Recovery(id=made.recovery.id, ring_id=made.ring.id).save(force_insert=True)
        recovery.RecoveryShare.objects.bulk_create(copy(share) for share in made.shares)
    return made


def passphrase_of(name: str) -> str:
    """What somebody of the cast types to sign in."""
    return f"{PASSPHRASE} {name}"


def officer(
    name: str,
    *,
    post: str = "education",
    scheme: str = "",
    role: str = Role.CASEWORKER,
    term: tuple[date, date] = TERM,
    at: datetime = NOON,
    signed: bool = True,
) -> Acting:
    """Somebody with keys of their own, a term of office and, if a caseworker, the undertaking."""
    ring, unlock, unlocked = _ring(name)
    KeyRing(id=ring.id, kem_public=ring.kem_public, sign_public=ring.sign_public).save(
        force_insert=True
    )
    Unlock(
        ring_id=ring.id, kind=unlock.kind, salt=unlock.salt, sealed_seeds=unlock.sealed_seeds
    ).save(force_insert=True)
    person = Officer.objects.create(
        name=name.title(),
        sign_in_name=name,
        ring_id=ring.id,
        enrolled=True,
    )
    held = post if role == Role.CASEWORKER else ""
    Term.objects.create(
        officer=person, role=role, post=held, scheme=scheme, starts_on=term[0], ends_on=term[1]
    )
    acting = _acting(unlocked, at)
    if signed and acting.in_office:
        team.sign_undertaking(acting, at=at)
    return _acting(unlocked, at)


def _acting(unlocked: Unlocked, at: datetime) -> Acting:
    acting = acting_with(unlocked, started_at=at, on=at.date())
    assert acting is not None
    return acting


def a_case(
    acting: Acting, *, student: str = "Dana Whitlock", at: datetime = NOON, **changed: object
) -> OpenCase:
    """A case that the officer opened, with its first contact."""
    opening = Opening(
        **{
            "student": student,
            "safe": SafeContact(how="By e-mail only", when="Not in the evening"),
            "eligibility": "registered",
            "scheme": "student-support",
            "category": "housing",
            "about": "The landlord keeps the deposit.",
            "said_woman": True,
            **changed,
        }  # type: ignore[arg-type]
    )
    first = Said(
        kind="in-person",
        happened_at=at,
        said="Dana came to the office about the deposit.",
        options="Arbitration; a letter; waiting.",
        chose="To think about it.",
        next_step="Ring the deposit scheme",
        due_on=at.date(),
    )
    ref = casework.open_case(acting, opening, first=first, at=at)
    return case_for(acting, ref)


def a_pdf(name: str = "Letter from the agency.pdf", content: bytes = PDF) -> Brought:
    """A file that was brought in, sealed and waiting to be filed."""
    return bring(name, "application/pdf", content)


def ledger_key() -> None:
    """The key that signs checkpoints, in this test's own data folder."""
    checkpoint.make_ledger_key("confide.test")
