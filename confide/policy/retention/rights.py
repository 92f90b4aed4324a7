"""What data protection law gives a student about their record, beside having it back. (RECD-3)

*Access*: whoever asks what is held about them gets it within one calendar month of asking, which
may become three where it is said within the first why. *Correction* is added beside what it is
about, and nothing is written over. Under a *restriction* the record is read and kept, and nothing
is told from it. An *objection* is noted.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from confide.policy.decision import Decision, allow, refuse
from confide.policy.words import dated

ACCESS_MONTHS = 1
LONGEST_ACCESS_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A student's request to see what is held about them, as the policy weighs it."""

    asked_on: date
    extended: bool = False
    answered: bool = False
    refused: bool = False

    @property
    def due_on(self) -> date:
        """The last day on which it is answered in time."""
        months = LONGEST_ACCESS_MONTHS if self.extended else ACCESS_MONTHS
        return months_after(self.asked_on, months)


def months_after(day: date, months: int) -> date:
    """The same day of the month, months later, or that month's last if it is shorter. (RECD-3)"""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_open(access: Access) -> bool:
    """Whether a request still waits for its answer."""
    return not access.answered and not access.refused


def may_ask_for_access(
    *, how_asked: str, asked_on: date, on: date, waits_since: date | None = None
) -> Decision:
    """Take a student's request to see what is held about them, in whatever words. (RECD-3)

    `waits_since` is when they asked for what is not answered yet, where they ask by themselves.
    """
    if waits_since is not None:
        return refuse(
            "RECD-3",
            "You asked for this on {day}, and it is being answered.",
            instead="Write to your caseworker, if you wait for it.",
            day=dated(waits_since),
        )
    if not _said(how_asked):
        return refuse(
            "RECD-3",
            "A request is noted as the student made it.",
            instead="Write how the student asked, and for what.",
        )
    if asked_on > on:
        return refuse("RECD-3", "Nobody has asked on a day that has not come.")
    return allow(
        "RECD-3",
        "It is answered by {day}.",
        day=dated(Access(asked_on=asked_on).due_on),
    )


def may_extend(access: Access, *, why: str, on: date) -> Decision:
    """Take two more months for an answer: once, with a reason, within the first month. (RECD-3)"""
    closed = _closed(access)
    if closed is not None:
        return closed
    if access.extended:
        return refuse("RECD-3", "The time was made longer already, and that can be done once.")
    if on > access.due_on:
        return refuse(
            "RECD-3",
            "More time is taken within the first month, and that ended on {day}.",
            instead="Answer as soon as you can, and tell the student why it is late.",
            day=dated(access.due_on),
        )
    if not _said(why):
        return refuse(
            "RECD-3",
            "The student is told why an answer takes longer.",
            instead="Say what makes this request so large or so difficult.",
        )
    return allow(
        "RECD-3",
        "It is answered by {day}.",
        day=dated(Access(asked_on=access.asked_on, extended=True).due_on),
    )


def may_refuse_access(access: Access, *, why: str) -> Decision:
    """Not give a student their record, or not all of it, for a reason that is told. (RECD-3)"""
    closed = _closed(access)
    if closed is not None:
        return closed
    if not _said(why):
        return refuse(
            "RECD-3",
            "A student is told why they do not get what they asked for.",
            instead="Write the reason that the law gives. Ask the data protection officer first.",
        )
    return allow("RECD-3", "The student is told why, and where they can complain.")


def may_correct(words: str) -> Decision:
    """Add a student's correction to the record, beside what it is about. (RECD-3)"""
    if not _said(words):
        return refuse("RECD-3", "A correction says what is right.")
    return allow("RECD-3", "It is added beside what it is about, which stays as it was written.")


def may_restrict(*, restricted: bool, why: str) -> Decision:
    """Have nothing told from a record for now, because its student asks. (RECD-3)"""
    if restricted:
        return refuse("RECD-3", "Nothing is told from this record for now, as it is.")
    if not _said(why):
        return refuse(
            "RECD-3",
            "A restriction is noted as the student asked for it.",
            instead="Write what they said, such as that something in it is not right.",
        )
    return allow("RECD-3", "The record is read and kept, and nothing is told from it.")


def may_lift(*, restricted: bool, why: str) -> Decision:
    """End a restriction, for a reason that is kept. (RECD-3)"""
    if not restricted:
        return refuse("RECD-3", "This record is not restricted.")
    if not _said(why):
        return refuse(
            "RECD-3",
            "A restriction ends for a reason, of which the student hears first.",
            instead="Write why it ends, and how the student was told.",
        )
    return allow("RECD-3", "What the student agrees to may be told again.")


def may_object(words: str) -> Decision:
    """Note that a student objects to something that is done with their record. (RECD-3)"""
    if not _said(words):
        return refuse("RECD-3", "An objection says what it is about.")
    return allow("RECD-3", "It is noted, and whoever works on the case sees it.")


def may_tell_from(*, restricted: bool, leaving: bool = False, missing: bool = False) -> Decision:
    """Tell somebody outside from a record under its student's consent, as it is now. (RECD-3)

    `leaving`: the student asked that it be destroyed. (RECD-6) `missing`: what
    they asked for by these is not as they left it, and might have been a withdrawal.
    """
    if missing:
        return refuse(
            "CONF-4",
            "What lies on the student's own side is not what they left there: somebody has taken "
            "something out of the database, or changed it. Nothing is told from this record, since "
            "they may have taken it back.",
            instead="Ask the student what they had asked, and your steward to verify the ledger.",
        )
    if leaving:
        return refuse(
            "RECD-6",
            "The student asked that their record be destroyed, so nothing is told from it any "
            "more, whatever they had agreed to before.",
            instead="If somebody is in danger, phone, and then break confidence.",
        )
    if restricted:
        return refuse(
            "RECD-3",
            "The student asked that nothing be done with their record for now, so nothing is told "
            "from it, whatever they had agreed to before.",
            instead="Ask the student. If they agree, end the restriction, and say why.",
        )
    return allow("RECD-3", "The record is not restricted.")


def _closed(access: Access) -> Decision | None:
    if access.answered:
        return refuse("RECD-3", "This request was answered.")
    if access.refused:
        return refuse("RECD-3", "This request was refused, and the student was told why.")
    return None


def _said(words: str) -> bool:
    return any(sign.isalnum() for sign in words)
