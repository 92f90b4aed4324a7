"""Every way in which a request and a drawer are read, and every way in which figures leave. (P8)

In the manner of `every_way`: what the clauses say, beside what the rules answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Final

from confide.policy import requests, statistics
from confide.policy.statistics import Audited
from tests.policy.every_way import ACTORS, BOUND, COME, DAY, REMITS, TODAY, Row, fits

_NO: Final = (True, False)
_QUARTERS: Final = {"none": set(), "closed": {"2026-Q2"}, "both": {"2026-Q2", "2026-Q4"}}
_CLOSED: Final = {f"2025-Q{n}" for n in (1, 2, 3, 4)} | {"2026-Q1", "2026-Q2"}
# Of resolved cases nothing leaves about the first four quarters.
_RESOLVED: Final = {(): True, ("2026-Q2",): True, ("2025-Q4",): False}
_KINDS: Final = (*requests.ASKS, "another")


def requested() -> Iterator[Row]:
    """Seat: a request given to those whom its student allows, read by them, taken by one."""
    for who, (remit, woman), avoided, wanted in product(ACTORS, REMITS, _NO, _NO):
        given = requests.may_receive(
            ACTORS[who], remit=remit, said_woman=bool(woman), avoided=avoided, asked_for=wanted
        )
        may = who in COME and fits(remit, woman) and not avoided and wanted
        yield may, given, (who, remit, woman, avoided, wanted)
    for who, mine, days, avoided, untaken in product(ACTORS, _NO, (-1, 0, 1), _NO, _NO):
        read = requests.may_read_request(
            replace(ACTORS[who], avoided=avoided),
            asked_for_me=mine,
            stands_in_from=TODAY + days * DAY,
            on=TODAY,
        )
        may = who in COME and not avoided and (mine or days <= 0)
        yield may, read, (who, mine, days, avoided)
        yield may and untaken, requests.may_take(read, untaken=untaken), (who, mine, days, untaken)


def drawer() -> Iterator[Row]:
    """Student: what is asked from their own side, by their own keys and no others."""
    for kind, genuine in product(_KINDS, _NO):
        asked = requests.may_ask(kind, genuine=genuine)
        yield kind in requests.ASKS and genuine, asked, (kind, genuine)


def released() -> Iterator[Row]:
    """Release: closed quarters, audited with all that was released, by two officers."""
    for who, taken, resolved in product(ACTORS, _QUARTERS, _RESOLVED):
        may = who in BOUND and taken == "closed" and _RESOLVED[resolved]
        answer = statistics.may_take(
            ACTORS[who], quarters=_QUARTERS[taken], closed=_CLOSED, resolved=resolved
        )
        yield may, answer, (who, taken, resolved)
    for who, disclosed, undecided, after, own in product(ACTORS, (0, 1), (0, 1), (6, 7, 8), _NO):
        audited = Audited(disclosed=disclosed, undecided=undecided, after=after)
        clean = who in BOUND and not disclosed and not undecided and after == 7
        facts = (who, disclosed, undecided, after, own)
        for flag in _NO:
            proposed = statistics.may_propose(ACTORS[who], audited, waits=flag, newest=7)
            confirmed = statistics.may_confirm(
                ACTORS[who], audited, is_proposer=own, as_seen=flag, newest=7
            )
            yield clean and not flag, proposed, (*facts, flag)
            yield clean and flag and not own, confirmed, (*facts, flag)
