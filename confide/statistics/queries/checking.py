"""Checking a release together with all that was ever published, while its page is being sent.

There is no worker behind the pages: the check runs for as long as its page is open, at most for the
time it is given, and ends when somebody stops it. (STAT-2)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Final

from django.utils.translation import gettext

from confide.statistics.control.explain import explain
from confide.statistics.control.tables import Release, Table, concerning
from confide.statistics.control.verdicts import Outcome, Verdict, Verdicts
from confide.statistics.queries.shown import NAMES

# The largest table of the tests' service, colleges by categories, takes 12 s of a processor; with
# blanks that do not suffice it is tried without each of its lists, and a machine may be busy.
SECONDS: Final = 300.0
_LOOK_EVERY: Final = 0.5
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Step:
    """How far a check is: questions settled, of how many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found, and the tables as they may be published: blank where they must be.

    `findings` says of what is given away, or would be without the blanks, from which figures; and
    `coarser` has the dimensions without one of which the tables would pass, where no blanks help.
    """

    tables: tuple[Table, ...]
    disclosed: int
    undecided: int
    findings: tuple[tuple[str, ...], ...]
    coarser: tuple[str, ...] = ()

    @property
    def blanked(self) -> int:
        """How many figures are left blank."""
        return sum(table.published.count(None) for table in self.tables)


class Check:
    """One check as it runs; `stop` ends it."""

    def __init__(
        self, earlier: Sequence[Release], new: Release, *, blanking: bool, seconds: float = SECONDS
    ) -> None:
        """Begin it. With `blanking`, what must not be said is left out of the new tables."""
        self._earlier, self._new = earlier, new
        self._blanking, self._seconds = blanking, seconds
        self._said: SimpleQueue[Step | Found | BaseException] = SimpleQueue()
        self._stopped = Event()
        # A thread, so that the page is sent meanwhile; it touches no database, and is waited for.
        self._thread = Thread(target=self._run, daemon=True)

    def stop(self) -> None:
        """End it at its next step: what is open then is undecided."""
        self._stopped.set()

    def steps(self) -> Iterator[Step | Found]:
        """How far it is, about twice a second, and last what it found."""
        self._thread.start()
        last = Step(0, 1)
        try:
            while True:
                said = self._newest()
                if isinstance(said, BaseException):
                    raise said
                yield said or last
                if isinstance(said, Found):
                    return
                last = said or last
        finally:
            self.stop()
            self._thread.join()

    def _newest(self) -> Step | Found | BaseException | None:
        newest: Step | Found | BaseException | None = None
        try:
            newest = self._said.get(timeout=_LOOK_EVERY)
            while isinstance(newest, Step):
                newest = self._said.get_nowait()
        except Empty:
            pass
        return newest

    def _run(self) -> None:
        try:
            self._said.put(self._checked())
        except BaseException as error:
            self._said.put(error)

    def _checked(self) -> Found:
        # Here, and not with a page: the solver is large.
        from confide.statistics.control.polytope import Contradiction

        try:
            return self._audited()
        except Contradiction:
            return _contradicted(self._new)

    def _audited(self) -> Found:
        from confide.statistics.control.audit import audit
        from confide.statistics.control.repair import NothingSuffices, repair

        until = monotonic() + self._seconds
        # Last year's tables are about other people, unless something links them to these.
        together = [*concerning(self._earlier, self._new), self._new]
        verdicts = audit(together, seconds=self._seconds, progress=self._tell)
        found = _found(self._new, verdicts)
        if verdicts.safe or verdicts.stopped or not self._blanking:
            return found
        try:
            repaired, verdicts = repair(
                self._earlier,
                self._new,
                seconds=until - monotonic(),
                progress=self._tell,
                begun=verdicts,
            )
        except NothingSuffices as nothing:
            left = _found(self._new, nothing.verdicts)
            return replace(left, findings=found.findings, coarser=self._without(until))
        # What would have given somebody away is what each blank is for.
        return replace(_found(repaired, verdicts), findings=found.findings)

    def _without(self, until: float) -> tuple[str, ...]:
        from confide.statistics.control.coarser import coarser

        ways: list[str] = []
        left = until - monotonic()
        if left > _LOOK_EVERY and not self._stopped.is_set():
            tries = coarser(self._earlier, self._new, seconds=left, progress=self._tell)
            ways += [dim for dim, _ in tries]
        return tuple(dim for dim in ways if dim in NAMES)

    def _tell(self, done: int, of: int) -> bool:
        self._said.put(Step(done, of))
        return not self._stopped.is_set()


def _found(release: Release, verdicts: Verdicts) -> Found:
    findings = verdicts.findings
    disclosed = [each for each in findings if each.outcome is Outcome.DISCLOSED]
    return Found(
        tables=release.tables,
        disclosed=len(disclosed),
        undecided=len(findings) - len(disclosed),
        findings=tuple(_in_words(each) for each in disclosed[:_SHOWN]),
    )


def _contradicted(release: Release) -> Found:
    """Nothing could be decided about any figure: they and earlier ones cannot all be true."""
    said = gettext(
        "These tables and what was published before cannot all be true: no number of people fits "
        "them. What was published stays, so a quarter must have been counted anew or a code "
        "renamed since. Drop this release, and leave tables of that time out of the next."
    )
    figures = sum(len(table.published) for table in release.tables)
    return Found(release.tables, disclosed=0, undecided=figures, findings=((said,),))


def _in_words(verdict: Verdict) -> tuple[str, ...]:
    return tuple(each.say(gettext) for each in explain(verdict.proof)) if verdict.proof else ()
