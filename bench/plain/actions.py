"""Changing, on plain tables."""

from typing import Any

from django.db import transaction

from bench.plain.models import Case, Contact, Seat, Task
from confide.casework.models.folding import fold
from confide.team.models import Officer
from confide.web import clock


def open_case(typed: dict[str, Any], officer: Officer) -> str:
    """A case, its first contact and its next step, in one transaction. Answers its ref."""
    by, now, began_at = officer.pseudonym, clock.now(), typed["happened_at"]
    said = {name: typed[name] for name in ("said", "options", "chose")}
    told = {name: typed[name] for name in ("student", "eligibility", "scheme", "category", "about")}
    with transaction.atomic():
        case = Case.objects.create(
            **told,
            how=typed["safe_how"],
            when=typed["safe_when"],
            may_leave_message=typed["may_leave_message"],
            may_say_who=typed["may_say_who"],
            said_woman=False,
            opened_at=began_at,
            last_at=began_at,
            folded=fold(typed["student"], typed["about"], typed["safe_how"]),
        )
        Seat.objects.create(case=case, officer=officer)
        contact = Contact(case=case, at=began_at, kind=typed["kind"], recorded_at=now, by=by)
        for name, words in said.items():
            setattr(contact, name, words)
        contact.folded = fold(*said.values())
        contact.save(force_insert=True)
        Task.objects.create(case=case, by=by, step=typed["next_step"], due_on=typed["due_on"])
    return case.id
