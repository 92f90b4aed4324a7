"""Playing what students ask and write by themselves, by their own words. (CONF-1, RECD-6)"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol

from confide.casework import actions as casework
from confide.casework.actions import Asking
from confide.casework.models import SafeContact
from confide.casework.queries import Allowed, Mine, at_drawer, case_for, enter, leave, requests_for
from confide.site.demonstration import days
from confide.site.demonstration.stories import Requested, Stories
from confide.team.queries import Acting

Happening = tuple[datetime, Callable[[datetime], None]]


class Playing(Protocol):
    """What is asked of whoever plays the stories."""

    made_on: date

    def of_post(self, post: str, at: datetime) -> Acting:
        """Whoever holds a post at that moment."""


def happenings(playing: Playing, stories: Stories, words: dict[str, str]) -> Iterator[Happening]:
    """Everything that comes of the students' own requests; their words are kept by name."""
    for story in stories.requests:
        yield from _Request(playing, story, words).happenings()


class _Request:
    """One request, and the words that it gave its student."""

    def __init__(self, playing: Playing, story: Requested, words: dict[str, str]) -> None:
        self.playing, self.story, self.words = playing, story, words
        self.ref = ""

    def happenings(self) -> Iterator[Happening]:
        yield self._at(self.story.day, self.story.at), self.ask
        if self.story.taken:
            yield self._at(self.story.taken.day, self.story.taken.at), self.take
        for message in self.story.messages:
            yield self._at(message.day, message.at), self.writing(message.words, message.by)

    def ask(self, at: datetime) -> None:
        story = self.story
        safe = story.safe
        asking = Asking(
            student=story.student,
            words=story.words,
            eligibility=story.basis,
            safe=SafeContact(safe.how, safe.when, safe.may_leave_message, safe.may_say_who),
            allowed=Allowed(
                wanted=self.pseudonym(story.wanted, at),
                avoids=frozenset(self.pseudonym(post, at) for post in story.avoids),
                stand_in=story.stand_in,
                said_woman=story.said_woman,
            ),
        )
        requested = casework.request(asking, at=at)
        leave(requested.secret)
        self.words[story.key] = requested.words

    def take(self, at: datetime) -> None:
        if self.story.taken is None:
            return
        acting = self.playing.of_post(self.story.taken.by, at)
        mine = [each for each in requests_for(acting) if each.case.file.about == self.story.words]
        casework.take_request(acting, casework.read_request(acting, mine[0].ref, at=at), at=at)
        self.ref = mine[0].ref

    def writing(self, words: str, by: str) -> Callable[[datetime], None]:
        def write(at: datetime) -> None:
            if by:
                acting = self.playing.of_post(by, at)
                casework.take_in(acting, case_for(acting, self.ref), at=at)
                casework.reply(acting, case_for(acting, self.ref), words, at=at)
                return
            secret = enter(self.words[self.story.key], at=at) or ""
            mine: Mine | None = at_drawer(secret, at=at)
            if mine is not None:
                casework.write(mine, words, at=at)
            leave(secret)

        return write

    def pseudonym(self, post: str, at: datetime) -> str:
        return self.playing.of_post(post, at).pseudonym if post else ""

    def _at(self, offset: int, time: str) -> datetime:
        return days.moment(days.day(offset, self.playing.made_on), time)
