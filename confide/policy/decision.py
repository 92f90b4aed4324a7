"""The answer to every question put to the policy.

A decision is true or false to the template that shows a button and to the action behind it, so
that both have one source. Only `confide.policy` makes one. Its values are dates, numbers and
words from the union's own terms, never words from a case: a decision may be written down.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, under which clause, and why, for a student to read."""

    allowed: bool
    clause: str
    reason: str
    instead: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    def why(self, translate: Callable[[str], str] = str) -> str:
        """The reason as a sentence, with its dates and numbers filled in."""
        return translate(self.reason).format(**dict(self.values))

    def what_instead(self, translate: Callable[[str], str] = str) -> str:
        """What can be done instead, as a sentence; empty where there is nothing."""
        # An empty text is not translated: gettext answers the empty msgid with a file's header.
        return translate(self.instead).format(**dict(self.values)) if self.instead else ""


def allow(clause: str, reason: str, /, **values: str | int) -> Decision:
    """A yes, with the clause that gives it."""
    return Decision(True, clause, reason, values=_filled(values))


def refuse(clause: str, reason: str, /, *, instead: str = "", **values: str | int) -> Decision:
    """A no, with the clause that demands it and what can be done instead."""
    return Decision(False, clause, reason, instead, _filled(values))


def all_of(first: Decision, *others: Decision) -> Decision:
    """The first refusal among several decisions or, where all allow, the last of them."""
    decisions = (first, *others)
    return next((decision for decision in decisions if not decision), decisions[-1])


def unless(*obstacles: Decision | None, otherwise: Decision) -> Decision:
    """The first obstacle there is or, where there is none, the decision otherwise.

    Never `obstacle or decision`: a refusal is false, so that `or` would pass over it.
    """
    return next((obstacle for obstacle in obstacles if obstacle is not None), otherwise)


def _filled(values: dict[str, str | int]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())
