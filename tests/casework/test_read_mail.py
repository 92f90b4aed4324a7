"""Reading a mail that is dropped on a case."""

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confide.casework.forms.mail import Letter, UnreadableMail, read_mail

MAILS = Path(__file__).parent / "mails"
REAL = Path(__file__).parents[3] / "shared" / "real" / "mail"
HEAD = b"From: a@student.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def letter(name: str) -> Letter:
    return read_mail((MAILS / name).read_bytes())


def reason(raw: bytes, **limits: int) -> str:
    with pytest.raises(UnreadableMail) as refused:
        read_mail(raw, **limits)
    assert refused.value.__cause__ is None, "it was not foreseen"
    return refused.value.reason


def names(found: Letter) -> list[str]:
    return [attachment.name for attachment in found.attachments]


@pytest.mark.clause("RECD-1")
def test_a_plain_mail_becomes_a_letter() -> None:
    assert letter("plain.eml") == Letter(
        subject="Meeting on Thursday",
        sender="Ayesha Rahman <ayesha@student.example>",
        recipients=(
            "Welfare <welfare@union.example>",
            "Okafor, Chidi <chidi@student.example>",
            "welfare@union.example",
        ),
        sent_at=datetime(2024, 2, 15, 8, 12, 44, tzinfo=UTC),
        words="Could we meet at 2 instead of 3?\n\nThank you so much,\nAyesha",
        attachments=(),
    )


def test_plain_text_is_preferred_and_other_forms_of_it_are_not_repeated() -> None:
    found = letter("both-forms.eml")
    assert found.words == "Your request was received."
    assert found.subject == "Your request – next steps"
    assert [(a.name, a.content_type) for a in found.attachments] == [
        ("attachment-1.txt", "text/calendar"),
        ("attachment-2.pdf", "application/pdf"),
    ]
    assert found.attachments[1].content == b"%PDF-1.7\n%%EOF\n"


@pytest.mark.clause("RECD-2")
def test_html_becomes_harmless_words() -> None:
    found = letter("html-only.eml")
    assert found.words.split("\n") == [
        "Dear Tomos & all,",
        "",
        "the deposit is £450.",
        "Read the terms first.",
        "Yours",
        "",
        "one",
        "two",
        "",
        "May Due",
        "",
        "kept",
        "  as typed",
        "",
        "<script>shown as words</script>",
    ]
    assert names(found) == ["logo.png"]


def test_an_enclosed_mail_is_kept_whole_under_its_own_subject() -> None:
    found = letter("forwarded.eml")
    assert found.words == "This is what I was sent."
    assert names(found) == ["Draft: chapter 2-3.eml", "attachment-2.eml"]
    raw = (MAILS / "forwarded.eml").read_bytes()
    assert all(attachment.content in raw for attachment in found.attachments)
    enclosed = read_mail(found.attachments[0].content)
    assert enclosed.words == "Not   refolded,  not  touched."


@pytest.mark.parametrize(
    ("name", "words", "subject"),
    [
        ("shift-jis.eml", "家賃のことで相談したいです。①", "家賃について"),
        ("iso-2022-jp.eml", "よろしくお願いします。", "test"),
        (
            "latin-1-called-utf-8.eml",
            "Zoë préfère être appelée l’après-midi – merci",
            "Rendez-vous",
        ),
        ("utf-8-called-ascii.eml", "Zoë’s £20", "Façade £20"),
        ("unknown-charset.eml", "café", "café"),
    ],
)
def test_characters_survive_whatever_the_mail_calls_them(
    name: str, words: str, subject: str
) -> None:
    assert (letter(name).words, letter(name).subject) == (words, subject)


@pytest.mark.clause("RECD-2")
def test_characters_that_deceive_are_shown() -> None:
    found = letter("deceiving.eml")
    assert found.words == "Transfer to [U+202E]12345[U+202C]␛[31m now\nplease"
    assert found.subject == "pay[U+202E]slip␇"
    assert found.sender == "a[U+202E]b <evil@student.example>"


@pytest.mark.clause("RECD-2")
def test_names_of_attachments_are_made_harmless_and_stay_readable() -> None:
    found = letter("deceiving.eml")
    assert names(found) == [
        "reportfdp.exe",
        "passwd",
        "bank letter.pdf",
        "attachment-4.pdf",
        "beséd €.txt",
        "n" * 116 + ".png",
        "odd",
    ]
    assert found.attachments[-1].content_type == "application/octet-stream"


def test_files_written_into_old_mails_are_taken_out() -> None:
    found = letter("uuencoded.eml")
    assert names(found) == ["letter.txt"]
    assert found.attachments[0].content.startswith(b"Dear student, please see us")
    assert found.words.endswith("begin 644 is how it starts, they said.\nBye")
    assert letter("uuencoded-part.eml").attachments[0].content == b"fees"


def test_parts_that_were_promised_and_never_come_are_still_read() -> None:
    found = letter("promised-parts.eml")
    assert found.words == "It never comes apart."
    assert found.sent_at is None


def test_a_text_too_long_to_read_is_kept_as_an_attachment() -> None:
    found = read_mail(HEAD + b"\r\n" + b"word " * 300_000)
    assert found.words == ""
    assert [(a.name, len(a.content)) for a in found.attachments] == [
        ("attachment-1.txt", 1_500_000)
    ]
    tags = read_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 40_000)
    assert names(tags) == ["attachment-1.html"]


