"""Writing a breach record: what asking, breaking and deciding against share. (BRCH-5)

Nothing here records. `prepared`, which makes keys, is slow and comes before the record; `write` is
called inside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still, keep_at_least_until
from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import (
    AgreedItem,
    AskedColleague,
    Breach,
    BreachCard,
    CitedAdvice,
)
from confide.disclosure.queries import (
    OpenBreach,
    advice_to_cite,
    breach_typed_on,
    breaches_of,
    items_of,
    one_breach,
    record_fact_of,
    whom_to_ask,
)
from confide.ledger.record import Refused
from confide.policy import breach
from confide.policy.breach import BreachFact, RecordFact
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import files, grants
from confide.vault.files import SealedFile
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import random_id

# What stands in the record just as it was stated, whatever the decision.
_AS_STATED = (
    "ground", "student", "outline", "believes", "consulted", "achieves", "recipient", "role",
    "told_at", "obliged",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One sheet as it was typed: the facts, and what the record keeps besides.

    `record` is the record that was begun, if it was; `form` the id that the sheet went out with.
    """

    fact: BreachFact
    form: str
    record: str = ""
    advised: str = ""
    cited: tuple[str, ...] = ()
    reach: str = ""
    items: tuple[str, ...] = ()
    summary: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is slow about a record, done: its keys, and those to whom it is given."""

    id: str
    keys: CaseKeys = field(repr=False)
    grants: Sequence[Grant]
    others: Sequence[Officer]
    before: BreachCard | None


def begun_before(acting: Acting, opened: OpenCase, typed: Typed) -> OpenBreach | None:
    """The record that this sheet goes on with, if there is one."""
    if typed.record:
        return one_breach(acting, opened, typed.record)
    return breach_typed_on(acting, opened, typed.form)


def may_go_on(acting: Acting, found: OpenBreach | None, typed: Typed) -> Decision:
    """Whether this officer may write this record now; a sheet that was sent before raises."""
    if found is None:
        return breach.may_decide(RecordFact(state=breach.BEGUN, mine=True))
    if found.card.form == typed.form and not found.is_begun:
        raise AlreadyRecorded
    return breach.may_decide(record_fact_of(acting, found.card))


def prepared(
    acting: Acting, opened: OpenCase, found: OpenBreach | None, *, under: Decision, at: datetime
) -> Prepared:
    """The keys of the record, made now if there is none; durable before anything is written."""
    others = whom_to_ask(acting, opened, on=timezone.localtime(at).date())
    if found is not None:
        given = newly_given(acting, found, others, under=under)
        return Prepared(found.id, found.keys, given, others, found.card)
    ref = random_id()
    holders = [acting.officer.ring, *(each.ring for each in others)]
    keys, given = grants.new_case(
        ref, by=acting.unlocked, holders=holders, bound_to=opened.ref, at=at
    )
    return Prepared(ref, keys, given, others, None)


def newly_given(
    acting: Acting, found: OpenBreach, others: Sequence[Officer], *, under: Decision
) -> list[Grant]:
    """Grants, unsaved, to those colleagues who came into office since the record was begun."""
    held = set(Grant.objects.filter(case=found.id).values_list("holder", flat=True))
    coming = [each.ring for each in others if each.ring.id not in held]
    return [
        grant
        for ring in coming
        for grant in grants.give(found.keys, ring, by=acting.unlocked, under=under)
    ]


def write(
    acting: Acting, opened: OpenCase, ready: Prepared, card: BreachCard, *, event: str, at: datetime
) -> None:
    """Inside an open record: place the row and its grants, the extract’s file and the hold."""
    case = held_still(opened)
    if ready.before is None:
        _place_new(acting, opened, ready, card)
    else:
        go_on(acting, ready.id, ready.keys, card, event=event, at=at)
    Grant.objects.bulk_create(ready.grants)
    if card.stored_as:
        files.adopt(SealedFile(card.stored_as, card.file_key, card.size), case=opened.ref)
    on = timezone.localtime(at).date()
    told, obliged = card.told_at is not None, card.obliged
    until = breach.held_until(card.ground, card.state, told=told, obliged=obliged, on=on)
    # Written whether or not there is anything new to keep: what is written tells no ground either.
    keep_at_least_until(case, opened.keys, until)


def card_of(
    acting: Acting, opened: OpenCase, ready: Prepared, typed: Typed, *, state: str, at: datetime
) -> BreachCard:
    """The record as it is written now; to whom it went before stays in it."""
    items, cited = _items(opened, typed), _cited(acting, opened, typed, ready.before, at=at)
    return card_with(acting, ready.before, typed, items=items, cited=cited, state=state, at=at)


def card_with(
    acting: Acting,
    before: BreachCard | None,
    typed: Typed,
    *,
    items: tuple[AgreedItem, ...],
    cited: tuple[CitedAdvice, ...],
    state: str,
    at: datetime,
) -> BreachCard:
    """The same with what is picked given: for whoever has no case open to pick it from."""
    fact = typed.fact
    by_phone, by_law = fact.consulted == breach.PHONED, fact.ground == breach.LAW
    return BreachCard(
        **{name: getattr(fact, name) for name in _AS_STATED},
        state=state,
        form=typed.form,
        by=acting.pseudonym,
        begun_at=before.begun_at if before else at,
        why=fact.why if fact.believes else "",
        duty=fact.duty if by_law else "",
        asked=before.asked if before else (),
        phoned=fact.phoned if by_phone else "",
        phoned_at=fact.phoned_at if by_phone else None,
        advised=typed.advised if by_phone else "",
        cited=cited,
        tried=fact.tried if fact.consulted == breach.NOBODY else "",
        reach=typed.reach,
        items=items,
        summary=typed.summary,
        how=typed.how,
        why_not="" if state == breach.BROKEN else fact.why_not,
    )


def _items(opened: OpenCase, typed: Typed) -> tuple[AgreedItem, ...]:
    titles = {item.key: item.title for item in items_of(opened)}
    if not titles.keys() >= set(typed.items):
        raise NotVisible
    return tuple(AgreedItem(key, titles[key]) for key in dict.fromkeys(typed.items))


def _cited(
    acting: Acting, opened: OpenCase, typed: Typed, before: BreachCard | None, *, at: datetime
) -> tuple[CitedAdvice, ...]:
    on = timezone.localtime(at).date()
    there = {each.reply: each for each in advice_to_cite(acting, opened, before, on=on)}
    if not there.keys() >= set(typed.cited):
        raise NotVisible
    return tuple(there[reply] for reply in dict.fromkeys(typed.cited))


def asking(card: BreachCard, others: Sequence[Officer], *, at: datetime) -> BreachCard:
    """The same record, put to these colleagues as well."""
    known = {each.officer for each in card.asked}
    new = (AskedColleague(each.pseudonym, at) for each in others if each.pseudonym not in known)
    return msgspec.structs.replace(card, asked=(*card.asked, *new))


def _place_new(acting: Acting, opened: OpenCase, ready: Prepared, card: BreachCard) -> None:
    # Asked again with the case held still: the same sheet may have been sent a moment ago.
    mine = (each.card for each in breaches_of(acting, opened) if each.card.by == card.by)
    if any(each.form == card.form for each in mine):
        raise AlreadyRecorded
    row = Breach(id=ready.id, about=opened.row)
    row.put(ready.keys, card)
    row.save(force_insert=True)


def go_on(
    acting: Acting, id_: str, keys: CaseKeys, card: BreachCard, *, event: str, at: datetime
) -> None:
    """Inside an open record: write a record that was begun, if it still is."""
    row = Breach.objects.select_for_update().get(id=id_)
    now = row.take(keys, BreachCard)
    again = breach.may_decide(record_fact_of(acting, now))
    if not again:
        raise Refused(event, acting.pseudonym, id_, again, at)
    row.put(keys, card)
    row.save(update_fields=["sealed"])
