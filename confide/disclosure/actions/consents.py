"""Recording what a student agreed to, and taking it back. (CONF-4)"""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import Entry, NotVisible, OpenCase, standing
from confide.disclosure.models import AgreedItem, Consent, ConsentCard
from confide.disclosure.queries import Ask, fact_of, items_of, one_consent
from confide.ledger.record import Refused, record
from confide.policy import access, consent
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id


class AlreadyRecorded(Exception):  # noqa: N818 (it reads as what happened)
    """This very form was sent before: what it says was recorded then, and is not a second time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a student agreed to, as it is typed. A written one names a paper or a document."""

    ask: Ask
    spoken: bool
    given_at: datetime
    until_on: date | None = None
    words: str = ""
    clarity: str = ""
    heard_by: str = ""
    writing: str = ""
    document: str = ""


def give_consent(
    acting: Acting, opened: OpenCase, agreed: Agreed, *, form: str = "", at: datetime
) -> str:
    """Record a consent, spoken or written, if it is completely clear. Answers its id. (CONF-4)

    `form` is the id that the form was sent out with: sent twice, it is recorded once.
    """
    on = timezone.localtime(at).date()
    entry = Entry(form or random_id(), _card(acting, opened, agreed, at=at))
    decision = all_of(
        access.may_work(standing(acting, opened.ref)), consent.may_agree(fact_of(entry), on=on)
    )
    with record("consent.given", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        if Consent.objects.filter(id=entry.id).exists():
            raise AlreadyRecorded
        row = Consent(id=entry.id, case=case)
        row.put(opened.keys, entry.card)
        row.save(force_insert=True)
    return entry.id


def withdraw_consent(
    acting: Acting, opened: OpenCase, consent_id: str, *, words: str = "", at: datetime
) -> None:
    """Take a consent back, at once: nothing more is told under it. (CONF-4)"""
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        consent.may_withdraw(fact_of(one_consent(opened, consent_id))),
    )
    with record("consent.withdrawn", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        entry = one_consent(opened, consent_id)
        still = consent.may_withdraw(fact_of(entry))
        if not still:
            raise Refused("consent.withdrawn", acting.pseudonym, opened.ref, still, at)
        row = Consent.objects.get(id=entry.id)
        withdrawn = msgspec.structs.replace(
            entry.card, withdrawn_at=at, withdrawn_words=words, withdrawn_by=acting.pseudonym
        )
        row.put(opened.keys, withdrawn)
        row.save(update_fields=["sealed"])


def _card(acting: Acting, opened: OpenCase, agreed: Agreed, *, at: datetime) -> ConsentCard:
    titles = {item.key: item.title for item in items_of(opened)}
    wanted = list(dict.fromkeys(agreed.ask.items))
    if not titles.keys() >= {*wanted, *filter(None, [agreed.document])}:
        raise NotVisible
    return ConsentCard(
        recipient=agreed.ask.recipient,
        role=agreed.ask.role,
        purpose=agreed.ask.purpose,
        items=tuple(AgreedItem(key, titles[key]) for key in wanted),
        summary=agreed.ask.summary,
        spoken=agreed.spoken,
        given_at=agreed.given_at,
        by=acting.pseudonym,
        recorded_at=at,
        words=agreed.words,
        clarity=agreed.clarity if agreed.spoken else "",
        heard_by=agreed.heard_by if agreed.spoken else "",
        writing="" if agreed.spoken else agreed.writing,
        document="" if agreed.spoken else agreed.document,
        until_on=agreed.until_on,
    )
