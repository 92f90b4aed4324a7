"""Releases: those that were published, and those in the making. (STAT-2)"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext

from confide.casework.queries import standing
from confide.policy import statistics
from confide.policy.codebook import QUARTER, RESOLVED
from confide.policy.decision import Decision
from confide.policy.statistics import Audited
from confide.statistics.control import tables as control
from confide.statistics.models import Proposal, ProposalCard, Release
from confide.statistics.queries.counts import closed_quarters, keys_of
from confide.statistics.queries.shown import NAMES, ShownTable, shown
from confide.statistics.queries.tables import Wanted, read, wanted
from confide.team.queries import Acting, names
from confide.vault.primitives import DoesNotOpen, digest


@dataclass(frozen=True, slots=True)
class Published:
    """A release as everybody sees it."""

    number: int
    title: str
    published_on: Any
    tables: tuple[ShownTable, ...]
    remarks: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A release in the making, opened."""

    id: str
    card: ProposalCard
    wanted: tuple[Wanted, ...]
    tables: tuple[ShownTable, ...]
    made_by: str
    by: str
    stale: bool
    may_propose: Decision
    may_confirm: Decision

    @property
    def version(self) -> str:
        """Sent back by whoever publishes it, who has then seen this and nothing else."""
        return version_of(self.card)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """What is said about the figures, each under its heading."""
        return remarks(self.card.commentary)

    @property
    def coarser(self) -> list[str]:
        """What to leave out so that the tables pass, by name."""
        return [gettext(NAMES[dimension]) for dimension in self.card.coarser]

    @property
    def fewer(self) -> list[tuple[str, list[str]]]:
        """Each of several tables by name, with what is chosen to make the release without it."""
        keys = {each.name: f"{each.shape.key}/{each.quarters[0]}" for each in self.wanted}
        others = {name: [key for other, key in keys.items() if other != name] for name in keys}
        return [(name, chosen) for name, chosen in others.items() if chosen]

    @property
    def state(self) -> str:
        """Where it stands: to be checked, checked, or waiting for a second officer."""
        if self.card.by:
            return "waiting"
        return "checked" if self.card.checked else "unchecked"


def remarks(written: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """What is said about figures, each under its heading."""
    headings = {
        "year": gettext("What the time was like"),
        "noticed": gettext("What stands out"),
        "asked": gettext("What we would like"),
    }
    return tuple((headings.get(name, name), words) for name, words in written)


def place_of_proposal(proposal_id: str) -> str:
    """The place that a release in the making is sealed in."""
    return f"statistics_proposal:{proposal_id}"


def newest_number() -> int:
    """The number of the newest release, 0 for none."""
    return Release.objects.order_by("-number").values_list("number", flat=True).first() or 0


def published() -> list[Release]:
    """Every release there ever was, the newest first."""
    return list(Release.objects.order_by("-number"))


def one_release(number: int) -> Published:
    """One release, or 404."""
    row = Release.objects.filter(number=number).first()
    if row is None:
        raise Http404
    return Published(
        row.number,
        row.title,
        row.published_on,
        tuple(shown(each) for each in json.loads(row.tables)),
        remarks(json.loads(row.commentary or "[]")),
        row.tables,
    )


def earlier() -> list[control.Release]:
    """Every release there ever was, as the audit takes it."""
    named = gettext("Release {number}")
    rows = Release.objects.order_by("number")
    return [read(named.format(number=row.number), row.tables) for row in rows]


def as_release(name: str, tables: Sequence[control.Table]) -> control.Release:
    """Tables under a name, as the audit takes them."""
    return control.Release(name, tuple(tables))


def is_stopped(proposal_id: str) -> bool:
    """Whether somebody wants the check of a release to end."""
    return not Proposal.objects.filter(id=proposal_id, stopped=False).exists()


def card_of(acting: Acting, proposal: Proposal) -> ProposalCard:
    """What is sealed in a release in the making."""
    place = place_of_proposal(proposal.id)
    return keys_of(acting).unseal(bytes(proposal.sealed), ProposalCard, place=place)


def one_proposal(acting: Acting, proposal_id: str) -> OpenProposal:
    """A release in the making, or 404."""
    row = Proposal.objects.filter(id=proposal_id).first()
    if row is None:
        raise Http404
    return _opened(acting, row)


def proposals(acting: Acting) -> list[OpenProposal]:
    """Every release in the making, those that wait for a second officer first."""
    found = []
    for row in Proposal.objects.order_by("id"):
        try:
            found.append(_opened(acting, row))
        except DoesNotOpen:
            continue
    return sorted(found, key=lambda each: (each.state != "waiting", each.card.title))


def _opened(acting: Acting, row: Proposal) -> OpenProposal:
    card = card_of(acting, row)
    newest = newest_number()
    people = names([card.made_by, card.by])
    return OpenProposal(
        id=row.id,
        card=card,
        wanted=tuple(each for key, when in card.wanted if (each := wanted(key, when))),
        tables=tuple(shown(each) for each in json.loads(card.tables or "[]")),
        made_by=people.get(card.made_by, ""),
        by=people.get(card.by, ""),
        stale=card.checked and card.after != newest,
        may_propose=may_propose(acting, card),
        may_confirm=may_confirm(acting, card, seen=version_of(card)),
    )


def version_of(card: ProposalCard) -> str:
    """What tells this content of a release in the making from any other it had or will have."""
    return digest(card.encode()).hex()


def audited(card: ProposalCard) -> Audited:
    """What the check found, as the policy's facts; an unchecked one found nothing out."""
    undecided = card.undecided if card.checked else 1
    return Audited(disclosed=card.disclosed, undecided=undecided, after=card.after)


def may_propose(acting: Acting, card: ProposalCard) -> Decision:
    """Whether it may be put before a second officer."""
    return statistics.may_propose(
        standing(acting), audited(card), waits=bool(card.by), newest=newest_number()
    )


def may_confirm(acting: Acting, card: ProposalCard, *, seen: str) -> Decision:
    """Whether this officer may publish it, who saw the version `seen`."""
    return statistics.may_confirm(
        standing(acting),
        audited(card),
        # What nobody has proposed yet, nobody can be the second officer of.
        is_proposer=card.by in ("", acting.pseudonym),
        as_seen=seen == version_of(card),
        newest=newest_number(),
    )


def may_take(acting: Acting, asked: Sequence[Wanted]) -> Decision:
    """Whether these tables may go into a release: of closed quarters only."""
    quarters = {quarter for each in asked for quarter in each.quarters}
    resolved = {q for each in asked if each.shape.counts == RESOLVED for q in each.quarters}
    return statistics.may_take(
        standing(acting), quarters=quarters, closed=closed_quarters(), resolved=resolved
    )


def offered() -> list[tuple[str, Wanted]]:
    """The tables that closed quarters allow, newest first: "shape/quarter" and what it is."""
    closed, figures = closed_quarters(), settings.POLICY.figures
    found: dict[str, Wanted] = {}
    for quarter in reversed(closed):
        for shape in figures.shapes:
            asked = wanted(shape.key, quarter)
            early = statistics.first_year(closed) if shape.counts == RESOLVED else frozenset()
            if asked and set(asked.quarters) <= set(closed) - early:
                found.setdefault(f"{shape.key}/{asked.quarters[0]}", asked)
    yearly = {s.key for s in figures.shapes if s.every != QUARTER}
    return sorted(found.items(), key=lambda each: each[0].split("/")[0] not in yearly)
