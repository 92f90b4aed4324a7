"""Breaking confidence, or deciding not to, and what is added afterwards. (BRCH-1 to BRCH-5)

Each entry of the ledger is about the record's own id and not about the case: the ledger outlives
both, and whoever holds a certificate of the case's destruction must not find there that confidence
was broken. Clause and words are the same under either ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import NotVisible, OpenCase, standing
from confide.disclosure.actions._breaching import (
    Prepared,
    Typed,
    asking,
    begun_before,
    card_of,
    may_go_on,
    newly_given,
    prepared,
    write,
)
from confide.disclosure.actions._breaching_copy import copied, kept_or_removed, with_copy
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import (
    ADVICE,
    CORRECTION,
    TOLD,
    Breach,
    BreachNote,
    BreachNoteCard,
)
from confide.disclosure.queries import (
    OpenBreach,
    breach_given,
    record_fact_of,
    whom_to_ask,
)
from confide.ledger import history
from confide.ledger.record import Refused, record
from confide.policy import access, breach
from confide.policy.decision import Decision, all_of
from confide.team.models import Officer
from confide.team.queries import Acting, mail_addresses
from confide.vault.models import Grant
from confide.vault.primitives import random_id
from confide.web import mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What is added to a record; `form` is the id that the sheet went out with."""

    words: str = ""
    happened_at: datetime
    form: str = ""


def ask_the_others(acting: Acting, opened: OpenCase, typed: Typed, *, at: datetime) -> str:
    """Put the question to every colleague’s desk at once. Answers the record’s id. (BRCH-3)

    What was typed so far is kept as the record that is begun; whoever is asked reads it.
    """
    found = begun_before(acting, opened, typed)
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        may_go_on(acting, found, typed),
        breach.may_ask(typed.fact, at=at),
    )
    ready = _prepared(acting, opened, found, under=decision, event="breach.asked", at=at)
    card = card_of(acting, opened, ready, typed, state=breach.BEGUN, at=at)
    with record("breach.asked", by=acting.pseudonym, about=ready.id, under=decision, at=at):
        write(acting, opened, ready, asking(card, ready.others, at=at), event="breach.asked", at=at)
    known = {each.officer for each in card.asked}
    mail.notify(mail_addresses(each for each in ready.others if each.pseudonym not in known))
    return ready.id


def keep_for_later(acting: Acting, opened: OpenCase, typed: Typed, *, at: datetime) -> str:
    """Keep a record that is to be completed, for whoever had to act first. Answers its id. (BRCH-5)

    Nobody is asked by it, and it permits nothing; it stays open until it is complete.
    """
    found = begun_before(acting, opened, typed)
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        may_go_on(acting, found, typed),
        breach.may_keep(typed.fact, at=at),
    )
    ready = _prepared(acting, opened, found, under=decision, event="breach.begun", at=at)
    card = card_of(acting, opened, ready, typed, state=breach.BEGUN, at=at)
    with record("breach.begun", by=acting.pseudonym, about=ready.id, under=decision, at=at):
        write(acting, opened, ready, card, event="breach.begun", at=at)
    return ready.id


def break_confidence(acting: Acting, opened: OpenCase, typed: Typed, *, at: datetime) -> str:
    """Record, complete and for good, that confidence is broken. Answers its id. (BRCH-4, BRCH-5)

    With it an extract is made, if one was asked for; `fetch_breach` hands it out afterwards.
    """
    found = begun_before(acting, opened, typed)
    fact = replace(typed.fact, others_asked=found is not None and bool(found.card.asked))
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        may_go_on(acting, found, typed),
        breach.may_break(fact, at=at),
    )
    ready = _prepared(acting, opened, found, under=decision, event="breach.decided", at=at)
    copy = copied(acting, opened, typed)
    with (
        kept_or_removed(copy),
        record("breach.decided", by=acting.pseudonym, about=ready.id, under=decision, at=at),
    ):
        card = card_of(acting, opened, ready, typed, state=breach.BROKEN, at=at)
        card = with_copy(msgspec.structs.replace(card, decided_at=at), copy)
        write(acting, opened, ready, card, event="breach.decided", at=at)
    return ready.id


