"""Who can see a case and why, what was shared of it, and with whom it may be. (RECD-4, CONF-5)

Every function takes an `OpenCase`, which only casework's query and its reading action give.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from confide.casework.models import Seat, SeatCard
from confide.casework.queries import (
    Entry,
    NotVisible,
    OpenCase,
    colleagues,
    remit_of,
    scheme_of,
    seated_at,
    seats_on,
    standing_of,
)
from confide.disclosure.models import Share, ShareCard
from confide.policy import sharing
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting, names, post_of, post_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One person who sits at a case: since when and, if it is lent, for which reason, until when.

    `opens` is whether they can open it: whoever has left office sits there still, and cannot.
    """

    name: str
    post: str
    opens: bool
    since: datetime | None = None
    lent: bool = False
    reason: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A share as a page shows it: whom it names, by name, and whether it goes on."""

    id: str
    card: ShareCard
    officer: str
    by: str
    ended_by: str
    goes_on: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague, and for each reason whether the case may be shared with them for it."""

    officer: Officer
    post: str
    answers: dict[str, Decision]

    @property
    def refusal(self) -> Decision | None:
        """Why not at all, if for neither reason."""
        return None if any(self.answers.values()) else next(iter(self.answers.values()))


@dataclass(frozen=True, slots=True)
class SharesEnding:
    """A share that ends within the week, from its last day in clear."""

    case: OpenCase
    officer: str
    until_on: date
    mine: bool


def who_can_see(opened: OpenCase, *, on: date) -> list[Sight]:
    """Everybody who sits at a case on that day; recovery stands behind all of them. (RECD-4)"""
    cards = {card.officer: card for card in opened.file.seats}
    shares = {e.card.officer: e.card for e in shares_of(opened) if e.card.ended_at is None}
    sights = [
        _sight(seat, opened, cards.get(seat.officer.pseudonym), shares, on)
        for seat in seated_at(opened.ref, on=on)
    ]
    return sorted(sights, key=lambda each: each.lent)


def shares_of(opened: OpenCase) -> list[Entry[ShareCard]]:
    """Every share there ever was, the oldest first."""
    rows = Share.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, ShareCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.shared_at)


def shares_shown(opened: OpenCase, *, to: str = "") -> list[Shared]:
    """Every share for its page, those that go on first, then the newest; `to` is who looks."""
    entries = shares_of(opened)
    cards = [entry.card for entry in entries]
    who = names(pseudonym for c in cards for pseudonym in (c.officer, c.by, c.ended_by))
    shown = [_shown(entry, who, to) for entry in reversed(entries)]
    return sorted(shown, key=lambda each: not each.goes_on)


def one_share(opened: OpenCase, share_id: str) -> Entry[ShareCard]:
    """One share of this case, or `NotVisible`."""
    row = Share.objects.filter(case=opened.row, id=share_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, ShareCard))


def was_shared(opened: OpenCase, share_id: str) -> bool:
    """Whether that sheet was sent before."""
    return Share.objects.filter(case=opened.row, id=share_id).exists()


def shares_that_ended(opened: OpenCase, *, on: date) -> list[Entry[ShareCard]]:
    """Shares that nobody has closed yet although the seat is over, gone, or lent no longer."""
    lent = seats_on(on, case=opened.row, until_on__isnull=False)
    sit = set(lent.values_list("officer__pseudonym", flat=True))
    open_ones = [e for e in shares_of(opened) if e.card.ended_at is None]
    return [e for e in open_ones if e.card.officer not in sit or _is_over(e.card, on)]


def candidates(acting: Acting, opened: OpenCase, *, on: date) -> list[Candidate]:
    """The colleagues of the case's scheme, each with whether it may be shared with them."""
    scheme = scheme_of(opened.file)
    return [
        Candidate(
            each,
            post_title(each, on=on),
            {
                reason: sharing.may_see_shared(
                    standing_of(each, opened, on=on),
                    reason=reason,
                    remit=remit_of(post_of(each, on=on, scheme=scheme)),
                    said_woman=opened.file.said_woman,
                )
                for reason in sharing.REASONS
            },
        )
        for each in colleagues(acting, on=on, scheme=scheme)
    ]


def shares_ending(acting: Acting, cases: Iterable[OpenCase], *, on: date) -> list[SharesEnding]:
    """Lent seats in one's cases that end within the week: one's own, and those one has lent."""
    mine = {case.ref: case for case in cases}
    lent = seats_on(on, until_on__lte=on + sharing.ENDING_SOON)
    lent = lent.filter(case__seats__officer=acting.officer).select_related("officer").distinct()
    ending = [
        SharesEnding(mine[s.case_id], s.officer.name, s.until_on, s.officer_id == acting.officer.id)
        for s in lent
        if s.until_on is not None and s.case_id in mine
    ]
    return sorted(ending, key=lambda each: each.until_on)


def _is_over(card: ShareCard, on: date) -> bool:
    return not sharing.sits(card.until_on, on)


def _sight(
    seat: Seat, opened: OpenCase, card: SeatCard | None, shares: dict[str, ShareCard], on: date
) -> Sight:
    officer = seat.officer
    share = shares.get(officer.pseudonym) if seat.until_on is not None else None
    return Sight(
        name=officer.name,
        post=post_title(officer, on=on),
        opens=standing_of(officer, opened, on=on).in_office,
        since=card.since if card else None,
        lent=seat.until_on is not None,
        reason=share.reason if share else "",
        until_on=share.until_on if share else None,
    )


def _shown(entry: Entry[ShareCard], who: dict[str, str], to: str) -> Shared:
    card = entry.card
    return Shared(
        id=entry.id,
        card=card,
        officer=who.get(card.officer, ""),
        by=who.get(card.by, ""),
        ended_by=who.get(card.ended_by, ""),
        goes_on=card.ended_at is None,
        mine=card.officer == to,
    )
