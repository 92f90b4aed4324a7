"""The night: the service's daily work, done without a key. (RECD-5, RECD-6, CONF-5)

It destroys what is due, announces what comes next, ends what lapsed, turns the shred epoch and
makes a checkpoint. It begins only if the date can be believed, since a clock that is wrong would
destroy too early; its own entry, every night, is what makes the next night's date believable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext

from confide.casework import actions as casework
from confide.casework.queries import NotVisible
from confide.disclosure import actions as disclosure
from confide.ledger import checkpoint
from confide.ledger.record import Refused, record
from confide.policy import retention
from confide.retention.actions._resuming import Tell, destroy_due, finish, silent
from confide.retention.actions._wiping import wipe_traces
from confide.retention.actions.ordering import announce
from confide.retention.queries import NIGHT, last_believable_day, local_day, to_announce
from confide.team import actions as team
from confide.vault import files, sessions, shred

_UPLOADS_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What one night did, in numbers."""

    finished: int
    destroyed: int
    announced: int
    lapsed: int
    seats: int
    questions: int
    failed: int
    checkpoint_size: int

    def lines(self) -> list[str]:
        """What to tell whoever started it."""
        return [words.format(number=number) for words, number in self._told() if number]

    def _told(self) -> list[tuple[str, int]]:
        return [
            (gettext("Finished {number} begun destructions."), self.finished),
            (gettext("Destroyed {number} cases whose time was over."), self.destroyed),
            (gettext("Announced {number} destructions to come."), self.announced),
            (gettext("Ended the sessions of {number} people out of office."), self.lapsed),
            (gettext("Ended {number} seats of cases shared until yesterday."), self.seats),
            (gettext("Removed {number} questions to colleagues that were over."), self.questions),
            (gettext("Could not destroy {number} cases: see what keeps their files."), self.failed),
            (gettext("Made a checkpoint of {number} ledger entries."), self.checkpoint_size),
        ]


def nightly(at: datetime, *, confirmed: bool = False, tell: Tell = silent) -> Night:
    """Do the night's work, or raise `Refused` where the date cannot be believed. (RECD-5)

    `confirmed` says that a caseworker looked at the date and found it right. It is for one night,
    and shortens nothing: what was not announced seven days ago is not destroyed.
    """
    decision = retention.may_run_nightly(last_believable_day(), local_day(at), confirmed=confirmed)
    with record(NIGHT, by="service", about="service", under=decision, at=at):
        pass
    finished, failed = finish(at, tell=tell)
    destroyed, failed_too = destroy_due(at, tell=tell)
    announced = _announce_what_is_near(at)
    lapsed, seats, questions = _end_what_lapsed(at)
    # The epoch turns before the checkpoint, which refuses to be made of a ledger that was
    # tampered with: that must not keep deleted keys within reach.
    shred.turn_epoch(at, settings.POLICY.records.destruction_horizon_days)
    wipe_traces(patiently=True)
    made = checkpoint.make_checkpoint(at)
    return Night(
        finished=finished,
        destroyed=destroyed,
        announced=announced,
        lapsed=lapsed,
        seats=seats,
        questions=questions,
        failed=failed + failed_too,
        checkpoint_size=made.size,
    )


def _announce_what_is_near(at: datetime) -> int:
    announced = 0
    for case in to_announce(local_day(at)):
        try:
            announce(case, at=at)
            announced += 1
        except (Refused, NotVisible):
            # Taken up again or destroyed a moment ago.
            pass
    return announced


def _end_what_lapsed(at: datetime) -> tuple[int, int, int]:
    """What is over goes: how many are out of office, how many lent seats, how many questions."""
    sessions.sweep(at)
    files.sweep_incoming(at - _UPLOADS_WAIT)
    return (
        team.end_what_lapsed(at=at),
        casework.end_seats_that_are_over(at=at),
        disclosure.end_expired_questions(at=at) + casework.end_lapsed_checks(at=at),
    )
