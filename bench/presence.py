"""Whether anything the public side answers, or how long it takes, tells who uses the service. (P3)

Two worlds lie side by side, with the same officers and as many requests; in one of them a student
asked whom somebody wishes to know of, in the other somebody else did. Each page is asked of both,
and each kind of words that open nothing is sent beside another kind, by turns and in a random order
within each pair. The answers must be the same bytes, and the times alike within the bound. Beside
them runs a comparison with a delay planted into one arm, which must be found.

No network is between: the product's own handler is called in this process, which is kinder to
whoever measures than any line. (CONF-3)
"""

import random
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import Final

from django.conf import settings
from django.db import connections
from django.http import HttpResponseBase
from django.test import Client

from bench.equivalence import Difference, compare, held
from bench.figures import Work
from bench.progress import tell
from confide.casework import actions, queries
from confide.casework.actions import Asking
from confide.casework.models import SafeContact
from confide.casework.queries import Allowed, Mine
from confide.retention import actions as forgetting
from confide.vault import ways

# A tenth of a millisecond: over the internet, with thousands of tries, differences below that have
# been hard to see (Crosby, Wallach and Riedi 2009 put the limit at 15 to 100 microseconds).
BOUND: Final = 100e-6
PLANTED: Final = 200e-6
WITH: Final = "with"
WITHOUT: Final = "without"
_PAGES: Final = ("/", "/who-helps/", "/promises/", "/hours.json", "/write/", "/nothing/")
_PLANTED: Final = "Planted: 0.2 ms more for words that were given up"

Arm = Callable[[], HttpResponseBase]


class Told(Exception):  # noqa: N818 (it reads as what happened)
    """Two answers that were to be the same are not, or a time tells one arm from the other."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of each kind that open nothing, and the secret of a session that was left."""

    unknown: str
    given_up: str
    destroyed: str
    ended: str = field(repr=False)


