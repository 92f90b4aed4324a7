"""Filing documents: files, sealed before they touch the disk, and papers in a cabinet. (RECD-2)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from confide.casework.actions.locking import held_still
from confide.casework.models import Document, DocumentCard
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import access
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that was brought in: its name as people know it, and where its sealed bytes wait."""

    name: str
    media_type: str
    sealed: SealedFile


def bring(name: str, media_type: str, content: bytes) -> Brought:
    """Seal bytes at hand, such as a letter's attachment, before any record begins."""
    return Brought(name=name, media_type=media_type, sealed=files.seal(content))


def add_document(acting: Acting, opened: OpenCase, brought: Brought, *, at: datetime) -> str:
    """File a document that was uploaded. Answers its id. (RECD-2)"""
    decision = access.may_work(standing(acting, opened.ref))
    with record("document.filed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        return place_documents(acting, opened, [brought], contact="", at=at)[0]


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


def place_documents(
    acting: Acting, opened: OpenCase, brought: Sequence[Brought], *, contact: str, at: datetime
) -> list[str]:
    """Move sealed files into the case's folder and add their rows, inside an open record."""
    placed = []
    for each in brought:
        # The file is in its place before the row that holds its key can be committed: a kill in
        # between leaves sealed bytes that nobody has a key to, and they go with the case's folder.
        files.adopt(each.sealed, case=opened.ref)
        document = Document(case=opened.row)
        card = DocumentCard(
            name=each.name,
            media_type=each.media_type,
            size=each.sealed.size,
            by=acting.pseudonym,
            added_at=at,
            stored_as=each.sealed.stored_as,
            file_key=each.sealed.file_key,
            contact=contact,
            folded=fold(each.name),
        )
        document.put(opened.keys, card)
        document.save(force_insert=True)
        placed.append(document.id)
    return placed