def decide_against(acting: Acting, opened: OpenCase, typed: Typed, *, at: datetime) -> str:
    """Record that breaking confidence was considered, and not done. (BRCH-4, BRCH-5)

    The ledger’s entry is that of any decision: whether somebody was told is not in it.
    """
    found = begun_before(acting, opened, typed)
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        may_go_on(acting, found, typed),
        breach.may_leave(typed.fact),
    )
    ready = _prepared(acting, opened, found, under=decision, event="breach.decided", at=at)
    card = card_of(acting, opened, ready, typed, state=breach.LEFT, at=at)
    with record("breach.decided", by=acting.pseudonym, about=ready.id, under=decision, at=at):
        left = msgspec.structs.replace(card, decided_at=at)
        write(acting, opened, ready, left, event="breach.decided", at=at)
    return ready.id


def read_breach(acting: Acting, breach_id: str, *, at: datetime) -> OpenBreach:
    """Open a record that was given to one; the first time in a session is an entry. (BRCH-3)"""
    opened = breach_given(acting, breach_id)
    decision = breach.may_read_record(standing(acting))
    since = acting.session_started_at
    if not history.recorded("breach.read", about=breach_id, by=acting.pseudonym, since=since):
        with record("breach.read", by=acting.pseudonym, about=breach_id, under=decision, at=at):
            pass
    return opened


def advise(acting: Acting, opened: OpenBreach, added: Added, *, at: datetime) -> None:
    """Answer whoever decides: with advice, or only by having read it. It gates nothing. (BRCH-4)"""
    decision = breach.may_advise(record_fact_of(acting, opened.card), standing(acting))
    with record("breach.advised", by=acting.pseudonym, about=opened.id, under=decision, at=at):
        _add(acting, opened, ADVICE, added, at=at)


def correct(acting: Acting, opened: OpenBreach, added: Added, *, at: datetime) -> None:
    """Add a correction to one’s own complete record, which stays as it is. (BRCH-5)"""
    decision = breach.may_add(
        record_fact_of(acting, opened.card),
        words=added.words,
        happened_at=added.happened_at,
        at=at,
    )
    with record("breach.corrected", by=acting.pseudonym, about=opened.id, under=decision, at=at):
        _add(acting, opened, CORRECTION, added, at=at)


def tell_a_colleague(acting: Acting, opened: OpenBreach, added: Added, *, at: datetime) -> None:
    """Record that a colleague was told after all, whom, and when. (BRCH-3)"""
    decision = breach.may_add(
        record_fact_of(acting, opened.card),
        words=added.words,
        happened_at=added.happened_at,
        at=at,
    )
    with record("breach.shared", by=acting.pseudonym, about=opened.id, under=decision, at=at):
        _add(acting, opened, TOLD, added, at=at)


def tell_the_others(
    acting: Acting, case: OpenCase, opened: OpenBreach, added: Added, *, at: datetime
) -> None:
    """Put one’s own complete record to every colleague’s desk at once. (BRCH-3)"""
    others = whom_to_ask(acting, case, on=timezone.localtime(at).date())
    decision = all_of(
        access.may_work(standing(acting, case.ref)),
        breach.may_tell_the_others(record_fact_of(acting, opened.card), there_are=bool(others)),
    )
    if not decision:
        raise Refused("breach.shared", acting.pseudonym, opened.id, decision, at)
    given = newly_given(acting, opened, others, under=decision)
    with record("breach.shared", by=acting.pseudonym, about=opened.id, under=decision, at=at):
        held_still(case)
        _add(acting, opened, TOLD, added, asked=others, at=at)
        Grant.objects.bulk_create(given)
    mail.notify(mail_addresses(others))


def _prepared(
    acting: Acting,
    opened: OpenCase,
    found: OpenBreach | None,
    *,
    under: Decision,
    event: str,
    at: datetime,
) -> Prepared:
    # A refused decision makes no keys.
    if not under:
        raise Refused(event, acting.pseudonym, found.id if found else random_id(), under, at)
    return prepared(acting, opened, found, under=under, at=at)


def _add(
    acting: Acting,
    opened: OpenBreach,
    kind: str,
    added: Added,
    *,
    asked: Sequence[Officer] = (),
    at: datetime,
) -> None:
    rows = Breach.objects.select_for_update().filter(id=opened.id, about__being_destroyed=False)
    if not rows.exists():
        raise NotVisible
    card = BreachNoteCard(
        kind=kind,
        by=acting.pseudonym,
        happened_at=added.happened_at,
        added_at=at,
        words=added.words,
        form=added.form,
        asked=tuple(each.pseudonym for each in asked),
    )
    for row in BreachNote.objects.filter(breach=opened.row):
        before = row.take(opened.keys, BreachNoteCard)
        if added.form and (before.form, before.by) == (card.form, card.by):
            raise AlreadyRecorded
    note = BreachNote(breach=opened.row)
    note.put(opened.keys, card)
    note.save(force_insert=True)
