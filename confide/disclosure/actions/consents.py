"""Recording what a student agreed to, asking them again, and taking it back. (CONF-4)"""

from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import Entry, OpenCase, standing
from confide.disclosure.actions._consents import (
    AlreadyRecorded,
    agreed_card,
    asked_again,
    changed,
    kept,
    not_yet,
    replaced,
)
from confide.disclosure.models import ConsentCard
from confide.disclosure.queries import Agreed, fact_of, one_consent
from confide.ledger.record import Refused, record
from confide.policy import access, consent
from confide.policy.consent import PROPOSED
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id

__all__ = [
    "Agreed",
    "AlreadyRecorded",
    "give_consent",
    "propose_consent",
    "renew_consent",
    "withdraw_consent",
]


def give_consent(
    acting: Acting, opened: OpenCase, agreed: Agreed, *, form: str = "", at: datetime
) -> str:
    """Record a consent, if it is complete and completely clear. Answers its id. (CONF-4)

    `form` is the id that the form was sent out with: sent twice, it is recorded once.
    """
    on = timezone.localtime(at).date()
    entry = Entry(form or random_id(), agreed_card(acting, opened, agreed, at=at))

    def may() -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            consent.may_agree(fact_of(opened, entry), on=on),
        )

    decision = may()
    with record("consent.given", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again = may()
        if not again:
            raise Refused("consent.given", acting.pseudonym, opened.ref, again, at)
        kept(opened, entry)
    return entry.id


def propose_consent(
    acting: Acting, opened: OpenCase, agreed: Agreed, *, form: str = "", at: datetime
) -> str:
    """Keep what is put to the student, to be printed and signed; it permits nothing yet. (CONF-4)

    Answers its id. When the signed paper is back, `put_in_writing` makes a consent of it.
    """
    card = msgspec.structs.replace(
        agreed_card(acting, opened, agreed, at=at), way=PROPOSED, words="", writing="", document=""
    )
    entry = Entry(form or random_id(), card)
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        consent.may_print(fact_of(opened, entry), on=timezone.localtime(at).date()),
    )
    with record("consent.proposed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        kept(opened, entry)
    return entry.id


def renew_consent(
    acting: Acting, opened: OpenCase, old_id: str, agreed: Agreed, *, form: str = "", at: datetime
) -> str:
    """Record that the student agreed anew; this takes the old consent's place. (CONF-4)"""
    on = timezone.localtime(at).date()
    card = agreed_card(acting, opened, agreed, at=at, follows=old_id)
    entry = Entry(form or random_id(), card)

    def may(old: Entry[ConsentCard]) -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            consent.may_renew(fact_of(opened, old), fact_of(opened, entry), on=on),
        )

    decision = may(not_yet(one_consent(opened, old_id), entry.id))
    with record("consent.renewed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        old = asked_again(may, acting, opened, old_id, "consent.renewed", at, form=entry.id)
        replaced(opened, old, entry, at=at)
    return entry.id


def withdraw_consent(
    acting: Acting, opened: OpenCase, consent_id: str, *, words: str = "", at: datetime
) -> None:
    """Take a consent back, at once: nothing more is told under it. (CONF-4)"""

    def may(entry: Entry[ConsentCard]) -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            consent.may_withdraw(fact_of(opened, entry)),
        )

    decision = may(one_consent(opened, consent_id))
    with record("consent.withdrawn", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        entry = asked_again(may, acting, opened, consent_id, "consent.withdrawn", at)
        withdrawn = msgspec.structs.replace(
            entry.card, withdrawn_at=at, withdrawn_words=words, withdrawn_by=acting.pseudonym
        )
        changed(opened, entry.id, withdrawn)
