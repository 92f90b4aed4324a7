"""Office documents: what was typed stays, and who typed it, when and on what is left out.

Two families: those of Microsoft's formats (docx, xlsx, pptx) and the open ones (odt, ods, odp).
Changes that were tracked, comments, hidden sheets and speaker's notes are part of what somebody
wrote; they stay and are said, without their authors' names, since to accept or drop them would
change the document.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from confide.vault.cleaning import findings, pictures
from confide.vault.cleaning.archives import archive_of, parts_of
from confide.vault.cleaning.findings import CannotClean, Notes

_AUTHOR: Final = "Author"
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff",
                    ".svg", ".svm", ".webp", ".wdp")  # fmt: skip
_WORDS: Final = (".xml", ".rels", ".rdf", ".vml")
_BESIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        r"docProps/thumbnail\.\w+": findings.THUMBNAIL,
        r"Thumbnails/.*": findings.THUMBNAIL,
        r"customXml/.*": findings.DESCRIPTION,
        r"docProps/custom\.xml": findings.DESCRIPTION,
        r".*/printerSettings/.*": findings.PRINTER,
        r"_xmlsignatures/.*|META-INF/.*signatures.*": findings.SIGNATURE,
        r"word/(?:people|comments(?:Ids|Extended|Extensible))\.xml": findings.OWNER,
        r"xl/revisions/.*": findings.SAVINGS,
        r"Configurations2/.*|layout-cache|manifest\.rdf": "",
    }
)
_PROGRAMS: Final = re.compile(r"(?:.*/)?(?:vbaProject\.bin|Basic/.*|Scripts/.*)")
_OTHER_FILES: Final = re.compile(r".*(?:embeddings|externalLinks|activeX)/.*|.*\.bin")
_ABOUT: Final = re.compile(r"docProps/(?:core|app)\.xml|(?:.*/)?meta\.xml")
_LISTS: Final = re.compile(r".*\.rels|\[Content_Types\]\.xml|META-INF/manifest\.xml")
_TAKEN_AS_IT_IS: Final = re.compile(r"mimetype|.*\.(?:odttf|ttf|otf|fntdata)")
_STILL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ins": findings.STILL_CHANGES,
        "del": findings.STILL_CHANGES,
        "moveFrom": findings.STILL_CHANGES,
        "rPrChange": findings.STILL_CHANGES,
        "tracked-changes": findings.STILL_CHANGES,
        "comment": findings.STILL_COMMENTS,
        "annotation": findings.STILL_COMMENTS,
        "threadedComment": findings.STILL_COMMENTS,
        "cm": findings.STILL_COMMENTS,
        "vanish": findings.STILL_HIDDEN,
        "pivotCacheDefinition": findings.STILL_HIDDEN,
        "hidden-text": findings.STILL_HIDDEN,
    }
)
# Whole elements that tell of the machine, of how it was saved, or of another place.
_GONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rsids": findings.SAVINGS,
        "docId": findings.IDS,
        "docVars": findings.DESCRIPTION,
        "absPath": findings.PLACE,
        "fileSharing": findings.OWNER,
        "attachedTemplate": findings.TEMPLATE,
        "template": findings.TEMPLATE,
    }
)
_NAMES: Final = ("author", "userName", "lastModifiedBy", "initials")
_PERSONS_NAMES: Final = ("name", "displayName")
_DAYS: Final = ("date", "dT", "dt", "dateUtc", "userId", "providerId")
_PERSONS: Final = ("person", "cmAuthor", "author")
_SAVED: Final = re.compile(r"rsid\w*|paragraph-rsid|paraId|textId")
_SETTINGS: Final = re.compile(r"Printer\w*|Rsid\w*|CurrentDatabase\w*|LoadReadonly")
_ODF: Final = b"application/vnd.oasis.opendocument."


def clean(content: bytes, notes: Notes) -> tuple[bytes, str]:
    """The document without what tells of its making, and how such a file's name ends."""
    parts = parts_of(content)
    ending = _ending(parts)
    if any(_PROGRAMS.fullmatch(name) for name in parts):
        raise CannotClean(findings.MACROS)
    gone = {name for name in parts if _beside(name, notes)}
    kept = {name: part for name, part in parts.items() if name not in gone}
    if any(_OTHER_FILES.fullmatch(name) for name in kept):
        raise CannotClean(findings.INSIDE)
    cleaned = {name: _cleaned(name, part, gone, notes) for name, part in kept.items()}
    return archive_of(cleaned), ending


def _ending(parts: Mapping[str, bytes]) -> str:
    kind = parts.get("mimetype", b"")
    if kind.startswith(_ODF):
        ending = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
        known = ending.get(kind.removeprefix(_ODF).decode("ascii", "replace"), "")
    else:
        mains = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
        mains["ppt/presentation.xml"] = "pptx"
        known = next((short for main, short in mains.items() if main in parts), "")
    if not known:
        raise CannotClean(findings.UNKNOWN)
    return known


def _beside(name: str, notes: Notes) -> bool:
    for pattern, kind in _BESIDE.items():
        if re.fullmatch(pattern, name):
            if kind:
                notes.add(kind)
            return True
    return False


def _cleaned(name: str, part: bytes, gone: Iterable[str], notes: Notes) -> bytes:
    if name.casefold().endswith(_WORDS):
        root = _read(part)
        if _ABOUT.fullmatch(name):
            _empty(root, notes)
        elif _LISTS.fullmatch(name):
            _unlist(name, root, set(gone), notes)
        else:
            _forget(root, notes)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    if name.casefold().endswith(_PICTURES) or name.startswith("ObjectReplacements/"):
        return pictures.stripped(part, notes)
    if _TAKEN_AS_IT_IS.fullmatch(name):
        return part
    raise CannotClean(findings.INSIDE)


