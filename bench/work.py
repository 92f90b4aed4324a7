"""Timing what is no page: extracts, nights, verifying, memory."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bench.figures import Work
from bench.founding import Person
from bench.plain import models as plain
from bench.progress import tell
from bench.sizes import Sizes
from bench.timing import Times, in_words, timed
from confide.casework.models import Case
from confide.casework.queries import OpenCase, case_for
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, ToTell
from confide.disclosure.queries import Ask, compose, items_of, live_consents, printed
from confide.ledger.entry import Told, place, stamp
from confide.ledger.history import next_place
from confide.ledger.models import Entry
from confide.policy import retention
from confide.retention import actions as forgetting
from confide.vault.primitives import random_id
from confide.web import clock

_AT_ONCE = 5000
_ITEMS = 10


def measure_extract(person: Person, ref: str, sizes: Sizes) -> list[Work]:
    """Tell somebody ten passages of the largest case, on paper."""
    at = clock.now()
    acting = person.acting(at)
    opened = case_for(acting, ref)
    ask = _agreed(person, opened, at)
    consent = live_consents(opened, on=timezone.localtime(at).date())[0].card

    def make() -> object:
        # A mark of its own each time: the typesetter remembers what it has set before.
        return printed(compose(acting, opened, ask, consent, mark=random_id()[:9]))

    paper = _often(make, sizes.runs, "Making extracts")
    telling = ToTell(ask=ask, how="By hand")
    whole = _often(
        lambda: disclosure.tell(acting, opened, telling, at=at), sizes.runs, "Telling somebody"
    )
    return [
        Work(f"Extract of {_ITEMS} passages as a tagged PDF", str(paper)),
        Work("Telling somebody: both questions at the gate, PDF, sealing, entry", str(whole)),
    ]


def measure_nights() -> list[Work]:
    """Announce every case, then destroy them all; and the rows of the twin, for comparison."""
    now = clock.now()
    today = timezone.localtime(now).date()
    cases = Case.objects.count()
    Case.objects.update(destroy_on=today + retention.COOL_OFF)
    announcing = _night(now, cases, announced=cases, destroyed=0)
    later = now + retention.COOL_OFF + timedelta(days=1)
    destroying = _night(later, cases, announced=0, destroyed=cases)
    # As many as there are in clear, each with its own commit as well.
    refs = list(plain.Case.objects.values_list("id", flat=True))
    deleting = 0.0
    for number, ref in enumerate(refs, start=1):
        deleting += timed(plain.Case.objects.get(id=ref).delete)
        tell("Deleting plain cases", number, len(refs))
    return [
        _by_the_piece(f"A night that announces {cases:,} cases", announcing, cases, "announced"),
        _by_the_piece(f"A night that destroys {cases:,} cases", destroying, cases, "destroyed"),
        _by_the_piece(
            f"Deleting the rows of {len(refs):,} plain cases", deleting, len(refs), "deleted"
        ),
    ]


def measure_verifying(sizes: Sizes) -> list[Work]:
    """Fill the ledger up, and run `confide verify` as a host would."""
    _fill_ledger(sizes.entries)
    command = [sys.executable, "-c", "from confide.site.command import main; main()"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "confide.site.settings"}
    words = [*command, "verify", "--data", str(settings.DATA)]
    times = []
    for run in range(sizes.verify_runs):
        times.append(timed(lambda: _verified(words, environment, sizes.entries)))
        tell("Verifying", run + 1, sizes.verify_runs)
    taken = Times(tuple(times))
    each = f"{sizes.entries / taken.middle:,.0f} entries a second, start included"
    return [Work(f"`confide verify` of {sizes.entries:,} entries", str(taken), each)]


def _night(at: datetime, cases: int, *, announced: int, destroyed: int) -> float:
    done: list[forgetting.Night] = []

    def night() -> None:
        done.append(forgetting.nightly(at, confirmed=True, tell=tell))

    seconds = timed(night)
    if (done[0].announced, done[0].destroyed) != (announced, destroyed):
        raise RuntimeError(f"That night was to do another thing: {done[0]}, of {cases} cases.")
    return seconds


def _by_the_piece(title: str, seconds: float, pieces: int, verb: str) -> Work:
    return Work(title, in_words(seconds), f"{pieces / seconds:,.0f} {verb} a second")


def _agreed(person: Person, opened: OpenCase, at: datetime) -> Ask:
    items = tuple(item.key for item in items_of(opened) if not item.document)[:_ITEMS]
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="More time for an essay", items=items)
    agreed = Agreed(
        ask=ask,
        spoken=True,
        given_at=at,
        words="Yes, tell Dr Sen these things.",
        clarity="I read each of them out, and she said yes to each.",
    )
    disclosure.give_consent(person.acting(at), opened, agreed, at=at)
    return ask


def _often(do: Callable[[], object], runs: int, title: str) -> Times:
    do()
    times = []
    for run in range(runs):
        times.append(timed(do))
        tell(title, run + 1, runs)
    return Times(tuple(times))


def _fill_ledger(size: int) -> None:
    """Entries as the ledger places them, many to a commit: one by one it would take long."""
    told = Told(stamp(clock.now()), "case.read", random_id(), random_id(), "CONF-1", "allowed")
    position, after = next_place()
    rows = []
    for number in range(position, size):
        placed = place(number, after, told._replace(about=random_id()))
        after = placed.leaf
        rows.append(Entry.of(placed))
        if len(rows) == _AT_ONCE or number == size - 1:
            Entry.objects.bulk_create(rows, batch_size=100)
            rows = []
            tell("Filling the ledger", number + 1, size)


def _verified(words: list[str], environment: dict[str, str], size: int) -> None:
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    if f"All {Entry.objects.count()} entries" not in done.stdout:
        raise RuntimeError(f"Verifying {size} entries said: {done.stdout}{done.stderr}")
