"""Papers that have to be shredded by hand, before their record goes and afterwards. (RECD-5)

Before, they stand in the case with their places. Afterwards only the ledger knows that there were
any: how many were noted, and how many of them somebody has ticked off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from confide.casework.models import DocumentCard
from confide.casework.queries import Entry, OpenCase, documents_of
from confide.ledger import history
from confide.ledger.models import Entry as LedgerEntry
from confide.retention.queries.clocks import local_day

CONFIRMED: Final = "papers.confirmed"
SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Papers:
    """Of a record that is gone: how many papers there were, how many are left, and since when none.

    `confirmed_on` is the day on which somebody said, afterwards, that the rest is shredded too.
    """

    noted: int
    left: int
    confirmed_on: date | None

    @property
    def said(self) -> str:
        """The same in words, for a certificate."""
        noted = ngettext("{noted} paper", "{noted} papers", self.noted).format(noted=self.noted)
        if not self.noted:
            return gettext("No paper was noted.")
        if self.confirmed_on:
            day = date_format(self.confirmed_on, "l j F Y")
            return gettext("{papers}, shredded by hand: so it was said on {day}.").format(
                papers=noted, day=day
            )
        if self.left:
            return gettext("{papers}, of which {left} still to be shredded by hand.").format(
                papers=noted, left=self.left
            )
        return gettext("{papers}, shredded by hand before.").format(papers=noted)


def papers_in(opened: OpenCase) -> list[Entry[DocumentCard]]:
    """The papers of a case, those that are still there first."""
    papers = (entry for entry in documents_of(opened) if entry.card.kept_where)
    return sorted(papers, key=lambda entry: (entry.card.shredded_on is not None, entry.card.name))


def to_shred(mine: Iterable[OpenCase], *, on: date) -> list[OpenCase]:
    """One's own cases that go within a week and have papers still to be shredded."""
    soon = (case for case in mine if case.goes_on and case.goes_on - SOON <= on)
    return [
        case for case in soon if any(entry.card.shredded_on is None for entry in papers_in(case))
    ]


def papers_of(case: str) -> Papers:
    """What the ledger knows of the papers of a record that is gone."""
    said = LedgerEntry.objects.filter(about=case, verdict="allowed")
    noted = said.filter(event="paper.registered").count()
    confirmed = history.recorded(CONFIRMED, about=case)
    left = noted - said.filter(event="paper.shredded").count()
    confirmed_on = local_day(confirmed.at) if confirmed else None
    return Papers(noted, 0 if confirmed else left, confirmed_on)
