"""Requests that nobody has taken: read by those whom the student allows, to others a number.

Whom the student allows was decided when they asked, and holds by the keys that were granted then;
what is asked here on top is who is in office today and whether a stand-in has to wait. (CONF-1)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone

from confide.casework.models import (
    Asked,
    Case,
    CaseFile,
    Drawer,
    Message,
    Request,
    RequestCard,
    SafeContact,
)
from confide.casework.queries.asked import waiting_in
from confide.casework.queries.cases import (
    NotVisible,
    OpenCase,
    has_stepped_aside,
    remit_of,
    serves,
    standing,
)
from confide.casework.queries.drawers import drawer_in, messages_in
from confide.policy import access, requests
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting, by_pseudonym, has_signed, held_by, rings_in_office
from confide.vault import grants
from confide.vault.casekeys import CaseKeys
from confide.vault.primitives import DoesNotOpen


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whom a student allows to read what they ask: by pseudonym, `wanted` "" for any officer."""

    wanted: str = ""
    avoids: frozenset[str] = frozenset()
    stand_in: bool = False
    said_woman: bool = False
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that opens to this officer, and whether they may read it today."""

    case: OpenCase
    card: RequestCard = field(repr=False)
    reading: Decision

    @property
    def ref(self) -> str:
        """The reference, which means nothing."""
        return self.case.ref


@dataclass(frozen=True, slots=True)
class Added:
    """What a student wrote since they asked, and how it is safe to reach them by now."""

    safe: SafeContact = field(repr=False)
    messages: tuple[Message, ...] = field(repr=False)
    own_words: tuple[Asked, ...] = field(repr=False)


def readers(allowed: Allowed, *, on: date) -> list[Officer]:
    """Exactly the officers who may be given the key to a request, by name. (CONF-1, ELIG-2)"""
    scheme = allowed.scheme or settings.POLICY.first_scheme
    return [
        each
        for each in rings_in_office(on=on, scheme=scheme)
        if requests.may_receive(
            access.Standing(in_office=True, undertaking_signed=has_signed(each)),
            remit=remit_of(held_by(each, on=on).get(scheme, "")),
            said_woman=allowed.said_woman,
            avoided=each.pseudonym in allowed.avoids,
            asked_for=allowed.wanted in ("", each.pseudonym) or allowed.stand_in,
        )
    ]


def requests_for(acting: Acting) -> list[OpenRequest]:
    """The requests that this officer may read, who asked first on top."""
    decision = access.may_keep_desk(standing(acting))
    if not decision:
        return []
    untaken = Request.objects.filter(case__being_destroyed=False).select_related("case")
    rows = {row.case_id: row for row in untaken}
    opened = grants.open_cases(acting.unlocked, list(rows), under=decision)
    found = [_opened(acting, rows[ref], keys) for ref, keys in opened.items()]
    mine = [each for each in found if each is not None and each.reading]
    return sorted(mine, key=lambda each: each.card.asked_at)


def request_for(acting: Acting, ref: str) -> OpenRequest:
    """One request that nobody has taken, or `NotVisible`: for none, and not for them, alike."""
    decision = access.may_keep_desk(standing(acting))
    row = Request.objects.filter(case=ref, case__being_destroyed=False).first()
    if row is None or not decision:
        raise NotVisible
    try:
        keys = grants.open_case(acting.unlocked, ref, under=decision)
    except DoesNotOpen as closed:
        raise NotVisible from closed
    opened = _opened(acting, row, keys)
    if opened is None or not opened.reading:
        raise NotVisible
    return opened


def added_to(asked: OpenRequest) -> Added:
    """What a request's student has added: it counts, though nobody has taken it in. (CONF-1)"""
    drawer = drawer_in(asked.ref, asked.case.keys)
    waiting = [each for _, each in waiting_in(drawer)]
    safe = [each.safe for each in waiting if each.safe is not None]
    return Added(
        safe=safe[-1] if safe else asked.case.file.safe,
        messages=tuple(said for _, said in messages_in(drawer)) if drawer else (),
        own_words=tuple(each for each in waiting if each.kind == requests.OWN_WORDS),
    )


def is_untaken(ref: str) -> bool:
    """Whether that is a request that still waits for somebody."""
    return Request.objects.filter(case=ref, case__being_destroyed=False).exists()


def untaken() -> int:
    """How many requests wait: all that is said of them to whoever may not read them."""
    return Request.objects.filter(case__being_destroyed=False).count()


def messages_waiting(*, on: date, but: Sequence[OpenCase] = ()) -> int:
    """In how many cases something that a student wrote has waited too long, whosever they are."""
    waiting = Drawer.objects.filter(rings_on__lte=on, case__being_destroyed=False)
    waiting = waiting.exclude(case__in=[case.ref for case in but])
    return waiting.exclude(case__in=Request.objects.values("case")).count()


def wrote(cases: Sequence[OpenCase]) -> list[OpenCase]:
    """Those of one's own cases in which the student wrote something that nobody has read."""
    waiting = Drawer.objects.filter(case__in=[c.ref for c in cases], rings_on__isnull=False)
    refs = set(waiting.values_list("case", flat=True))
    return [case for case in cases if case.ref in refs]


def _opened(acting: Acting, row: Request, keys: CaseKeys) -> OpenRequest | None:
    case = Case.objects.filter(id=row.case_id).first()
    if case is None:
        return None
    try:
        file, card = case.take(keys, CaseFile), row.take(keys, RequestCard)
    except DoesNotOpen:
        return None
    return OpenRequest(OpenCase(case, keys, file), card, _may_read(acting, file, card))


def _may_read(acting: Acting, file: CaseFile, card: RequestCard) -> Decision:
    asked_on = timezone.localtime(card.asked_at).date()
    days = settings.POLICY.requests.ring_after_days
    wanted = by_pseudonym(card.wanted) if card.wanted else None
    there = wanted is not None and bool(held_by(wanted, on=acting.on))
    return requests.may_read_request(
        access.Standing(
            in_office=acting.in_office,
            undertaking_signed=acting.undertaking_signed,
            conflicted=has_stepped_aside(acting, file),
            serves=serves(acting, file),
            avoided=acting.pseudonym in card.avoids,
        ),
        asked_for_me=card.wanted in ("", acting.pseudonym),
        # Nobody waits for somebody who has left office.
        stands_in_from=requests.rings_on(asked_on, days) if there else asked_on,
        on=acting.on,
    )
