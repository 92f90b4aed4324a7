"""Handing out what goes with a breach record, once that is complete. (BRCH-5)

Nothing about a document is made before the record is: in an emergency no cleaning stands between
an officer and the decision, nor between the decision and the file as it was filed.
"""

from datetime import datetime

from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import NotVisible, OpenCase, content_of, one_document, standing
from confide.disclosure.actions.tellings import Fetched
from confide.disclosure.models import BreachCard
from confide.disclosure.queries import cleaned_of, one_breach, record_fact_of
from confide.ledger.record import Refused, record
from confide.policy import access, breach
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile


class NotCleaned(Exception):  # noqa: N818 (it reads as what happened)
    """The traces cannot be taken out of this document; its page says why, and gives it as filed."""


def fetch_breach(
    acting: Acting,
    case: OpenCase,
    breach_id: str,
    part: str,
    *,
    without_traces: bool = False,
    at: datetime,
) -> Fetched:
    """Hand out the extract of a complete record, or a document that goes with it. (BRCH-5)

    `part` is "extract" or a document’s id. The record was durable before there was anything to ask
    for, and so is the entry of this copy before its first byte. A document goes as it was filed, or
    `without_traces`; where those cannot be taken out nothing is recorded, and `NotCleaned` is
    raised: as it was filed it can be had all the same.
    """
    card = one_breach(acting, case, breach_id).card
    decision = all_of(
        access.may_work(standing(acting, case.ref)),
        breach.may_fetch(record_fact_of(acting, card), on=timezone.localtime(at).date()),
    )
    if not decision:
        raise Refused("breach.fetched", acting.pseudonym, breach_id, decision, at)
    release = _release(case, card, part, without_traces=without_traces)
    with record("breach.fetched", by=acting.pseudonym, about=breach_id, under=decision, at=at):
        held_still(case)
    return release


def _release(case: OpenCase, card: BreachCard, part: str, *, without_traces: bool) -> Fetched:
    """What was asked for, of which no byte has left yet; `NotVisible` for what was not told."""
    if part == "extract" and not without_traces:
        sealed = SealedFile(card.stored_as, card.file_key, card.size)
        return Fetched("extract.pdf", files.read(sealed, case=case.ref))
    if part not in {item.key for item in card.items} or "." in part:
        raise NotVisible
    document = one_document(case, part).card
    if not without_traces:
        return Fetched(f"document{document.ending}", content_of(case, document))
    if not document.stored_as:
        raise NotVisible
    copy = cleaned_of(case, part)
    if copy.trouble:
        raise NotCleaned
    return Fetched(f"document.{copy.ending}", iter([copy.content]))
