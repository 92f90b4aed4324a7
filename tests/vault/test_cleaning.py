"""A copy of a file without what it tells besides its content. (CONF-1)"""

import io
import zipfile
from typing import Any

import pikepdf
import pytest
from PIL import Image

from confide.vault.cleaning import findings
from confide.vault.cleaning.sandbox import Cleaned, cleaned
from tests.vault import given
from tests.vault.given import CANARY

STAYS = b"What stands here stays"
HTML = b"<!doctype html><script>alert(1)</script>"


def kinds(copy: Cleaned) -> set[str]:
    return {each.kind for each in copy.found}


def everything_in(pdf: bytes) -> bytes:
    """Every stream of a PDF unpacked, and every object written out."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [each.read_bytes() for each in opened.objects if _is_words(each)]
        written = [repr(each).encode() for each in opened.objects]
        return b"".join([*streams, *written, repr(opened.trailer).encode()])


def _is_words(each: Any) -> bool:
    return isinstance(each, pikepdf.Stream) and "/DCTDecode" not in str(each.get("/Filter", ""))


def parts_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.comment == b""
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_seen_as_it_was_and_says_nothing_else(kind: str) -> None:
    original = given.photograph(kind)
    copy = cleaned(original)
    assert CANARY.encode() in original and CANARY.encode() not in copy.content
    assert kinds(copy) >= {findings.POSITION, findings.CAMERA, findings.OWNER, findings.DAY}
    assert any(each.name == f"{CANARY} Smith" for each in copy.found)
    with Image.open(io.BytesIO(copy.content)) as seen:
        assert seen.format == kind and not seen.getexif()
        assert not {"xmp", "exif", "comment", "icc_profile", "Author"} & set(seen.info)
        # It was lying on its side: what was its left half is on top now.
        assert seen.size == (40, 60)
        top, bottom = (seen.convert("RGB").getpixel((20, y)) for y in (5, 55))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2] and bottom[2] > 200 > 60 > bottom[0]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_make_are_drawn_anew(mode: str) -> None:
    saved = io.BytesIO()
    grey = Image.new("I;16", (9, 9), 40_000)
    picture = grey if mode == "I;16" else Image.new("RGBA", (9, 9), "red").convert(mode)
    picture.save(saved, "PNG")
    copy = cleaned(saved.getvalue())
    assert copy.trouble == "" and Image.open(io.BytesIO(copy.content)).size == (9, 9)


def test_colours_stay_the_same_without_their_profile() -> None:
    from PIL import ImageCms

    saved = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (8, 8), (200, 30, 60)).save(saved, "PNG", icc_profile=profile)
    copy = cleaned(saved.getvalue())
    assert findings.COLOURS in kinds(copy)
    with Image.open(io.BytesIO(copy.content)) as seen:
        assert "icc_profile" not in seen.info
        assert seen.getpixel((4, 4)) == pytest.approx((200, 30, 60), abs=2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_on_behind_a_picture_is_cut_off_and_said(kind: str) -> None:
    copy = cleaned(given.photograph(kind) + HTML)
    assert findings.TRAILING in kinds(copy) and b"script" not in copy.content


def test_of_several_pictures_in_one_file_the_first_is_kept_and_it_is_said() -> None:
    saved = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(saved, "MPO", save_all=True, append_images=frames[1:])
    copy = cleaned(saved.getvalue())
    assert findings.MORE_PICTURES in kinds(copy)
    assert saved.getvalue().count(b"\xff\xd9") == 2 and copy.content.count(b"\xff\xd9") == 1


@pytest.mark.clause("CONF-1")
def test_a_paper_keeps_its_words_and_tells_nothing_of_its_making() -> None:
    copy = cleaned(given.paper())
    inside = everything_in(copy.content)
    assert STAYS in inside and b"Really?" in inside
    assert CANARY.encode() not in inside + copy.content
    for gone in (b"/JavaScript", b"/JS", b"/EmbeddedFiles", b"/OpenAction", b"/AA", b"/Info"):
        assert gone not in inside
    assert kinds(copy) >= {
        *(findings.OWNER, findings.FILES, findings.SCRIPT, findings.ACTIONS, findings.REVISIONS),
        *(findings.DESCRIPTION, findings.POSITION, findings.STILL_COMMENTS),
    }


def test_a_copy_is_the_same_each_time_it_is_made() -> None:
    for original in (given.photograph(), given.paper(), given.zipped(given.word_parts())):
        assert cleaned(original).content == cleaned(original).content


def test_what_stands_before_and_behind_a_paper_does_not_come_along() -> None:
    copy = cleaned(given.paper() + HTML)
    assert b"script" not in copy.content and copy.content.startswith(b"%PDF-")
    assert cleaned(b"alert(1)//" + given.paper()).content == b""


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(
    ("parts", "ending"),
    [(given.word_parts(), "docx"), (given.sheet_parts(), "xlsx"), (given.open_parts(), "odt")],
)
def test_a_document_keeps_its_words_and_tells_nothing_of_its_making(
    parts: dict[str, str | bytes], ending: str
) -> None:
    copy = cleaned(given.zipped(parts))
    inside = parts_of(copy.content)
    assert copy.ending == ending and STAYS in b"".join(inside.values())
    assert [name for name, part in inside.items() if CANARY.encode() in part] == []
    assert CANARY.encode() not in copy.content
    assert findings.OWNER in kinds(copy)


def test_tracked_changes_and_comments_stay_and_are_said() -> None:
    copy = cleaned(given.zipped(given.word_parts()))
    inside = parts_of(copy.content)
    assert b" added" in inside["word/document.xml"] and b":ins " in inside["word/document.xml"]
    assert kinds(copy) >= {findings.STILL_CHANGES, findings.STILL_COMMENTS, findings.TEMPLATE}
    assert b"rsid" not in inside["word/document.xml"] + inside["word/settings.xml"]
    lists = b"".join(part for name, part in inside.items() if "rels" in name or "Types" in name)
    for gone in (b"thumbnail", b"people", b"dotm"):
        assert gone not in lists
    assert b"document.xml" in lists


def test_a_hidden_sheet_is_said_and_a_tables_own_name_is_kept() -> None:
    copy = cleaned(given.zipped(given.sheet_parts()))
    assert kinds(copy) >= {findings.STILL_HIDDEN, findings.PLACE, findings.PRINTER}
    assert b'displayName="Rents"' in parts_of(copy.content)["xl/tables/table1.xml"]


def test_an_open_document_begins_with_what_it_is() -> None:
    copy = cleaned(given.zipped(given.open_parts("spreadsheet")))
    assert copy.ending == "ods"
    assert copy.content[30:38] == b"mimetype" and copy.content[38:].startswith(b"application/vnd")


def test_a_mail_is_not_cleaned_and_its_headers_are_said() -> None:
    mail = (
        b"Received: from [10.0.0.7] by mx.example\r\nFrom: Dana <d@example.org>\r\n"
        b"X-Originating-IP: 10.0.0.7\r\nMessage-ID: <1@x>\r\n\r\nHello"
    )
    copy = cleaned(mail)
    assert copy.trouble == findings.LETTER and copy.content == b""
    assert kinds(copy) == {
        *(findings.ROUTE, findings.ADDRESSES, findings.COMPUTER, findings.THREAD),
    }


def test_plain_text_is_its_words() -> None:
    for words in ("Hello", "Zoë: “yes”\nIt is so.", "a: b\nc: d\n"):
        assert cleaned(words.encode()) == Cleaned((), "", "txt", words.encode())


def _encrypted() -> bytes:
    locked = bytearray(given.zipped(given.word_parts()))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(locked)


def _with(name: str, content: str | bytes = b"x") -> bytes:
    return given.zipped({**given.word_parts(), name: content})


REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"\0", findings.UNKNOWN),
    ("a page", HTML, findings.UNKNOWN),
    ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", findings.UNKNOWN),
    ("rich text", b"{\\rtf1{\\info{\\author x}}}", findings.UNKNOWN),
    ("a program", b"MZ\x90\0", findings.UNKNOWN),
    ("an archive", given.zipped({"a.txt": "x"}), findings.UNKNOWN),
    ("a telephone's picture", b"\0\0\0\x18ftypheic" + bytes(40), findings.HEIC),
    ("a locked paper", given.locked_paper(), findings.LOCKED),
    ("a locked document", _encrypted(), findings.LOCKED),
    ("macros", _with("word/vbaProject.bin"), findings.MACROS),
    ("a document inside", _with("word/embeddings/a.docx"), findings.INSIDE),
    ("a part of no kind", _with("word/a.exe"), findings.INSIDE),
    ("half a photograph", given.photograph()[:700], findings.DAMAGED),
    ("half a drawing", given.photograph("PNG")[:300], findings.DAMAGED),
    ("half a paper", b"%PDF-1.7\nhalf", findings.DAMAGED),
    ("half a document", given.zipped(given.word_parts())[:-60], findings.DAMAGED),
    ("a part that is no XML", _with("word/a.xml", "<a>"), findings.DAMAGED),
    ("a part above", _with("../../etc/passwd.xml", "<a/>"), findings.DAMAGED),
    ("a part elsewhere", _with("/etc/passwd.xml", "<a/>"), findings.DAMAGED),
    ("a picture without end", given.huge_picture(), findings.TOO_LARGE),
    ("a bomb", _with("word/media/a.png", bytes(90_000_000)), findings.TOO_LARGE),
    ("a bomb of parts", given.zipped({f"{n}.xml": b"" for n in range(5000)}), findings.TOO_LARGE),
    (
        "words that grow",
        _with("word/a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        findings.DAMAGED,
    ),
    (
        "words from a file",
        _with("word/a.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        findings.DAMAGED,
    ),
]


@pytest.mark.parametrize(
    ("content", "why"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_what_cannot_be_cleaned_is_said_and_there_is_no_copy(content: bytes, why: str) -> None:
    copy = cleaned(content)
    assert (copy.trouble, copy.content) == (why, b"")
