"""The student's own way: whom they may ask, and what their side shows. (CONF-3, RECD-6)

Everything here is asked for by nobody's name. Whom one may ask is public; the rest is what the
drawer holds that the words in somebody's hand have opened.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from confide.casework import queries as casework
from confide.casework.models import Asked, DrawerCard, Message
from confide.casework.queries import Mine, OwnFile
from confide.disclosure import queries as disclosure
from confide.disclosure.queries import OwnConsent, OwnTelling
from confide.frontdoor.queries.reaching import terms
from confide.policy import requests
from confide.retention import queries as retention
from confide.retention.queries import OwnWish
from confide.team import queries as team

# What a student changed about themselves; consents and wishes are shown for what they are.
_CHANGES: Final = (requests.SAFE_CONTACT, requests.OWN_WORDS)


@dataclass(frozen=True, slots=True)
class Listener:
    """An officer who may be asked, in one of the schemes: public, all of it."""

    key: str
    pseudonym: str
    scheme: str
    name: str
    title: str
    helps_with: str
    remit: str

    @property
    def for_women(self) -> bool:
        """Whether they represent students who define themselves as women."""
        return self.remit == "women"


@dataclass(frozen=True, slots=True)
class Asking:
    """Something the student asked for, with its id."""

    id: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Said:
    """A message, with the name of whoever wrote it; "" for the student themselves."""

    message: Message
    name: str


@dataclass(frozen=True, slots=True)
class OwnSide:
    """Everything on a student's own side."""

    card: DrawerCard = field(repr=False)
    messages: tuple[Said, ...] = field(repr=False)
    files: tuple[OwnFile, ...] = field(repr=False)
    consents: tuple[OwnConsent, ...] = field(repr=False)
    tellings: tuple[OwnTelling, ...] = field(repr=False)
    wishes: tuple[OwnWish, ...] = field(repr=False)
    asked: tuple[Asking, ...] = field(repr=False)
    today: date

    @property
    def waits(self) -> bool:
        """Whether something is put to them that they have not answered."""
        return any(each.waits for each in self.consents)


def listeners(*, at: datetime) -> tuple[Listener, ...]:
    """Every officer who could be given a request today, by scheme and post."""
    on = timezone.localtime(at).date()
    posts = {post.key: post for post in terms().posts}
    order = list(posts)
    found = [
        Listener(
            key=f"{officer.pseudonym}-{scheme}",
            pseudonym=officer.pseudonym,
            scheme=scheme,
            name=officer.name,
            title=posts[held].title if held in posts else "",
            helps_with=posts[held].helps_with if held in posts else "",
            remit=posts[held].remit if held in posts else "everyone",
        )
        for officer in team.rings_in_office(on=on)
        if team.has_signed(officer)
        for scheme, held in team.held_by(officer, on=on).items()
    ]
    places = {post: number for number, post in enumerate(order)}
    titles = {posts[key].title: places[key] for key in order}
    return tuple(sorted(found, key=lambda each: titles.get(each.title, len(order))))


def own_side(mine: Mine, *, at: datetime) -> OwnSide:
    """What the drawer holds, for its student."""
    on, mine = timezone.localtime(at).date(), casework.read_once(mine)
    items = casework.items_in(mine.drawer)
    names = {sight.officer: sight.name for sight in mine.card.sights}
    messages = [e.card.item for e in items if isinstance(e.card.item, Message)]
    return OwnSide(
        card=mine.card,
        messages=tuple(Said(each, _name(each.by, names)) for each in messages),
        files=tuple(casework.own_files(mine.drawer)),
        consents=tuple(disclosure.own_consents(mine, on=on)),
        tellings=tuple(disclosure.own_tellings(mine)),
        wishes=tuple(retention.own_wishes(mine)),
        asked=tuple(Asking(*each) for each in casework.asked_in(mine.drawer, *_CHANGES)),
        today=on,
    )


def _name(by: str, names: dict[str, str]) -> str:
    if not by:
        return ""
    officer = None if by in names else team.by_pseudonym(by)
    return names.get(by) or (officer.name if officer else "")
