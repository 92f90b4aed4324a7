"""A certificate on paper: a tagged PDF, made in memory, of which nothing is kept. (RECD-5)

All words reach the typesetter as data and never as its language. It reads no file but its own
template and the fonts, and no network; the file does not say who made it, nor when.
"""

import json
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from confide.retention.queries.certificates import Certified, Evidence, Line
from confide.retention.queries.shredding import papers_of
from confide.web.assets import BUILT

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "pages" / "certificate.typ"


def printed(certified: Certified, evidence: Evidence) -> bytes:
    """The certificate as a PDF."""
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"certificate": json.dumps(_document(certified, evidence), ensure_ascii=False)},
        font_paths=[BUILT],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    if not isinstance(made, bytes):
        raise TypeError("A certificate is one file.")
    return made


def _document(certified: Certified, evidence: Evidence) -> dict[str, Any]:
    papers = papers_of(certified.case)
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": gettext("Certificate of destruction"),
        "number": certified.number,
        "facts": [
            [gettext("Reference"), certified.case],
            [gettext("Why"), f"{certified.why} ({certified.clause})"],
            [gettext("Ordered"), _day(certified.ordered_on)],
            [gettext("Destroyed"), _day(certified.destroyed_on)],
        ],
        "what_title": gettext("What was destroyed"),
        "what": list(certified.what),
        "how": gettext(
            "The record’s own key was deleted first, so that no copy opens any more; then its "
            "entries and files were deleted. This paper holds no name and nothing of what the "
            "record said."
        ),
        "hand_title": gettext("Papers"),
        "hand": papers.said,
        "signs": [gettext("Date"), gettext("Signature")] if papers.left else [],
        "ledger_title": gettext("What the ledger holds"),
        "entries": [_entry(line) for line in evidence.lines],
        "covered": _covered(evidence),
        "checkpoint": evidence.note,
        "check_title": gettext("How to check this"),
        "check": gettext(
            "Ask the service for a copy of its ledger and run this, with the public key and a "
            "checkpoint that were kept outside the service. Then look for the two entries above."
        ),
        "command": "python3 verify_ledger.py LEDGER --key KEY --checkpoint FILE",
        "proof": gettext("Proof (RFC 6962), from the entry’s hash up to the checkpoint’s root"),
    }


def _entry(line: Line) -> dict[str, Any]:
    said = {
        "destruction.ordered": gettext("The destruction was ordered"),
        "case.destroyed": gettext("The record was destroyed"),
    }[line.event]
    at = gettext("{said}: entry {position}").format(said=said, position=line.position)
    return {"said": at, "leaf": line.leaf, "steps": list(line.steps)}


def _covered(evidence: Evidence) -> str:
    if not evidence.note:
        return gettext("Tonight’s checkpoint will cover these entries; print this again tomorrow.")
    return gettext("Covered by the checkpoint of the first {size} entries:").format(
        size=evidence.size
    )


def _day(on: Any) -> str:
    return str(date_format(on, "l j F Y"))
