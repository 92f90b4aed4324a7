"""What becomes of a consent: less, in writing, used, printed to be signed. (CONF-3, CONF-4)"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import Entry, NotVisible, OpenCase, standing
from confide.disclosure.actions._consents import (
    asked_again,
    changed,
    not_yet,
    replaced,
)
from confide.disclosure.models import WRITTEN, ConsentCard, Use
from confide.disclosure.queries import (
    fact_of,
    less_of,
    may_tell_from,
    one_consent,
    printed_consent,
    writings_of,
)
from confide.ledger.record import record
from confide.policy import access, consent
from confide.policy.consent import DOCUMENT, PAPER, PROPOSED, Recipient
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Less:
    """What is left of a consent: the keys of its parts, and perhaps an earlier last day."""

    kept: Collection[str]
    until_on: date | None = None
    words: str = ""


def narrow_consent(
    acting: Acting, opened: OpenCase, old_id: str, less: Less, *, form: str = "", at: datetime
) -> str:
    """Put less in the place of a consent: at once, and without a reason. Answers its id. (CONF-4)

    How the student agreed in the first place is carried over: it still holds for what is left.
    """
    on = timezone.localtime(at).date()
    new_id = form or random_id()

    def narrowed(old: Entry[ConsentCard]) -> Entry[ConsentCard]:
        card = less_of(
            old.card, frozenset(less.kept), until_on=less.until_on, words=less.words, at=at
        )
        return Entry(new_id, msgspec.structs.replace(card, follows=old_id, by=acting.pseudonym))

    def may(old: Entry[ConsentCard]) -> Decision:
        new = fact_of(opened, narrowed(old))
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            consent.may_narrow(fact_of(opened, old), new, on=on),
        )

    decision = may(not_yet(one_consent(opened, old_id), new_id))
    with record("consent.narrowed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        old = asked_again(may, acting, opened, old_id, "consent.narrowed", at, form=new_id)
        replaced(opened, old, narrowed(old), at=at)
    return new_id


def put_in_writing(
    acting: Acting,
    opened: OpenCase,
    old_id: str,
    *,
    document: str = "",
    writing: str = "",
    at: datetime,
) -> str:
    """File the paper on which the student signed what they said, or were asked. (CONF-4)"""
    on = timezone.localtime(at).date()
    if document and document not in dict(writings_of(opened)):
        raise NotVisible
    new_id = random_id()

    def may(old: Entry[ConsentCard]) -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            consent.may_put_in_writing(fact_of(opened, old), writing=document or writing, on=on),
        )

    decision = may(one_consent(opened, old_id))
    with record("consent.written", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        old = asked_again(may, acting, opened, old_id, "consent.written", at)
        card = msgspec.structs.replace(
            old.card,
            way=DOCUMENT if document else PAPER,
            given_at=at if old.card.way == PROPOSED else old.card.given_at,
            document=document,
            writing=writing,
            follows=old_id,
            because=WRITTEN,
            by=acting.pseudonym,
            recorded_at=at,
            uses=(),
        )
        replaced(opened, old, Entry(new_id, card), at=at)
    return new_id


def note_use(
    acting: Acting, opened: OpenCase, consent_id: str, *, act: str, to: int, at: datetime
) -> None:
    """Note that somebody is told that the student comes here, or asked, before it is done. (CONF-3)

    Nothing of the record is told by it, but that the student comes here is confidential too.
    """
    on = timezone.localtime(at).date()
    parties = one_consent(opened, consent_id).card.parties
    if not 0 <= to < len(parties):
        raise NotVisible
    party = parties[to]

    def may(entry: Entry[ConsentCard]) -> Decision:
        recipient = Recipient(party.name, party.role)
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            may_tell_from(opened),
            consent.may_act(fact_of(opened, entry), act, recipient, on=on),
        )

    decision = may(one_consent(opened, consent_id))
    with record("consent.used", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        entry = asked_again(may, acting, opened, consent_id, "consent.used", at)
        uses = (*entry.card.uses, Use(act, party, at, acting.pseudonym))
        changed(opened, entry.id, msgspec.structs.replace(entry.card, uses=uses))


def print_consent(acting: Acting, opened: OpenCase, consent_id: str, *, at: datetime) -> bytes:
    """A recorded consent on paper, for the student to sign. (CONF-4)"""
    entry = one_consent(opened, consent_id)
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        consent.may_print(fact_of(opened, entry), on=timezone.localtime(at).date()),
    )
    paper = printed_consent(entry.card).content if decision else b""
    with record("consent.printed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
    return paper