class Worlds:
    """Two services in two folders, and a way from one to the other between two requests."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._addresses = count(1)

    def make(self, at: datetime) -> Words:
        """Have students ask, give words up and have a record destroyed; then part the worlds."""
        for name in ("Ada Birch", "Cem Dogan"):
            asks_for(name, at)
        words = Words(ways.make_words(), _gives_up(at), _has_destroyed(at), _ended(at))
        connections.close_all()
        for world, name in ((WITH, "Dana Whitlock"), (WITHOUT, "Jo Li")):
            (self._place / world).mkdir()
            for alias in ("default", "keys"):
                shutil.copy(self._file(alias), self._place / world)
            self.go_to(world)
            asks_for(name, at)
            connections.close_all()
        return words

    def go_to(self, world: str) -> None:
        """From the next connection on, it is this world."""
        connections.close_all()
        for alias in ("default", "keys"):
            path = self._place / world / self._file(alias).name
            connections[alias].settings_dict["NAME"] = path

    def get(self, path: str) -> HttpResponseBase:
        """A page, by somebody who was never here."""
        return self._visitor().get(path)

    def enter(self, words: str) -> HttpResponseBase:
        """Ten words, sent."""
        return self._visitor().post("/write/", {"step": "enter", "words": words})

    def destroy(self, secret: str) -> HttpResponseBase:
        """Whoever holds this cookie asks that all be destroyed."""
        visitor = self._visitor()
        visitor.cookies[settings.SESSION_COOKIE] = secret
        return visitor.post("/write/", {"step": "destroy"})

    def _visitor(self) -> Client:
        # Each from an address of their own: the limits are another matter.
        number = next(self._addresses)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {"Sec-Fetch-Site": "same-origin"}
        return Client(headers=headers, SERVER_NAME="localhost", REMOTE_ADDR=address)

    @staticmethod
    def _file(alias: str) -> Path:
        return Path(settings.DATABASES[alias]["NAME"])


def measure_presence(place: Path, at: datetime, *, pairs: int, strict: bool = True) -> list[Work]:
    """Compare every pair of arms, in the bytes and in so many pairs of runs.

    Raises `Told` if an answer differs, if one arm is not alike the other, or if the planted delay
    is not found. `strict`: false where there are too few runs to say anything of times.
    """
    worlds = Worlds(place)
    arms = _arms(worlds, worlds.make(at))
    found = {title: _compared(title, worlds, two, pairs=pairs) for title, two in arms.items()}
    alike = held({title: each.p_alike for title, each in found.items()})
    if strict and alike != found.keys() - {_PLANTED}:
        raise Told(f"Alike: {sorted(alike)}, of {sorted(found)}: {found}")
    return [_line(title, each, alike, pairs) for title, each in found.items()]


_Two = tuple[tuple[str, Arm], tuple[str, Arm]]


def _arms(worlds: Worlds, words: Words) -> Mapping[str, _Two]:
    def both(do: Arm) -> _Two:
        return (WITH, do), (WITHOUT, do)

    def here(one: Arm, other: Arm) -> _Two:
        return (WITH, one), (WITH, other)

    def unknown() -> HttpResponseBase:
        return worlds.enter(words.unknown)

    def given_up() -> HttpResponseBase:
        return worlds.enter(words.given_up)

    def slower() -> HttpResponseBase:
        answer, until = given_up(), perf_counter() + PLANTED
        while perf_counter() < until:
            pass
        return answer

    pages = {
        f"`{path}`, with the student and without": both(partial(worlds.get, path))
        for path in _PAGES
    }
    return {
        **pages,
        "Unknown words, with the student and without": both(unknown),
        "Unknown words and words given up": here(unknown, given_up),
        "Unknown words and words of what was destroyed": here(
            unknown, lambda: worlds.enter(words.destroyed)
        ),
        "Asking for destruction in a session that never was, and in one that ended": here(
            lambda: worlds.destroy(token_hex(26)), lambda: worlds.destroy(words.ended)
        ),
        _PLANTED: here(unknown, slower),
    }


def _compared(title: str, worlds: Worlds, two: _Two, *, pairs: int) -> Difference:
    chance = random.Random(title)
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(pairs):
        seen: dict[int, object] = {}
        for arm in chance.sample((0, 1), 2):
            world, do = two[arm]
            worlds.go_to(world)
            began = perf_counter()
            answer = do()
            taken[arm].append(perf_counter() - began)
            seen[arm] = _seen(answer)
        if seen[0] != seen[1]:
            raise Told(f"{title}: the answers differ.")
        tell(title, number + 1, pairs)
    return compare(*taken, bound=BOUND)


def _seen(answer: HttpResponseBase) -> object:
    """All of an answer that whoever sent the request, or the line, can see."""
    # The value of a new cookie is random; that there is one, and how long, is not.
    cookies = [(name, len(each.value), each["max-age"]) for name, each in answer.cookies.items()]
    return answer.status_code, answer.getvalue(), sorted(answer.items()), cookies


def _line(title: str, found: Difference, alike: Collection[str], pairs: int) -> Work:
    low, mean, high = (f"{each * 1e6:+.1f}" for each in (found.low, found.mean, found.high))
    said = "alike" if title in alike else "**not alike**"
    return Work(title, f"{mean} µs ({low} to {high})", f"{said}, {pairs:,} pairs")


def asks_for(name: str, at: datetime) -> tuple[str, Mine]:
    asking = Asking(
        student=name,
        words="It is about my rent.",
        eligibility="registered",
        safe=SafeContact(),
        allowed=Allowed(),
    )
    letter = actions.bring("letter.pdf", "application/pdf", b"Dear tenant")
    asked = actions.request(asking, [letter], at=at)
    mine = queries.at_drawer(asked.secret, at=at)
    if mine is None:
        raise RuntimeError("The new words do not open the new drawer.")
    return asked.words, mine


def _gives_up(at: datetime) -> str:
    words, mine = asks_for("Bo Ek", at)
    actions.renew_words(mine, ways.make_words(), at=at)
    return words


def _has_destroyed(at: datetime) -> str:
    words, mine = asks_for("Cy Fay", at)
    forgetting.destroy_as_student(mine, at=at)
    return words


def _ended(at: datetime) -> str:
    words, _ = asks_for("Di Gee", at)
    secret = queries.enter(words, at=at)
    if secret is None:
        raise RuntimeError("The words open nothing.")
    queries.leave(secret)
    return secret
