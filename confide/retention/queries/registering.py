"""The register of processing and the impact assessment, from what the program knows. (RECD-3)

What is stored, whether it is sealed, why and under which clause stands in every table's `fates`;
for how long, here. The rest is the union's own terms, and the words of two templates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import models

from confide.casework.models import Case
from confide.policy.fates import FATES, Fate
from confide.policy.terms import Terms

PAGES: Final = Path(__file__).resolve().parent.parent / "pages"
REGISTER: Final = "register.md"
ASSESSMENT: Final = "assessment.md"

WITH_THE_CASE: Final = "goes with its case"
# What is no part of a case: how long each of these tables keeps a row.
STAYS: Final[Mapping[str, str]] = {
    "vault.KeyRing": "as long as the officer is named in the ledger",
    "vault.Unlock": "until the officer changes how they unlock",
    "vault.Session": "until it is locked or the service's hours of it are over",
    "vault.Grant": "goes with its case, or when the seat ends",
    "vault.Recovery": "until it is replaced, with every use",
    "vault.RecoveryShare": "until the recovery is replaced",
    "vault.TeamGrant": "for good: the counts of closed quarters open with it",
    "vault.ShredKey": "until the case is destroyed: this is the deletion that does it",
    "vault.Tombstone": "for good: so that no restore brings a case back",
    "ledger.Entry": "for good; it holds no person and no content",
    "ledger.Checkpoint": "for good",
    "team.Officer": "for good, by name: who served as what",
    "team.Term": "for good",
    "team.Undertaking": "for good: it binds after office too",
    "casework.CodedFact": "until its period is closed; it shows no case and no day",
    "statistics.ClosedQuarter": "for good, as counts for the officers' eyes",
    "statistics.Proposal": "until it is published or dropped",
    "statistics.Release": "for good; it is public",
    "casework.StandingConflict": "until the officer takes it back",
    "casework.ConflictCheck": "until it is answered or its day is over",
    "casework.ConflictAnswer": "goes with its question",
    "disclosure.Consultation": "until it is ended, or its day is over",
    "disclosure.ConsultationReply": "goes with its question",
    "disclosure.Enquiry": "for good, as a count of a month",
    "retention.Destruction": "until the destruction is finished",
    "retention.Certificate": "for good; it holds no name",
}


def register() -> str:
    """The register of processing of this service, as Markdown."""
    return _filled(REGISTER)


def assessment() -> str:
    """The impact assessment of this service, as far as the program can write it, as Markdown."""
    return _filled(ASSESSMENT)


def tables() -> list[type[models.Model]]:
    """Every table that is stored, by its name."""
    return sorted(apps.get_models(), key=lambda table: table._meta.label)


def belongs_to_case(table: type[models.Model]) -> bool:
    """Whether a table's rows go with a case, because the database deletes them with its row."""
    if table is Case:
        return True
    parents = (
        field.remote_field.model
        for field in table._meta.concrete_fields
        if field.remote_field and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    )
    return any(
        isinstance(parent, type) and parent is not table and belongs_to_case(parent)
        for parent in parents
    )


def unsaid(stored: Iterable[type[models.Model]], stays: Mapping[str, str]) -> list[str]:
    """What the register could not say or says of nothing: tables without a time, and ghosts."""
    stored = list(stored)
    alone = {table._meta.label for table in stored if not belongs_to_case(table)}
    missing = [f"{label}: nothing says how long it is kept" for label in alone - stays.keys()]
    return sorted([*missing, *(f"{label} is no such table" for label in stays.keys() - alone)])


def _filled(page: str) -> str:
    policy: Terms = settings.POLICY
    kinds = Counter(fate.kind for table in tables() for fate in _fates(table).values())
    known = {
        "union": policy.union.name,
        "service": policy.union.service,
        "address": policy.contacts.address,
        "email": policy.contacts.email,
        "office_phone": policy.contacts.office_phone,
        "schemes": ", ".join(scheme.name for scheme in policy.schemes),
        "posts": ", ".join(post.title for post in policy.posts),
        "months": policy.records.keep_months,
        "horizon": policy.records.destruction_horizon_days,
        "idle": policy.idle_lock_minutes,
        "tables_count": len(tables()),
        "fields_count": kinds.total(),
        "fates": "\n".join(f"- *{kind}*: {meaning}" for kind, meaning in FATES.items()),
        "counts": "\n".join(f"| {kind} | {kinds[kind]} |" for kind in FATES),
        "tables": "\n\n".join("\n".join(_table(table)) for table in tables()),
    }
    return Template((PAGES / page).read_text(encoding="utf-8")).substitute(known)


def _table(table: type[models.Model]) -> Iterator[str]:
    yield f"### {table._meta.label}"
    yield ""
    said = (table.__doc__ or "").split("\n\n")[0]
    yield f"{' '.join(said.split())} *Kept: {_how_long(table)}.*"
    yield ""
    yield "| field | fate | why | clause |"
    yield "| --- | --- | --- | --- |"
    for name, fate in sorted(_fates(table).items()):
        yield f"| `{name}` | {fate.kind} | {fate.why} | {fate.clause} |"


def _how_long(table: type[models.Model]) -> str:
    if table is Case:
        return "from its opening to its destruction"
    if table._meta.label in STAYS:
        return STAYS[table._meta.label]
    return WITH_THE_CASE


def _fates(table: type[models.Model]) -> dict[str, Fate]:
    found: dict[str, Fate] = {}
    for base in reversed(table.__mro__):
        found |= vars(base).get("fates", {})
    return found
