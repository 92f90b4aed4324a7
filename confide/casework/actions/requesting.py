"""Asking for support, by the student themselves; taking what was asked. (CONF-1, ELIG-1, ELIG-2)

A request is a case without a seat from its first byte. Its key is granted, by the ring that comes
of the student's new words, to exactly those whom they allow, and to recovery; the student's own
ring is granted the drawer's and nothing else. Taking it gives the case new keys, for one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.conf import settings
from django.utils import timezone

from confide.casework.actions._coding import with_rows
from confide.casework.actions._drawer import (
    card_of,
    drop_rings,
    keep_drawer,
    new_drawer,
    place_drawer,
    put_item,
)
from confide.casework.actions._placing import (
    Brought,
    enclosed,
    filed_or_removed,
    held_still,
    place_documents,
)
from confide.casework.actions._seating import keys_for_who_sits, seat, unseat
from confide.casework.actions.ways_in import vouch
from confide.casework.models import (
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Request,
    RequestCard,
    SafeContact,
    Sent,
    Sight,
)
from confide.casework.models.folding import fold
from confide.casework.models.payloads import NO_NAME
from confide.casework.queries import carrying
from confide.casework.queries.cases import OpenCase
from confide.casework.queries.requests import (
    Allowed,
    OpenRequest,
    is_untaken,
    readers,
    request_for,
)
from confide.ledger import history
from confide.ledger.record import Refused, record
from confide.policy import requests
from confide.policy.codebook import NOT_KNOWN
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import files, grants, sessions, ways
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import random_id

ASKED_FOR = "asked-for-support"
STUDENT = "student"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a student types to ask for support. Their name is theirs to give."""

    words: str
    eligibility: str
    safe: SafeContact
    student: str = ""
    category: str = ""
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class Requested:
    """What the student gets: their ten words, and an open session that carries them."""

    words: str = field(repr=False)
    secret: str = field(repr=False)


def request(asking: Asking, brought: Sequence[Brought] = (), *, at: datetime) -> Requested:
    """Ask for support. Read by nobody whom the student does not allow. (CONF-1, ELIG-1, ELIG-2)"""
    reading = readers(asking.allowed, on=timezone.localtime(at).date())
    decision = requests.may_request(asking.eligibility, words=asking.words, readers=len(reading))
    ref, words = random_id(), ways.make_words()
    if not decision:
        raise Refused("request.made", STUDENT, ref, decision, at)
    way = ways.way_in(words)
    keys, granted = grants.new_case(
        ref, by=way.unlocked, holders=[each.ring for each in reading], at=at
    )
    made = new_drawer(keys, way, by=way.unlocked)
    with (
        filed_or_removed(brought),
        _placed_or_removed(ref),
        record("request.made", by=STUDENT, about=ref, under=decision, at=at),
    ):
        way.ring.save(force_insert=True)
        vouch(way.ring.id, made.row.id, by=STUDENT, at=at)
        opened = _placed(asking, keys, granted, at)
        card = card_of(opened.file, opened.row, _sights(reading, at))
        card = msgspec.structs.replace(card, lapses_on=opened.row.destroy_on, destroy_on=None)
        drawer = place_drawer(made, keys, card)
        contact = _first_contact(opened, asking, at)
        placed = place_documents(opened, brought, by="", contact=contact, at=at)
        if brought:
            sent = zip(brought, placed, strict=True)
            put_item(drawer, Sent(at, tuple(enclosed(file, document=id_) for file, id_ in sent)))
        notice = carrying.as_notice(words)
        secret = sessions.begin(way.unlocked, lasts=requests.LASTS, notice=notice, at=at)
    return Requested(words, secret)


def read_request(acting: Acting, ref: str, *, at: datetime) -> OpenRequest:
    """Read a request before taking it; the first time in each session is an entry. (CONF-1)"""
    opened = request_for(acting, ref)
    since = acting.session_started_at
    if not history.recorded("request.read", about=ref, by=acting.pseudonym, since=since):
        decision = opened.reading
        with record("request.read", by=acting.pseudonym, about=ref, under=decision, at=at):
            pass
    return opened


