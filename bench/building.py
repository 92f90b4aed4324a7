"""A thousand cases and ten thousand contacts, sealed, and the same rows in clear.

Built by the vault's functions and the tables directly, many rows to a transaction: through the
actions, each row with its own entry and its own commit, it would take minutes and the pages would
read the same. Each row of the twin has the id, and so the address, of the sealed one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench import words
from bench.founding import Person
from bench.plain import models as plain
from bench.progress import tell
from bench.sizes import Sizes
from confide.casework.models import (
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Document,
    DocumentCard,
    SafeContact,
    Seat,
    Task,
    TaskCard,
)
from confide.casework.models.folding import fold
from confide.team.queries import Acting
from confide.vault import files, grants
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import random_id

# One case in four is open; of those, the oldest have been quiet for more than ninety days.
_OPEN_EVERY, _OPEN_DAYS = 4, 100
_KEPT_DAYS = 1095
_WITH_STEPS_NOW = 40
_RARE_EVERY = 2000
_AT_ONCE = 50


@dataclass(frozen=True)
class Plan:
    """One case to be built: where it stands in the caseload, and how many contacts it has."""

    number: int
    contacts: int
    last_at: datetime
    destroy_on: date | None
    due_on: date | None


@dataclass
class Rows:
    """Rows to be written together, by their tables."""

    sizes: Sizes
    all: dict[type[Any], list[Any]] = field(default_factory=dict)

    def add(self, *rows: Any) -> None:
        """Put rows with their kind; those of the twin only where there is to be one."""
        for row in rows:
            if self.sizes.twins or row._meta.app_label != "plain":
                self.all.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Write them in one transaction; cases stand first, since all others point at them."""
        with transaction.atomic(using="default"):
            for table, rows in self.all.items():
                table.objects.bulk_create(rows)


def build(person: Person, sizes: Sizes, at: datetime) -> str:
    """Fill the officer's desk. Answers the reference of the case with the most contacts."""
    acting, chance, rows = person.acting(at), Random(2026), Rows(sizes)
    refs: list[str] = []
    rare = max(1, min(_RARE_EVERY, sizes.contacts // 5))
    for plan in _plans(sizes, at):
        refs.append(_case(acting, plan, rows, chance, rare))
        if len(refs) % _AT_ONCE == 0 or len(refs) == sizes.cases:
            rows.write()
            rows = Rows(sizes)
            tell("Sealing cases", len(refs), sizes.cases)
    return refs[0]


def _plans(sizes: Sizes, at: datetime) -> Iterator[Plan]:
    today = timezone.localtime(at).date()
    others = max(1, sizes.cases - 1)
    share, over = divmod(sizes.contacts - sizes.in_one_case, others)
    resolved = max(1, sizes.cases * (_OPEN_EVERY - 1) // _OPEN_EVERY)
    for number in range(sizes.cases):
        contacts = sizes.in_one_case if number == 0 else share + (number <= over)
        if number % _OPEN_EVERY == 0:
            nth = number // _OPEN_EVERY
            share_of = nth * _OPEN_EVERY / sizes.cases
            last = at - timedelta(hours=1 + nth / 60, days=_OPEN_DAYS * share_of)
            due = today + timedelta(days=7 - nth if nth < _WITH_STEPS_NOW else 8 + nth)
            yield Plan(number, contacts, last, None, due)
        else:
            nth = number - number // _OPEN_EVERY - 1
            left = 1 + _KEPT_DAYS * nth // resolved
            last = at - timedelta(days=_KEPT_DAYS - left, hours=2, minutes=nth)
            yield Plan(number, contacts, last, today + timedelta(days=left), None)


def _case(acting: Acting, plan: Plan, rows: Rows, chance: Random, rare: int) -> str:
    ref, by = random_id(), acting.pseudonym
    keys, granted = grants.new_case(
        ref, by=acting.unlocked, holders=[acting.officer.ring], at=plan.last_at
    )
    file = _file(plan)
    case = Case(id=ref, destroy_on=plan.destroy_on)
    case.put(keys, file)
    twin = _twin(ref, plan, file)
    rows.add(case, twin)
    rows.add(Seat(case=case, officer=acting.officer), *granted)
    rows.add(plain.Seat(case=twin, officer=acting.officer))
    for nth in range(plan.contacts):
        marked = (plan.number * 10 + nth) % rare == rare - 1
        note = _note(chance, by, plan.last_at - timedelta(days=nth), rare=marked)
        _both(rows, keys, note, Contact(case=case), plain.Contact(case=twin))
    step = TaskCard(step="Ring them back", by=by, due_on=plan.due_on or plan.last_at.date())
    if plan.due_on is None:
        step = TaskCard(step=step.step, by=by, due_on=step.due_on, done_on=step.due_on)
    _both(rows, keys, step, Task(case=case), plain.Task(case=twin))
    if plan.number % rows.sizes.filed_every == 0:
        card = _document(ref, by, plan.last_at - timedelta(hours=1), rows.sizes.filed_bytes)
        _both(rows, keys, card, Document(case=case), plain.Document(case=twin))
    return ref


def _both(rows: Rows, keys: CaseKeys, payload: Any, sealed: Any, twin: Any) -> None:
    sealed.put(keys, payload)
    twin.id = sealed.id
    columns = {field.name for field in twin._meta.fields}
    for name in payload.__struct_fields__:
        if name in columns:
            setattr(twin, name, getattr(payload, name))
    rows.add(sealed, twin)


def _file(plan: Plan) -> CaseFile:
    name = words.student(plan.number)
    about = "The deposit, and what the college says about it. An extension may be needed."
    safe = SafeContact(how="By e-mail only, to the private address", when="Not in the evening.")
    return CaseFile(
        student=name,
        safe=safe,
        eligibility="registered",
        scheme="student-support",
        category="housing",
        about=about,
        opened_at=plan.last_at - timedelta(days=plan.contacts),
        last_at=plan.last_at,
        resolved_on=plan.last_at.date() if plan.destroy_on else None,
        outcome="The deposit came back." if plan.destroy_on else "",
        folded=fold(name, about, safe.how),
    )


def _twin(ref: str, plan: Plan, file: CaseFile) -> plain.Case:
    kept = {field.name for field in plain.Case._meta.fields}
    told = {name: getattr(file, name) for name in file.__struct_fields__ if name in kept}
    safe = {name: getattr(file.safe, name) for name in file.safe.__struct_fields__}
    return plain.Case(id=ref, destroy_on=plan.destroy_on, **told, **safe)


def _note(chance: Random, by: str, at: datetime, *, rare: bool) -> ContactNote:
    said, options, chose = words.said(chance, rare=rare), words.options(chance), words.chose(chance)
    return ContactNote(
        kind="in-person",
        at=at,
        said=said,
        by=by,
        recorded_at=at,
        options=options,
        chose=chose,
        folded=fold(said, options, chose),
    )


def _document(ref: str, by: str, at: datetime, size: int) -> DocumentCard:
    name = "Letter from the scheme.pdf"
    sealed = files.seal(bytes(size))
    files.adopt(sealed, case=ref)
    return DocumentCard(
        name=name,
        media_type="application/pdf",
        size=sealed.size,
        by=by,
        added_at=at,
        stored_as=sealed.stored_as,
        file_key=sealed.file_key,
        folded=fold(name),
    )


def forget_quick() -> None:
    """As if the officer had never opened a case before: without the quick copies of the keys."""
    Grant.objects.update(quick=None)
