"""A release to take away: sheets and a paper, each made afresh from what was published. (STAT-2)

No sheet is ever a copy of something an officer worked in: a workbook can carry rows that nobody
sees, and a whole police force was once published in one. Here is one sheet, whose cells are numbers
and labels, with no formula, no property and no moment in it. The same release gives the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from confide.statistics.queries.releases import Published
from confide.statistics.queries.shown import ShownTable

Line = list[str | int]

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "pages" / "release.typ"
# A sheet takes words that begin like this for a formula. (OWASP, "CSV Injection")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def made(release: Published, kind: str) -> bytes:
    """The release as a file of that kind, one of `KINDS`."""
    return _MAKING[kind](release)


def methods() -> list[str]:
    """How the figures were protected, for whoever reads them."""
    return [
        gettext(
            "Every number is rounded to the nearest five, so that 0 stands for nobody, one or two "
            "people. Totals are rounded by themselves: they need not be the sum of what is above "
            "them. Percentages are made from the rounded numbers, and none is given of fewer than "
            "23 people."
        ),
        gettext(
            "Before a release, a program works out what an outsider could learn for certain from "
            "it together with every release before it, also somebody who knows several of the "
            "people counted. Numbers that would give a group of fewer than five people away are "
            "left blank, and two officers look at each release. A blank says nothing, not even "
            "that there was somebody."
        ),
        gettext(
            "A group of about five people is not divided any further, so that somebody who knows "
            "all of a few people but one learns nothing about the last one. In a larger group "
            "nobody can prevent it: whoever knows everybody in it but one can work out where that "
            "one belongs for about two people in ten."
        ),
        gettext(
            "The check shows what can be proved from the figures. It does not stop anybody from "
            "guessing. Figures that were published are not changed later: whatever came in late "
            "counts in the next quarter."
        ),
    ]


def lines(release: Published) -> Iterator[Line]:
    """The one sheet: title, tables one under the other, and how they were protected."""
    yield [_safe(release.title)]
    yield [gettext("Release {number}").format(number=release.number), str(release.published_on)]
    for table in release.tables:
        yield []
        yield [_safe(table.name)]
        yield [*map(_safe, table.heads), *map(_safe, table.columns)]
        for row in table.rows:
            yield [*map(_safe, row.labels), *(_figure(cell.figure) for cell in row.cells)]
    yield []
    for said in methods():
        yield [_safe(said)]


def _figure(figure: int | None) -> str | int:
    return "" if figure is None else figure


def _safe(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words


def _csv(release: Published) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(lines(release))
    # Without the mark, the commonest spreadsheet reads an accent as two other letters.
    return written.getvalue().encode("utf-8-sig")


def _xlsx(release: Published) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Figures"))
    for line in lines(release):
        sheet.append(line)
    written = io.BytesIO()
    book.save(written)
    return _timeless(written.getvalue())


def _ods(release: Published) -> bytes:
    from odfdo import Cell, Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    sheet = Table(gettext("Figures"))
    for line in lines(release):
        row = Row()
        for value in line:
            row.append_cell(Cell(value, cell_type="float" if isinstance(value, int) else "string"))
        sheet.append_row(row)
    document.body.append(sheet)
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _timeless(archive: bytes) -> bytes:
    """The same archive with no moment in it, and nothing but what the sheet needs."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as was,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for each in was.infolist():
            entry = zipfile.ZipInfo(each.filename, _LONG_AGO)
            # An OpenDocument file begins with its type, as it is.
            stored = each.filename == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            now.writestr(entry, _without_moments(each.filename, was.read(each)))
    return written.getvalue()


def _without_moments(name: str, content: bytes) -> bytes:
    return _NOTHING_SAID.get(name, content)


# What a file may say of itself, in the words of its format: nothing.
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_NOTHING_SAID: Final[Mapping[str, bytes]] = MappingProxyType(
    {
        "docProps/core.xml": _HEAD + b"<cp:coreProperties xmlns:cp="
        b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
        "docProps/app.xml": _HEAD + b"<Properties xmlns="
        b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
        "meta.xml": _HEAD + b'<office:document-meta office:version="1.3" xmlns:office='
        b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/></office:document-meta>',
    }
)


def _pdf(release: Published) -> bytes:
    # Not with a page: the typesetter is large.
    from confide.disclosure.queries.paper import set_in_type

    return set_in_type(TEMPLATE, _document(release)).content


def _document(release: Published) -> dict[str, Any]:
    union = settings.POLICY.union
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": release.title,
        "of": f"{union.service} · {union.name}",
        "number": gettext("Release {number}, {day}").format(
            number=release.number, day=date_format(release.published_on, "j F Y")
        ),
        "remarks": [[heading, words.split("\n\n")] for heading, words in release.remarks],
        "tables": [_drawn(table) for table in release.tables],
        "methods_title": gettext("How these figures were protected"),
        "methods": methods(),
    }


def _drawn(table: ShownTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "heads": [*table.heads, *table.columns],
        "labels": len(table.heads),
        "rows": [
            {
                "cells": [
                    *row.labels,
                    *("–" if c.figure is None else str(c.figure) for c in row.cells),
                ],
                "total": row.total,
            }
            for row in table.rows
        ],
        "bars": [[bar.label, bar.figure, bar.length] for bar in table.bars],
        "alt": gettext("Bars of the same numbers as in the table that follows."),
    }


_MAKING: Final[Mapping[str, Callable[[Published], bytes]]] = MappingProxyType(
    {"csv": _csv, "xlsx": _xlsx, "ods": _ods, "pdf": _pdf}
)
KINDS: Final = tuple(_MAKING)
