"""What a student decides about their consents by themselves, with no officer at work. (CONF-4)

    agree_as_student(mine, MayBeTold(…), at=now)          of their own accord
    sign_as_student(mine, consent_id, at=now)             what was put to them, or what they said
    narrow_as_student(mine, consent_id, Less(…), at=now)  less of it
    withdraw_as_student(mine, consent_id, at=now)         all of it; or declining what was put
    fetch_as_student(mine, telling_id, part, at=now)      a copy that they take to somebody

Each raises `Refused` with the policy's no, and `NotVisible` for what is not theirs. What they sign
lies in their drawer; the gate reads it there from that moment on, and the record takes it in when
their caseworker next opens the case. In the ledger stands that it was done, and nothing of what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework import actions as casework
from confide.casework.queries import Mine, NotVisible, OpenDrawer
from confide.disclosure.actions.consents_after import Less
from confide.disclosure.actions.tellings import Fetched
from confide.disclosure.models import NARROWED, WRITTEN, ConsentCard, Kept, TellingShown
from confide.disclosure.queries import (
    consent_in,
    consents_in,
    keys_of,
    less_of,
    own_fact,
    own_telling,
)
from confide.ledger.record import Refused, record
from confide.policy import consent, requests
from confide.policy.consent import CONFIRM, CONTACT, GIVE, ONLINE, TELL, Recipient
from confide.policy.decision import Decision
from confide.vault import files
from confide.vault.files import SealedFile

_STUDENT = "student"
May = Callable[[OpenDrawer], Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class MayBeTold:
    """What a student agrees to of their own accord: to whom, in what role, what, why, until when.

    `words` are what may be told, word for word. `kind` CONTACT lets somebody get in touch instead,
    without `words`; `confirm` says that they may then hear that the student comes here.
    """

    recipient: str
    role: str
    purpose: str
    words: str = ""
    until_on: date | None = None
    kind: str = TELL
    confirm: bool = False


def agree_as_student(mine: Mine, said: MayBeTold, *, at: datetime) -> str:
    """Agree that somebody be told, of one's own accord. Answers the consent's id. (CONF-4)"""
    card = _card(said, at)

    def may(drawer: OpenDrawer) -> Decision:
        return consent.may_agree(own_fact(drawer, card), on=_day(at))

    with record("consent.given", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "consent.given", at)
        return _signed(mine, card, about="", at=at)


def sign_as_student(mine: Mine, consent_id: str, *, at: datetime) -> str:
    """Agree in writing to what was put to one, or to what one said. Answers its id. (CONF-4)

    What is signed are the parts that one was shown, by id and title, and the summary word for word.
    """
    shown = consent_in(mine.drawer, consent_id)
    card = msgspec.structs.replace(shown, because=WRITTEN)

    def may(drawer: OpenDrawer) -> Decision:
        fact = own_fact(drawer, consent_in(drawer, consent_id))
        return consent.may_put_in_writing(fact, writing=consent_id, on=_day(at), way=ONLINE)

    with record("consent.written", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "consent.written", at)
        return _signed(mine, card, about=consent_id, at=at)


def narrow_as_student(mine: Mine, consent_id: str, less: Less, *, at: datetime) -> str:
    """Put less in the place of a consent, at once. Answers the new one's id. (CONF-4)"""

    def left(drawer: OpenDrawer) -> ConsentCard:
        old, kept = consent_in(drawer, consent_id), frozenset(less.kept)
        return less_of(old, kept, until_on=less.until_on, words=less.words, at=at)

    def may(drawer: OpenDrawer) -> Decision:
        old = own_fact(drawer, consent_in(drawer, consent_id))
        return consent.may_narrow(old, own_fact(drawer, left(drawer)), on=_day(at))

    with record("consent.narrowed", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        card = left(_still(mine, may, "consent.narrowed", at))
        card = msgspec.structs.replace(card, because=NARROWED)
        return _signed(mine, card, about=consent_id, at=at)


def withdraw_as_student(mine: Mine, consent_id: str, *, words: str = "", at: datetime) -> None:
    """Take a consent back: from this moment nothing is told under it. (CONF-4)"""

    def may(drawer: OpenDrawer) -> Decision:
        return consent.may_withdraw(own_fact(drawer, consent_in(drawer, consent_id)))

    with record("consent.withdrawn", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "consent.withdrawn", at)
        casework.ask(mine, requests.WITHDRAW, about=consent_id, words=words, at=at)


def fetch_as_student(mine: Mine, telling_id: str, part: str, *, at: datetime) -> Fetched:
    """A copy of the extract, or a document of it, for the student to hand on. (CONF-1)

    `part` is one of `OwnTelling.parts`. It was recorded when it was told; that it was fetched is
    recorded before a byte leaves. Under a consent that ended since, nothing does.
    """
    told = own_telling(mine.drawer, telling_id)
    name, kept = _part(told, part)

    def may(drawer: OpenDrawer) -> Decision:
        facts = [own_fact(drawer, each.card, ref=each.id) for each in consents_in(drawer)]
        items = keys_of((item.key for item in told.items), told.summary)
        to = Recipient(told.recipient, told.role)
        return consent.may_tell(facts, to, told.purpose, items, _day(at))

    with record("extract.fetched", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "extract.fetched", at)
    sealed = SealedFile(kept.stored_as, kept.file_key, kept.size)
    return Fetched(name, files.read(sealed, case=mine.case))


def _part(told: TellingShown, part: str) -> tuple[str, Kept]:
    for copy in told.copies:
        if copy.paper is not None and copy.mark == part:
            return "extract.pdf", copy.paper
    for number, file in enumerate(told.files, start=1):
        if file.key == part:
            apart = f"-{number}" if len(told.files) > 1 else ""
            return f"document{apart}{file.ending}", file.content
    raise NotVisible


def _still(mine: Mine, may: May, event: str, at: datetime) -> OpenDrawer:
    """The drawer as it is now, its case held still, if it may still be done."""
    drawer = casework.held_open(mine)
    again = may(drawer)
    if not again:
        raise Refused(event, _STUDENT, mine.case, again, at)
    return drawer


def _signed(mine: Mine, card: ConsentCard, *, about: str, at: datetime) -> str:
    words = msgspec.json.encode(card).decode()
    return casework.ask(mine, requests.AGREE, about=about, words=words, at=at)


def _card(said: MayBeTold, at: datetime) -> ConsentCard:
    may = (GIVE,) if said.kind == TELL else ((CONFIRM,) if said.confirm else ())
    return ConsentCard(
        recipient=said.recipient,
        role=said.role,
        purpose=said.purpose,
        items=(),
        summary=said.words if said.kind != CONTACT else "",
        way=ONLINE,
        given_at=at,
        by="",
        recorded_at=at,
        kind=said.kind,
        may=may,
        until_on=said.until_on,
        writing=_STUDENT,
    )


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