def _read(part: bytes) -> Any:
    """The part as a tree. Nothing outside is fetched, and nothing defined in it is filled in."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(part, reader)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise CannotClean(findings.DAMAGED) from fault
    if root.getroottree().docinfo.doctype:
        raise CannotClean(findings.DAMAGED)
    return root


def _empty(root: Any, notes: Notes) -> None:
    """What the document says about itself: its authors, its days, its program, its company."""
    for each in root.iter(etree.Element):
        short, words = _short(each.tag), (each.text or "").strip()
        if words and short in {"creator", "lastModifiedBy", "initial-creator", "Manager"}:
            notes.add(findings.OWNER, words)
        elif words and short in {"created", "modified", "date", "creation-date"}:
            notes.add(findings.DAY)
        elif words and short in {"Application", "generator"}:
            notes.add(findings.PROGRAM)
        elif words or short in {"template", "user-defined"}:
            notes.add(findings.DESCRIPTION)
    for each in list(root):
        # The open formats want their one element, empty; the others want none.
        if _short(root.tag) == "document-meta":
            each.clear()
        else:
            root.remove(each)


def _unlist(name: str, root: Any, gone: set[str], notes: Notes) -> None:
    """Leave no word of the parts that are gone, nor of a template that lies elsewhere."""
    folder = posixpath.dirname(posixpath.dirname(name)) if name.endswith(".rels") else ""
    for each in list(root):
        target = each.get("Target") or each.get("PartName") or _attribute(each, "full-path") or ""
        part = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        outside = each.get("TargetMode") == "External"
        link = str(each.get("Type", "")).endswith("/hyperlink")
        if outside and not link:
            notes.add(findings.TEMPLATE)
        if len(each):  # how it is encrypted
            raise CannotClean(findings.LOCKED)
        if posixpath.normpath(part) in gone or (outside and not link):
            root.remove(each)


def _forget(root: Any, notes: Notes) -> None:
    for each in list(root.iter(etree.Element)):
        short = _short(each.tag)
        if short in _STILL:
            notes.add(_STILL[short])
        if _is_hidden(each):
            notes.add(findings.STILL_HIDDEN)
        if short in _GONE and _takes(each, short):
            notes.add(_GONE[short])
            each.getparent().remove(each)
            continue
        _forget_names(each, short, notes)
    if _short(root.tag) == "notes":
        notes.add(findings.STILL_NOTES)


def _is_hidden(each: Any) -> bool:
    sheet = each.get("state") in {"hidden", "veryHidden"}
    return sheet or (
        _short(each.tag) == "table-properties" and _attribute(each, "display") == "false"
    )


def _takes(each: Any, short: str) -> bool:
    """Only where the word means that, and never the root."""
    return each.getparent() is not None and (short != "template" or "meta" in str(each.tag))


def _forget_names(each: Any, short: str, notes: Notes) -> None:
    for key in list(each.attrib):
        name = _short(key)
        if name in _NAMES or (name in _PERSONS_NAMES and short in _PERSONS):
            notes.add(findings.OWNER, each.attrib[key] if name != "initials" else "")
            each.attrib[key] = _AUTHOR if name != "initials" else "A"
        elif _SAVED.fullmatch(name):
            notes.add(findings.SAVINGS)
            del each.attrib[key]
        elif name in _DAYS and _is_a_remark(short):
            notes.add(findings.DAY)
            _change(each, key, name)
    _forget_words(each, short, notes)


def _change(each: Any, key: str, name: str) -> None:
    if name in {"date", "dateUtc"}:
        del each.attrib[key]
    else:
        each.attrib[key] = _AUTHOR if name in {"userId", "providerId"} else "1980-01-01T00:00:00"


def _is_a_remark(short: str) -> bool:
    changes = short.endswith(("Change", "Ins", "Del")) or short.startswith("move")
    return changes or short in {"ins", "del", "comment", "threadedComment", "cm", "person"}


def _forget_words(each: Any, short: str, notes: Notes) -> None:
    remark = each.getparent() is not None and _short(each.getparent().tag) in {
        "annotation",
        "change-info",
        "authors",
    }
    if remark and short in {"creator", "author", "creator-initials"} and each.text:
        notes.add(findings.OWNER, each.text if short != "creator-initials" else "")
        each.text = _AUTHOR if short != "creator-initials" else "A"
    if remark and short in {"date", "date-string"} and each.text:
        notes.add(findings.DAY)
        each.text = "1980-01-01T00:00:00"
    if short == "config-item" and _SETTINGS.fullmatch(_attribute(each, "name") or ""):
        if each.text and "Printer" in (_attribute(each, "name") or ""):
            notes.add(findings.PRINTER)
        each.getparent().remove(each)


def _attribute(each: Any, short: str) -> str | None:
    return next((value for key, value in each.attrib.items() if _short(key) == short), None)


def _short(name: object) -> str:
    return str(name).rpartition("}")[2]


def warm_up() -> None:
    """Clean a document without words, so that everything needed is loaded before files close."""
    pictures.warm_up()
    parts = {"mimetype": _ODF + b"text", "content.xml": b"<a/>", "\xe9.xml": b"<a/>"}
    clean(archive_of(parts), Notes())
