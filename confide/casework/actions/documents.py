"""Filing documents: files, sealed before they touch the disk, and papers in a cabinet. (RECD-2)"""

from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions._placing import (
    Brought,
    filed_or_removed,
    held_still,
    place_documents,
)
from confide.casework.models import Document, DocumentCard
from confide.casework.models.folding import fold
from confide.casework.queries import NotVisible, OpenCase, one_document, standing
from confide.ledger.record import Refused, record
from confide.policy import access, retention
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting


def add_document(acting: Acting, opened: OpenCase, brought: Brought, *, at: datetime) -> str:
    """File a document that was uploaded. Answers its id. (RECD-2)"""
    decision = access.may_work(standing(acting, opened.ref))
    with (
        filed_or_removed([brought]),
        record("document.filed", by=acting.pseudonym, about=opened.ref, under=decision, at=at),
    ):
        held_still(opened)
        return place_documents(opened, [brought], by=acting.pseudonym, contact="", at=at)[0]


def register_paper(
    acting: Acting, opened: OpenCase, *, name: str, kept_where: str, at: datetime
) -> str:
    """Note a paper and where it is locked away, so that it goes with the case. (RECD-2)"""
    decision = access.may_work(standing(acting, opened.ref))
    with record("paper.registered", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        paper = Document(case=opened.row)
        card = DocumentCard(
            name=name,
            media_type="",
            size=0,
            by=acting.pseudonym,
            added_at=at,
            kept_where=kept_where,
            folded=fold(name, kept_where),
        )
        paper.put(opened.keys, card)
        paper.save(force_insert=True)
    return paper.id


def tick_off_paper(acting: Acting, opened: OpenCase, document_id: str, *, at: datetime) -> None:
    """Say that a paper was shredded by hand. (RECD-5)"""

    def may(card: DocumentCard) -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            retention.may_tick_off(shredded=card.shredded_on is not None),
        )

    card = one_document(opened, document_id).card
    if not card.kept_where:
        raise NotVisible
    decision = may(card)
    with record("paper.shredded", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        row = Document.objects.get(id=document_id)
        card = row.take(opened.keys, DocumentCard)
        again = may(card)
        if not again:
            raise Refused("paper.shredded", acting.pseudonym, opened.ref, again, at)
        on, by = timezone.localtime(at).date(), acting.pseudonym
        row.put(opened.keys, msgspec.structs.replace(card, shredded_on=on, shredded_by=by))
        row.save(update_fields=["sealed"])