def test_what_is_no_mail_is_refused_in_a_sentence() -> None:
    assert reason(b"") == "This file is empty."
    assert reason(b"\xef\xbb\xbf\r\n \r\n") == "This file is empty."
    assert reason(b"%PDF-1.7\n1 0 obj\n") == reason(b"Milk: two pints\n\nand bread")
    assert "doesn’t look like a mail" in reason(b"\x00\xff" * 50)
    assert "Save the message from Outlook as .eml" in reason(bytes.fromhex("d0cf11e0a1b11ae1") * 9)


def nested(depth: int) -> bytes:
    opened = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    )
    return HEAD + b"".join(opened) + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def parted(parts: int) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * parts
    )


def test_a_mail_is_read_up_to_its_limits_and_not_beyond() -> None:
    assert read_mail(nested(20)).words == "hello"
    assert "more than 20 deep" in reason(nested(21))
    assert "more than 20 deep" in reason(nested(5_000))
    assert len(read_mail(parted(199)).attachments) == 199
    assert "more than 200 parts" in reason(parted(200))
    assert "more than 200 parts" in reason(HEAD + b"\n" + b"begin 644 a\n#0V%T\nend\n" * 201)
    assert len(read_mail(HEAD + b"\r\n" + b"x" * 1_000, limit=1_000).words) == 1_000
    assert "too large" in reason(HEAD + b"\r\n" + b"x" * 1_001, limit=1_000)
    assert "too large" in reason(HEAD + b"\r\n" + b"\n" * 2_000_001)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; a=" + b'"\\";' * 300_000,
        b"Content-Type: text/plain; " + b"".join(b"name*%d=b;" % n for n in range(50_000)),
        b"To: " + b"(" * 300_000,
        b"To: a@student.example\r\n" * 100_000 + b"Cc: b@student.example",
        b"Date: " + b"1 " * 300_000,
        b"Content-Type: text/plain; charset=zlib",
        b"Content-Type: text/plain; charset=unicode_escape",
        b"Content-Type: text/plain; charset=a\x00b",
        b"Content-Type: \xff\xfe/\xff; charset=\xff",
        b"Content-Transfer-Encoding: base64",
        b"Date: Fri, 31 Feb 2024 25:61:61 +9999",
        b"Date: Mon, 1 Jan 0001 00:00:00 +1400",
        b"Subject: =?utf-8?b?a?= =?iso-2022-jp?b?////?=",
    ],
)
def test_a_broken_or_endless_header_costs_neither_the_mail_nor_the_day(header: bytes) -> None:
    found = read_mail(b"From: a@student.example\r\n" + header + b"\r\n\r\nstill here?")
    assert found.sender == "a@student.example"


def assert_sound(found: Letter) -> None:
    """What holds for every letter: it can be stored, shown on a page, and nothing in it hides."""
    lines = [found.subject, found.sender, *found.recipients, *names(found)]
    assert not any("\n" in line for line in lines)
    assert all(name and "/" not in name and name.strip(".") for name in names(found))
    for text in [*lines, found.words]:
        text.encode("utf-8")
        assert not [c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"]
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert found.sent_at is None or found.sent_at.tzinfo is UTC


def read_or_refuse(raw: bytes) -> None:
    try:
        found = read_mail(raw)
    except UnreadableMail as refused:
        assert refused.reason
        assert refused.__cause__ is None, "it was not foreseen"
    else:
        assert_sound(found)


WHOLE = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
LINES = [line + b"\n" for raw in WHOLE for line in raw.split(b"\n")]


@st.composite
def spoilt_mails(draw: st.DrawFn) -> bytes:
    """A mail of ours with bytes overwritten, cut out, or pasted in from others."""
    raw = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        paste = draw(st.binary(max_size=4) | st.sampled_from(LINES))
        raw = raw[:start] + paste + raw[start + draw(st.integers(0, 6)) :]
    return raw


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw)
    read_or_refuse(HEAD + raw)


@given(spoilt_mails())
@settings(max_examples=600)
def test_spoilt_mails_are_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw)


def test_an_enclosed_mail_with_an_unencoded_subject_is_named_by_it() -> None:
    enclosed = "Content-Type: message/rfc822\r\n\r\nSubject: Prüfung\r\n\r\nhello".encode()
    assert names(read_mail(HEAD + enclosed)) == ["Prüfung.eml"]


@given(
    st.sampled_from(["From", "To", "Cc", "Subject", "Date", "Content-Type", "Content-Disposition"]),
    st.text(alphabet="()<>@,;:\\\".[]=?*'%%/ -_aé\u202e\n\t0123utf8bq", max_size=80),
)
@settings(max_examples=300)
def test_any_header_is_read(name: str, value: str) -> None:
    read_or_refuse(b"From: a@student.example\n" + f"{name}: {value}\n\nwords\n".encode())


@given(st.text(alphabet="<>/&;#!-\"'= abipdrtv\n\x00\u202e", max_size=200))
def test_any_html_becomes_words(source: str) -> None:
    found = read_mail(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + source.encode())
    assert_sound(found)


@pytest.mark.skipif(not REAL.exists(), reason="the real mails are not part of the project")
def test_every_real_mail_is_read() -> None:
    paths = sorted(REAL.glob("*.eml"))
    assert len(paths) >= 51
    for path in paths:
        found = read_mail(path.read_bytes())
        assert_sound(found)
        assert found.sender, path.name
