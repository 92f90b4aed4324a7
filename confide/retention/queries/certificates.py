"""Certificates, in words, and what the ledger says to each. (RECD-5, RECD-6)"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext, ngettext

from confide.ledger import checkpoint, history
from confide.policy import retention
from confide.policy.retention.restoring import REPLAYED
from confide.retention.models import Certificate


class NoCertificate(Http404):
    """There is no certificate of this number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger that a certificate stands on, and its proof, if it is covered yet."""

    event: str
    position: int
    leaf: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The entries of one destruction, and the checkpoint that covers them; "" before there is."""

    lines: tuple[Line, ...]
    size: int = 0
    root: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Certified:
    """One certificate as it is shown and printed."""

    number: str
    case: str
    cause: str
    why: str
    clause: str
    ordered_on: date
    destroyed_on: date
    what: tuple[str, ...]


def certificate(number: str) -> Certified:
    """One certificate, or `NoCertificate`."""
    kept = Certificate.objects.filter(number=number).first()
    if kept is None:
        raise NoCertificate
    return _certified(kept)


def certificates() -> list[Certified]:
    """Every certificate, the newest first."""
    return [_certified(kept) for kept in Certificate.objects.order_by("-number")]


def number_of(case: str) -> str:
    """The number of a destroyed case's certificate, or `NoCertificate`."""
    kept = Certificate.objects.filter(case=case).first()
    if kept is None:
        raise NoCertificate
    return kept.number


def evidence(certified: Certified) -> Evidence:
    """Where the ledger holds the order and the end of a destruction, and the proof that it does."""
    events = ("destruction.ordered", "case.destroyed")
    found = [history.recorded(event, about=certified.case) for event in events]
    entries = [entry for entry in found if entry is not None]
    newest = checkpoint.latest_checkpoint()
    if newest is None or any(entry.position >= newest.size for entry in entries):
        return Evidence(tuple(Line(e.event, e.position, e.leaf) for e in entries))
    proofs = [history.proof(entry.position, size=newest.size) for entry in entries]
    lines = (
        Line(entry.event, entry.position, entry.leaf, tuple(step.hex() for step in proof.steps))
        for entry, proof in zip(entries, proofs, strict=True)
    )
    root = b64encode(proofs[0].root).decode() if proofs else ""
    return Evidence(tuple(lines), newest.size, root, newest.note)


def words_for(counts: Mapping[str, int]) -> tuple[str, ...]:
    """How much of what kind, as people say it: "3 contacts"."""
    return tuple(_said(kind, number) for kind, number in sorted(counts.items()) if number)


def _certified(kept: Certificate) -> Certified:
    return Certified(
        number=kept.number,
        case=kept.case,
        cause=kept.cause,
        why=_why(kept.cause),
        clause=retention.may_finish_destruction(kept.cause).clause,
        ordered_on=kept.ordered_on,
        destroyed_on=kept.destroyed_on,
        what=words_for(kept.counts),
    )


def _why(cause: str) -> str:
    return {
        retention.CLOCK: gettext("The time for which the records were kept was over."),
        retention.STUDENT: gettext("The student asked for it."),
        retention.BY_HAND: gettext("A caseworker decided it, in two steps seven days apart."),
        REPLAYED: gettext("They had been destroyed before, and were brought back by a copy."),
    }[cause]


def _said(kind: str, number: int) -> str:
    match kind:
        case "contact":
            words = ngettext("{number} contact", "{number} contacts", number)
        case "document":
            words = ngettext("{number} document", "{number} documents", number)
        case "task":
            words = ngettext("{number} next step", "{number} next steps", number)
        case "consent":
            words = ngettext("{number} consent", "{number} consents", number)
        case "telling":
            words = ngettext("{number} telling", "{number} tellings", number)
        case "case":
            words = ngettext("{number} case file", "{number} case files", number)
        case _:
            words = ngettext("{number} other entry", "{number} other entries", number)
    return words.format(number=number)
