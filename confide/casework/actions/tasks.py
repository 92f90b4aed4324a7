"""Next steps: promising one, and having done it. (RECD-1)"""

from datetime import date, datetime

import msgspec

from confide.casework.actions._placing import held_still
from confide.casework.models import Task, TaskCard
from confide.casework.queries import NotVisible, OpenCase, standing
from confide.ledger.record import record
from confide.policy import access
from confide.team.queries import Acting


def add_task(
    acting: Acting,
    opened: OpenCase,
    step: str,
    *,
    due_on: date | None,
    asks_who_next: bool = False,
    at: datetime,
) -> str:
    """Add a next step to a case. Answers its id. (RECD-1)"""
    decision = access.may_work(standing(acting, opened.ref))
    with record("step.added", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        task = Task(case=held_still(opened))
        card = TaskCard(step=step, by=acting.pseudonym, due_on=due_on, asks_who_next=asks_who_next)
        task.put(opened.keys, card)
        task.save(force_insert=True)
    return task.id


def finish_task(
    acting: Acting, opened: OpenCase, task_id: str, *, done_on: date, at: datetime
) -> None:
    """Say that a step was taken. (RECD-1)"""
    decision = access.may_work(standing(acting, opened.ref))
    with record("step.done", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        task = Task.objects.filter(case=held_still(opened), id=task_id).first()
        if task is None:
            raise NotVisible
        card = task.take(opened.keys, TaskCard)
        # Said twice, the step was still taken on the first of the two days.
        task.put(opened.keys, msgspec.structs.replace(card, done_on=card.done_on or done_on))
        task.save(update_fields=["sealed"])
