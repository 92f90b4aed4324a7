"""What a student's own side takes, and what the limits let through while somebody floods. (P9)

The side holds what its student wrote and sent over a long case; it is asked for as their browser
asks, at the product's own handler, with connections of its own. Of the flood a whole day is played
through the limits themselves: twenty requests a second, each from any of its addresses, and
somebody genuine at a moment of every ten minutes, each from an address of their own. By turns the
addresses would all have room again at once, which is kinder than a flood is.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.conf import settings
from django.db import connections
from django.test import Client

from bench.figures import SEALED, Work
from bench.presence import asks_for
from bench.timing import alternately, timed
from confide.casework import actions, queries
from confide.policy import crowding
from confide.vault import ways
from confide.web.limits import Limit

ADDRESSES: Final = (1, 100, 1_000)
_A_SECOND: Final = 20
_GENUINE_EVERY: Final = 600
# Whether somebody genuine worked, and whether the flood did.
_WORKED: Final = {
    "without a script": (False, False),
    "with one, and the flood does no work": (True, False),
    "with one, and the flood works as well": (True, True),
}


def measure_way(at: datetime, *, messages: int, runs: int, hours: int) -> list[Work]:
    """The side first, then each flood for so many hours."""
    return [_side(at, messages=messages, runs=runs), *_floods(at, hours=hours)]


def _side(at: datetime, *, messages: int, runs: int) -> Work:
    words, mine = asks_for("Ada Birch", at)
    for number in range(messages):
        moment = at + timedelta(seconds=number)
        letter = actions.bring(f"{number}.pdf", "application/pdf", b"Dear tenant")
        actions.write(mine, "What shall I do about my rent? " * 20, [letter], at=moment)
    secret = queries.enter(words, at=at)
    student = Client(SERVER_NAME="localhost")
    student.cookies[settings.SESSION_COOKIE] = secret or ""

    def looks() -> float:
        connections.close_all()
        return timed(lambda: _finds(student, "Your side"))

    def misses() -> float:
        connections.close_all()
        stranger = Client(headers={"Sec-Fetch-Site": "same-origin"}, SERVER_NAME="localhost")
        return timed(lambda: stranger.post("/write/", {"step": "enter", "words": unknown}))

    unknown = ways.make_words()
    title = f"A student's own side with {messages} messages, a file with each"
    taken = alternately(title, {SEALED: looks, "miss": misses}, runs=runs)
    return Work(title, str(taken[SEALED]), f"words that open nothing: {taken['miss']}")


def _finds(student: Client, words: str) -> None:
    page = student.get("/write/").content.decode()
    if words not in page:
        raise RuntimeError("The side is not there.")


def _floods(at: datetime, *, hours: int) -> list[Work]:
    return [
        Work(
            f"A flood of {hours} h, addresses: {many:,}; whoever is genuine, {said}",
            _through(at, many, *worked, hours=hours),
            "let in",
        )
        for many in ADDRESSES
        for said, worked in _WORKED.items()
    ]


def _through(at: datetime, many: int, genuine: bool, flood: bool, *, hours: int) -> str:
    rooms = {
        worked: [Limit.at(pace) for pace in crowding.paces_of_asking(worked=worked)]
        for worked in (False, True)
    }

    def taken(client: int, moment: datetime, worked: bool) -> bool:
        each, in_all = rooms[worked]
        return each.allows(client, at=moment) and in_all.allows(0, at=moment)

    chance, came, let_in = Random(many), 0, 0
    comes_at = chance.randrange(_GENUINE_EVERY * _A_SECOND)
    for number in range(hours * 3600 * _A_SECOND):
        moment = at + timedelta(seconds=number / _A_SECOND)
        taken(chance.randrange(many), moment, flood)
        if number == comes_at:
            came += 1
            let_in += taken(many + came, moment, genuine)
            following = came * _GENUINE_EVERY * _A_SECOND
            comes_at = following + chance.randrange(_GENUINE_EVERY * _A_SECOND)
    return f"{let_in} of {came}"
