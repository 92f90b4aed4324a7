"""A student's own side of what may be told and what was, from their opened drawer. (CONF-4)

    own_consents(mine, on=today)     each with what the student may do with it today
    own_tellings(mine)               what was told to whom, and each copy's mark

Pseudonyms in `by` are officers'; "" is the student themselves.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import msgspec

from confide.casework.queries import Entry, Mine, NotVisible, OpenDrawer, asked_in, shown_in
from confide.disclosure.models import CARD, CONSENT, TELLING, ConsentCard, TellingShown
from confide.disclosure.queries.consents import fact_of_card
from confide.disclosure.queries.consents_agreed import Part, parts_of
from confide.disclosure.queries.consents_asked import with_asked
from confide.policy import consent
from confide.policy.consent import AUTHORITY, ONLINE, PROPOSED, ConsentFact
from confide.policy.decision import Decision
from confide.policy.requests import AGREE, WITHDRAW


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnConsent:
    """A consent as its student sees it: whether it holds today, and what they may do with it.

    `waits` says that it was put to them and they have not answered: to sign it is to agree, to
    withdraw it is to decline. `parts` are what they may take out of it, by the key that is typed;
    `read` is what is put to them, each with its title and the words that are written there.
    """

    id: str
    card: ConsentCard = field(repr=False)
    live: bool
    waits: bool
    ended_with_case: bool
    may_sign: Decision
    may_withdraw: Decision
    parts: tuple[Part, ...]
    read: tuple[tuple[str, str], ...] = field(repr=False, default=())

    @property
    def may_narrow(self) -> bool:
        """Whether some of it can be left out, or an earlier last day be given."""
        return self.live


@dataclass(frozen=True, slots=True)
class OwnTelling:
    """What was told to somebody under a consent, as the student sees it."""

    id: str
    told: TellingShown = field(repr=False)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What the student takes to the recipient: each part, to be fetched, and its label.

        A copy has its mark for a label, a document its name.
        """
        copies = [(copy.mark, copy.mark) for copy in self.told.copies if copy.paper]
        return [*copies, *((file.key, file.label) for file in self.told.files)]


def own_consents(mine: Mine, *, on: date) -> list[OwnConsent]:
    """Every consent there ever was, the newest first, with what the student has said since."""
    entries = sorted(consents_in(mine.drawer), key=lambda e: e.card.recorded_at, reverse=True)
    words = {shown.about: shown.words for _, shown in shown_in(mine.drawer)}
    return [_own(mine.drawer, e, words.get(e.id, {}), on=on) for e in entries]


def own_tellings(mine: Mine) -> list[OwnTelling]:
    """Everything that was told under the student's consent, the newest first."""
    found = [
        OwnTelling(shown.about, own_telling(mine.drawer, shown.about))
        for _, shown in shown_in(mine.drawer)
        if shown.kind == TELLING
    ]
    return sorted(found, key=lambda each: each.told.told_at, reverse=True)


def own_telling(drawer: OpenDrawer, telling_id: str) -> TellingShown:
    """One telling that a drawer shows, or `NotVisible`."""
    for _, shown in shown_in(drawer):
        if (shown.kind, shown.about) == (TELLING, telling_id):
            return msgspec.json.decode(shown.words[CARD], type=TellingShown)
    raise NotVisible


def consents_in(drawer: OpenDrawer) -> list[Entry[ConsentCard]]:
    """The consents that a drawer shows, with what its student asked since."""
    shown = [
        Entry(item.about, msgspec.json.decode(item.words[CARD], type=ConsentCard))
        for _, item in shown_in(drawer)
        if item.kind == CONSENT
    ]
    return with_asked(shown, asked_in(drawer, AGREE, WITHDRAW))


def consent_in(drawer: OpenDrawer, consent_id: str) -> ConsentCard:
    """One consent of the student's own, or `NotVisible`."""
    found = next((entry for entry in consents_in(drawer) if entry.id == consent_id), None)
    if found is None:
        raise NotVisible
    return found.card


def own_fact(drawer: OpenDrawer, card: ConsentCard, *, ref: str = "") -> ConsentFact:
    """A consent as the policy weighs it, from what the drawer knows of the case."""
    over = datetime.max.replace(tzinfo=UTC) if drawer.card.resolved_on else None
    resolved_at = over or drawer.card.reopened_at
    return fact_of_card(card, ref=ref, resolved_at=resolved_at)


def _own(
    drawer: OpenDrawer, entry: Entry[ConsentCard], words: dict[str, str], *, on: date
) -> OwnConsent:
    fact = own_fact(drawer, entry.card, ref=entry.id)
    live = consent.is_live(fact, on)
    signed = consent.may_put_in_writing(fact, writing=entry.id, on=on, way=ONLINE)
    return OwnConsent(
        id=entry.id,
        card=entry.card,
        live=live,
        waits=fact.way == PROPOSED and bool(signed),
        ended_with_case=fact.resolved and fact.kind == AUTHORITY,
        may_sign=signed,
        may_withdraw=consent.may_withdraw(fact),
        parts=tuple(parts_of(entry.card)),
        read=tuple((item.title, words.get(item.key, "")) for item in entry.card.items),
    )
