"""Filing documents: files, sealed before they touch the disk, and papers in a cabinet. (RECD-2)"""

from datetime import datetime

from confide.casework.actions._placing import (
    Brought,
    filed_or_removed,
    held_still,
    place_documents,
)
from confide.casework.models import Document, DocumentCard
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import access
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
