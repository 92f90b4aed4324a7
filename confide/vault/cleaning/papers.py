"""PDF: written anew from what its pages need, without whom, when, with what, and what else.

What stands on the pages stays, word for word. Earlier versions of the document that such a file may
still hold are not written again.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from confide.vault.cleaning import findings, pictures
from confide.vault.cleaning.findings import CannotClean, Notes

_DROPPED: Final = {
    "/AA": findings.ACTIONS,
    "/JS": findings.SCRIPT,
    "/Metadata": findings.DESCRIPTION,
    "/PieceInfo": findings.PROGRAM,
    "/LastModified": findings.DAY,
    "/Thumb": findings.THUMBNAIL,
    "/AF": findings.FILES,
    "/XFA": findings.SCRIPT,
}
_OF_THE_ROOT: Final = {
    "/OpenAction": findings.ACTIONS,
    "/URI": findings.ACTIONS,
    "/Collection": findings.FILES,
    "/Perms": findings.SIGNATURE,
    "/Legal": findings.SIGNATURE,
    "/DSS": findings.SIGNATURE,
    "/SpiderInfo": findings.ACTIONS,
    "/Threads": findings.DESCRIPTION,
}
_NAMES: Final = {
    "/EmbeddedFiles": findings.FILES,
    "/JavaScript": findings.SCRIPT,
    "/AP": "",
    "/Pages": "",
    "/Templates": "",
    "/IDS": findings.ACTIONS,
    "/URLS": findings.ACTIONS,
    "/AlternatePresentations": "",
    "/Renditions": findings.FILES,
}
_INFO: Final = {
    "/Author": findings.OWNER,
    "/Creator": findings.PROGRAM,
    "/Producer": findings.PROGRAM,
    "/CreationDate": findings.DAY,
    "/ModDate": findings.DAY,
}
_OF_A_NOTE: Final = ("/M", "/CreationDate", "/NM", "/RC", "/Popup", "/IRT")
_HOLDS_FILES: Final = ("/FileAttachment", "/Screen", "/Movie", "/Sound", "/RichMedia", "/3D")


def clean(content: bytes, notes: Notes) -> tuple[bytes, str]:
    """The PDF written anew, and how such a file's name ends."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if content.count(b"%%EOF") > 1 and not pdf.is_linearized:
                notes.add(findings.REVISIONS)
            _forget_the_file(pdf, notes)
            for page in pdf.pages:
                _forget_files_on(page.obj, notes)
            for thing in pdf.objects:
                _forget_in(thing, notes)
            if not len(pdf.pages):
                raise CannotClean(findings.DAMAGED)
            return _written(pdf), "pdf"
    except pikepdf.PasswordError as fault:
        raise CannotClean(findings.LOCKED) from fault
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as fault:
        raise CannotClean(findings.DAMAGED) from fault


def _forget_the_file(pdf: pikepdf.Pdf, notes: Notes) -> None:
    info = pdf.trailer.get("/Info")
    for key, value in dict(info or {}).items():
        kind = _INFO.get(str(key), findings.COMMENT)
        notes.add(kind, str(value) if kind == findings.OWNER else "")
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    _drop(pdf.Root, _OF_THE_ROOT, notes)
    if "/Names" in pdf.Root:
        _drop(pdf.Root.Names, _NAMES, notes)
    if "/OCProperties" in pdf.Root:
        notes.add(findings.STILL_LAYERS)
    if "/AcroForm" in pdf.Root:
        notes.add(findings.STILL_FORM)


def _forget_files_on(page: Any, notes: Notes) -> None:
    marks = page.get("/Annots")
    if not isinstance(marks, pikepdf.Array):
        return
    kept = []
    for mark in marks:
        kind = str(mark.get("/Subtype", "")) if isinstance(mark, pikepdf.Dictionary) else ""
        if kind in _HOLDS_FILES:
            notes.add(findings.FILES)
        elif kind:
            kept.append(mark)
    page.Annots = pikepdf.Array(kept)


def _forget_in(thing: Any, notes: Notes) -> None:
    for each in _dictionaries(thing):
        _drop(each, _DROPPED, notes)
        _forget_actions(each, notes)
        if "/Rect" in each and "/Subtype" in each:
            _forget_author(each, notes)
        if each.get("/FT") == "/Sig" and "/V" in each:
            notes.add(findings.SIGNATURE)
            del each["/V"]
    if isinstance(thing, pikepdf.Stream) and _is_a_photograph(thing):
        thing.write(pictures.stripped(thing.read_raw_bytes(), notes), filter=pikepdf.Name.DCTDecode)


def _dictionaries(thing: Any) -> Iterator[Any]:
    """This one, and those written inside it; those beside it come by themselves."""
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inside = list(each.values())
        else:
            inside = list(each) if isinstance(each, pikepdf.Array) else []
        waiting += [
            one
            for one in inside
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
        ]


def _forget_actions(each: Any, notes: Notes) -> None:
    """Going to another place in the same document stays; whatever else it would do does not."""
    for key in ("/A", "/Next"):
        action = each.get(key)
        if isinstance(action, pikepdf.Dictionary) and "/S" in action and action.S != "/GoTo":
            notes.add(findings.SCRIPT if action.S == "/JavaScript" else findings.ACTIONS)
            del each[key]


def _forget_author(mark: Any, notes: Notes) -> None:
    if mark.Subtype == "/Widget":
        return
    if "/T" in mark:
        notes.add(findings.OWNER, str(mark.T))
        del mark["/T"]
    if mark.Subtype in {"/Text", "/FreeText", "/Highlight"} and "/Contents" in mark:
        notes.add(findings.STILL_COMMENTS)
    for key in _OF_A_NOTE:
        if key in mark:
            del mark[key]


def _is_a_photograph(thing: Any) -> bool:
    how = thing.get("/Filter", "")
    how = list(how) if isinstance(how, pikepdf.Array) else [how]
    return [str(each) for each in how] == ["/DCTDecode"]


def _drop(each: Any, kinds: dict[str, str], notes: Notes) -> None:
    for key, kind in kinds.items():
        if key in each:
            del each[key]
            if kind:
                notes.add(kind)


def _written(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(
        written,
        # Its id is made from what is in it, and tells nothing of the file that it was.
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        linearize=False,
        encryption=False,
    )
    return written.getvalue()


def warm_up() -> None:
    """Write an empty page, so that everything needed is loaded before files are closed."""
    pictures.warm_up()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        blank = io.BytesIO()
        pdf.save(blank)
    clean(blank.getvalue(), Notes())
