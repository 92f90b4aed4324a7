"""A student gets their record back: whole, theirs alone, and not twice anywhere. (RECD-6)"""

import hashlib
import hmac
import io
import re
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
import pyzipper
from django.conf import settings

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.queries import NotVisible, OpenCase, case_for, documents_of
from confide.disclosure.actions import AlreadyRecorded
from confide.ledger import history
from confide.ledger.record import Refused
from confide.retention import actions, queries
from confide.retention.actions import Giving, NotAsJudged
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-6"),
    pytest.mark.clause("RECD-3"),
]
LATER = NOON + timedelta(hours=1)
OTHER = "Zebedee Quackenbush"


def giving(opened: OpenCase, **changed: object) -> Giving:
    decided = Giving(
        how_asked="She asked on Monday.",
        how_identified="I have seen her weekly.",
        way="archive",
        seen=queries.whole_record(opened).digest,
    )
    return replace(decided, **changed)  # type: ignore[arg-type]


def fetched(acting: Acting, opened: OpenCase, made: str, part: str = "archive") -> bytes:
    return b"".join(actions.fetch_return(acting, opened, made, part, at=LATER).content)


def opened_zip(content: bytes, words: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(words.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(content: bytes) -> str:
    """Everything that a PDF's own text layer says, by its fonts' maps."""
    return " ".join(_words(page) for page in pikepdf.open(io.BytesIO(content)).pages)


def _words(page: pikepdf.Page) -> str:
    maps = {}
    for name, font in page.Resources.Font.items():
        cmap = font.ToUnicode.read_bytes().decode("latin-1")
        found = dict(re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", cmap))
        maps[name] = {k.lower(): bytes.fromhex(v).decode("utf-16-be") for k, v in found.items()}
    said, font = [], ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font = str(operands[0])
            case "TJ" | "Tj":
                items = operands[0] if str(operator) == "TJ" else operands
                for item in items:
                    if isinstance(item, pikepdf.String):
                        codes = bytes(item).hex()
                        each = (codes[i : i + 4] for i in range(0, len(codes), 4))
                        said.append("".join(maps[font].get(code, "") for code in each))
            case "BT":
                said.append(" ")
    return re.sub(r"\s+", " ", "".join(said))


def add(acting: Acting, opened: OpenCase, words: str) -> None:
    said = Said(kind="phone", happened_at=NOON, said=words)
    casework.add_contact(acting, opened, said, at=NOON)


def test_the_record_and_its_documents_come_in_one_archive_that_its_words_open(
    alice: Acting, case: OpenCase
) -> None:
    casework.add_document(alice, case, cast.a_pdf("Tenancy of Flat 3.pdf"), at=NOON)
    made = actions.return_record(alice, case, giving(case), at=NOON)
    words = queries.one_return(case, made).card.passphrase
    assert len(words.split()) == 6
    content = fetched(alice, case, made)
    inside = opened_zip(content, words)
    assert list(inside) == ["record.pdf", "document-01.pdf"]
    assert inside["document-01.pdf"] == cast.PDF
    said = text_of(inside["record.pdf"])
    for known in ("Dana Whitlock", "Dana came to the office", "Arbitration", "Tenancy of Flat 3"):
        assert known in said
    assert b"Tenancy" not in content
    assert b"Whitlock" not in content


def test_other_words_open_nothing(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    with pytest.raises(RuntimeError):
        opened_zip(fetched(alice, case, made), "six other words that are wrong")


def test_the_archive_is_what_the_published_format_says(alice: Acting, case: OpenCase) -> None:
    """WinZip's AE-2, opened here with nothing of the library that made it."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    made = actions.return_record(alice, case, giving(case), at=NOON)
    words = queries.one_return(case, made).card.passphrase.encode()
    content = fetched(alice, case, made)
    named, extra = (int.from_bytes(content[at : at + 2], "little") for at in (26, 28))
    body = content[30 + named + extra : content.rindex(b"PK\x07\x08")]
    salt, check, sealed, mac = body[:16], body[16:18], body[18:-10], body[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", words, salt, 1000, 66)
    assert keys[64:] == check
    assert hmac.new(keys[32:64], sealed, "sha1").digest()[:10] == mac
    plain = bytearray()
    for number in range(0, len(sealed), 16):
        counter = (number // 16 + 1).to_bytes(16, "little")
        block = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()  # noqa: S305
        stream = block.update(counter)
        plain += bytes(a ^ b for a, b in zip(sealed[number : number + 16], stream, strict=False))
    assert bytes(plain).startswith(b"%PDF-")
    # No checksum of what is inside stands outside: not behind it, not in the list at the end.
    parts = content[30 + named + extra + len(body) :]
    assert zlib.crc32(bytes(plain)).to_bytes(4, "little") not in content[:30] + parts


def test_the_record_alone_is_locked_with_the_same_words(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    content = fetched(alice, case, made, "record")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    words = queries.one_return(case, made).card.passphrase
    with pikepdf.open(io.BytesIO(content), password=words) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.Root.MarkInfo.Marked


def test_on_paper_it_is_not_locked_and_there_is_no_archive(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case, way="paper"), at=NOON)
    assert queries.one_return(case, made).card.passphrase == ""
    assert "Dana Whitlock" in text_of(fetched(alice, case, made, "record"))
    with pytest.raises(NotVisible):
        fetched(alice, case, made, "archive")


def test_what_shows_somebody_else_is_found_left_out_and_counted(
    alice: Acting, case: OpenCase
) -> None:
    add(alice, case, f"Her flatmate {OTHER} rang from 07700 900123.")
    add(alice, case, f"{OTHER} wrote again.")
    whole = queries.whole_record(case)
    found = queries.others_in_record(whole, queries.known_in(alice, case))
    phrases = tuple(each.phrase for each in found)
    assert any(OTHER in phrase for phrase in phrases)
    made = actions.return_record(alice, case, giving(case, way="paper", phrases=phrases), at=NOON)
    content = fetched(alice, case, made, "record")
    said = text_of(content)
    assert "Zebedee" not in said
    assert "Quackenbush" not in said
    assert "900123" not in said
    assert "2 passages show somebody else" in said
    assert queries.one_return(case, made).card.passages == 2


def test_what_the_officer_leaves_stays(alice: Acting, case: OpenCase) -> None:
    add(alice, case, f"Her flatmate {OTHER} rang.")
    made = actions.return_record(alice, case, giving(case, way="paper"), at=NOON)
    said = text_of(fetched(alice, case, made, "record"))
    assert OTHER in said
    assert "Nothing was left out because it shows somebody else." in said


def test_a_caseworker_who_wrote_it_down_is_nobody_else(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    add(alice, case, "I asked Bob about it.")
    known = queries.known_in(alice, case)
    found = queries.others_in_record(queries.whole_record(case), known)
    assert not [each for each in found if each.phrase in {"Alice", "Bob"}]


def test_a_document_that_shows_somebody_else_is_left_out_and_counted(
    alice: Acting, case: OpenCase
) -> None:
    casework.add_document(alice, case, cast.a_pdf("Letter of Zebedee.pdf"), at=NOON)
    casework.add_document(alice, case, cast.a_pdf("Lease.pdf"), at=NOON)
    out = {e.id for e in documents_of(case) if "Zebedee" in e.card.name}
    made = actions.return_record(alice, case, giving(case, left_out=frozenset(out)), at=NOON)
    inside = opened_zip(fetched(alice, case, made), queries.one_return(case, made).card.passphrase)
    assert list(inside) == ["record.pdf", "document-01.pdf"]
    said = text_of(inside["record.pdf"])
    assert "Zebedee" not in said
    assert "1 document shows somebody else and was left out." in said


@pytest.mark.promise("P8")
def test_no_byte_leaves_without_an_entry_before_it(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    assert [e.event for e in history.entries_about(case.ref)][-1] == "record.returned"
    given = actions.fetch_return(alice, case, made, "archive", at=LATER)
    assert [e.event for e in history.entries_about(case.ref)][-1] == "return.fetched"
    assert next(given.content)


def test_a_record_that_changed_since_it_was_looked_through_is_not_given(
    alice: Acting, case: OpenCase
) -> None:
    before = giving(case)
    add(alice, case, f"{OTHER} rang.")
    with pytest.raises(NotAsJudged):
        actions.return_record(alice, case, before, at=NOON)
    assert queries.returns_of(case) == []
    made = actions.return_record(alice, case, giving(case), at=NOON)
    add(alice, case, f"{OTHER} rang again.")
    with pytest.raises(NotAsJudged):
        actions.fetch_return(alice, case, made, "archive", at=LATER)


def test_sent_twice_it_counts_once(alice: Acting, case: OpenCase) -> None:
    sheet = "a" * 26
    actions.return_record(alice, case, giving(case), form=sheet, at=NOON)
    with pytest.raises(AlreadyRecorded):
        actions.return_record(alice, case, giving(case), form=sheet, at=NOON)
    assert len(queries.returns_of(case)) == 1


def test_it_says_how_it_was_asked_and_that_it_is_they(alice: Acting, case: OpenCase) -> None:
    for lacks in ({"how_asked": " "}, {"how_identified": ""}):
        with pytest.raises(Refused):
            actions.return_record(alice, case, giving(case, **lacks), at=NOON)


def test_who_does_not_sit_at_the_case_gives_nothing_back(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    with pytest.raises(Refused):
        actions.return_record(bob, case, giving(case), at=NOON)
    with pytest.raises(Refused):
        actions.fetch_return(bob, case, made, "archive", at=LATER)


@pytest.mark.parametrize("days", [14, 15])
def test_it_can_be_fetched_for_two_weeks(alice: Acting, case: OpenCase, days: int) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    at = NOON + timedelta(days=days)
    if days == 14:
        assert actions.fetch_return(alice, case, made, "archive", at=at)
    else:
        with pytest.raises(Refused):
            actions.fetch_return(alice, case, made, "archive", at=at)


def test_handed_over_its_words_are_forgotten_and_no_copy_is_left(
    alice: Acting, case: OpenCase, data: Path
) -> None:
    casework.add_document(alice, case, cast.a_pdf(), at=NOON)

    def files() -> list[Path]:
        return sorted(each for each in Path(settings.DATA).rglob("*") if "files" in each.parts)

    before = files()
    made = actions.return_record(alice, case, giving(case), at=NOON)
    fetched(alice, case, made)
    assert files() == before
    actions.note_return(alice, case, made, handed_on=NOON.date(), wish="keep", at=LATER)
    card = queries.one_return(case, made).card
    assert (card.passphrase, card.handed_on, card.wish) == ("", NOON.date(), "keep")
    for act in (lambda: fetched(alice, case, made), lambda: _note(alice, case, made)):
        with pytest.raises(Refused):
            act()


def _note(alice: Acting, case: OpenCase, made: str) -> None:
    actions.note_return(alice, case, made, handed_on=NOON.date(), wish="keep", at=LATER)


def test_it_is_not_handed_over_before_it_was_made(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    day = NOON.date() - timedelta(days=1)
    with pytest.raises(Refused):
        actions.note_return(alice, case, made, handed_on=day, wish="keep", at=LATER)


def test_destroyed_as_the_student_says(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    actions.note_return(alice, case, made, handed_on=NOON.date(), wish="destroy", at=LATER)
    asked = actions.Asked(**queries.asked_with_return(case))
    assert actions.request_by_student(alice, case, asked, at=LATER)
    with pytest.raises(NotVisible):
        case_for(alice, case.ref)


def test_two_returns_of_one_record_are_alike_to_the_digest(alice: Acting, case: OpenCase) -> None:
    before = queries.whole_record(case).digest
    made = actions.return_record(alice, case, giving(case), at=NOON)
    actions.note_return(alice, case, made, handed_on=NOON.date(), wish="keep", at=LATER)
    assert queries.whole_record(case).digest == before


def test_a_large_archive_is_never_in_memory_whole() -> None:
    import tracemalloc

    from confide.retention.queries.returning_archive import locked

    chunk, sent = bytes(64 * 1024), 0
    members = ((f"document-{n:03}.pdf", (chunk for _ in range(160))) for n in range(20))
    tracemalloc.start()
    for piece in locked(members, "one two three four five six"):
        sent += len(piece)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent > 200_000_000
    assert most < 8_000_000


def test_the_day_it_was_made_is_all_that_it_says_of_time(alice: Acting, case: OpenCase) -> None:
    made = actions.return_record(alice, case, giving(case), at=NOON)
    words = queries.one_return(case, made).card.passphrase
    with pyzipper.AESZipFile(io.BytesIO(fetched(alice, case, made))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.setpassword(words.encode())
        with pikepdf.open(io.BytesIO(archive.read("record.pdf"))) as pdf:
            assert "/CreationDate" not in pdf.docinfo