def take_request(acting: Acting, opened: OpenRequest, *, at: datetime) -> None:
    """Become the caseworker of whoever asked: from now on the case opens to this officer alone.

    Two at once never both: whoever comes second is told so. (CONF-1, ELIG-3)
    """

    def may() -> Decision:
        return requests.may_take(opened.reading, untaken=is_untaken(opened.ref))

    decision, by = may(), acting.pseudonym
    if not decision:
        raise Refused("request.taken", by, opened.ref, decision, at)
    on = timezone.localtime(at).date()
    rekeying = keys_for_who_sits(acting, opened.case, coming=[acting.officer], on=on)
    with record("request.taken", by=by, about=opened.ref, under=decision, at=at):
        Case.objects.select_for_update().filter(id=opened.ref).first()
        again = may()
        if not again:
            raise Refused("request.taken", by, opened.ref, again, at)
        case = held_still(opened.case)
        Request.objects.filter(case=case).delete()
        gave = set(Grant.objects.filter(case=case.id).values_list("giver", flat=True))
        unseat(case, rekeying)
        drop_rings(gave)
        seat(case, rekeying.new, acting.officer, given_by="", at=at)
        _begins(acting, case.id, rekeying.new)
        keep_drawer(case.id, rekeying.new, on=on)


@contextmanager
def _placed_or_removed(ref: str) -> Iterator[None]:
    """Leave no folder of a case that came to nothing: no destruction would ever come for it."""
    try:
        yield
    except BaseException:
        # An answer that was lost may be of a commit that was not: what stands is looked up.
        if not Case.objects.filter(id=ref).exists():
            files.remove_case_folder(ref)
        raise


def _begins(acting: Acting, ref: str, keys: CaseKeys) -> None:
    """Counted as a case, of what kind nobody has confirmed yet; and its clock stands."""
    row = Case.objects.get(id=ref)
    row.put(keys, with_rows(acting, row.take(keys, CaseFile), confirmed=False))
    row.destroy_on = None
    row.save(update_fields=["sealed", "destroy_on"])


def _placed(asking: Asking, keys: CaseKeys, granted: Sequence[Grant], at: datetime) -> OpenCase:
    asked_on = timezone.localtime(at).date()
    lapses_on = requests.lapses_on(asked_on, settings.POLICY.requests.lapse_days)
    # The clock of a request that nobody takes is that of a case whose time is over, so that the
    # night destroys the one as it does the other, announced and without a key.
    case = Case(id=keys.case, destroy_on=lapses_on)
    file = _file_of(asking, at)
    case.put(keys, file)
    case.save(force_insert=True)
    Grant.objects.bulk_create(granted)
    waits = Request(case=case)
    waits.put(
        keys,
        RequestCard(
            asked_at=at,
            lapses_on=lapses_on,
            wanted=asking.allowed.wanted,
            avoids=tuple(sorted(asking.allowed.avoids)),
            stand_in=asking.allowed.stand_in,
        ),
    )
    waits.save(force_insert=True)
    return OpenCase(case, keys, file)


def _file_of(asking: Asking, at: datetime) -> CaseFile:
    return CaseFile(
        student=asking.student.strip() or NO_NAME,
        safe=asking.safe,
        eligibility=asking.eligibility,
        scheme=asking.allowed.scheme or settings.POLICY.first_scheme,
        category=asking.category or NOT_KNOWN,
        about=asking.words,
        opened_at=at,
        last_at=at,
        said_woman=asking.allowed.said_woman,
        folded=fold(asking.student, asking.words, asking.safe.how),
        avoids=tuple(sorted(asking.allowed.avoids)),
    )


def _first_contact(opened: OpenCase, asking: Asking, at: datetime) -> str:
    note = ContactNote(
        kind=ASKED_FOR, at=at, said=asking.words, by="", recorded_at=at, folded=fold(asking.words)
    )
    contact = Contact(case=opened.row)
    contact.put(opened.keys, note)
    contact.save(force_insert=True)
    return contact.id


def _sights(reading: Sequence[Officer], at: datetime) -> list[Sight]:
    return [Sight(officer=each.pseudonym, name=each.name, since=at) for each in reading]
