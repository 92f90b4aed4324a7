"""A mark: where a question says too much, and what could stand there instead. (CONF-2)"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext, gettext_noop

from confide.disclosure.queries.identifying.known import (
    ACCOUNT,
    COLLEGE,
    COURSE,
    NAME,
    OTHER,
    PAPER,
    PERSON,
    STUDENT,
)
from confide.disclosure.queries.identifying.text import Dated

EMAIL: Final = "email"
PHONE: Final = "phone"
NUMBER: Final = "number"
ADDRESS: Final = "address"
DATE: Final = "date"
BIRTH: Final = "birth"
RARE: Final = "rare"


_WHY: Final = {
    STUDENT: gettext_noop("The student’s name, or a form of it."),
    OTHER: gettext_noop("The name of another student of yours."),
    PERSON: gettext_noop("Somebody’s name."),
    NAME: gettext_noop("A name that stands in this case."),
    COLLEGE: gettext_noop("A college. With the rest, it may be enough to know who it is."),
    COURSE: gettext_noop("The course that stands in this case."),
    PAPER: gettext_noop("A paper or a part of the course that stands in this case."),
    ACCOUNT: gettext_noop("A user name or an account."),
    EMAIL: gettext_noop("An e-mail address."),
    PHONE: gettext_noop("A phone number."),
    NUMBER: gettext_noop("A number that may belong to one person."),
    ADDRESS: gettext_noop("An address, or a part of one."),
    BIRTH: gettext_noop("A date of birth."),
    DATE: gettext_noop("A day on which something in this case happened."),
    RARE: gettext_noop("A word that you use in this case and hardly in any other."),
}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a question says too much, of what kind that is, and what could stand there."""

    start: int
    end: int
    kind: str
    words: str
    instead: str

    @property
    def key(self) -> str:
        """This mark's name on a form: its place."""
        return f"{self.start}-{self.end}"

    @property
    def why(self) -> str:
        """Why it is marked, in plain words."""
        return gettext(_WHY[self.kind])


def instead_of(kind: str, role: str = "") -> str:
    """Something neutral for what is of this kind."""
    if kind == PERSON and role:
        return gettext("their {role}").format(role=role)
    return {
        STUDENT: gettext("the student"),
        OTHER: gettext("another student"),
        PERSON: gettext("somebody"),
        NAME: gettext("[name]"),
        COLLEGE: gettext("a college"),
        COURSE: gettext("their course"),
        PAPER: gettext("a paper"),
        ACCOUNT: gettext("[user id]"),
        EMAIL: gettext("[e-mail address]"),
        PHONE: gettext("[phone number]"),
        NUMBER: gettext("[number]"),
        ADDRESS: gettext("[address]"),
        BIRTH: gettext("[date of birth]"),
        RARE: gettext("[left out]"),
    }[kind]


def when(dated: Dated, on: date) -> str:
    """A date as one might say it without giving it away."""
    year = dated.year or (
        on.year if (dated.month, dated.day) <= (on.month, on.day) else on.year - 1
    )
    months = (on.year - year) * 12 + on.month - dated.month
    if months < 0 or (months == 0 and dated.day > on.day):
        return gettext("soon")
    if months == 0:
        return gettext("this month")
    if months == 1:
        return gettext("last month")
    if months < 6:
        return gettext("some months ago")
    return gettext("last year") if months < 18 else gettext("some years ago")
