"""The one mail: one recipient an envelope, the same bytes, and nobody waits. (CONF-3, BRCH-3)"""

import logging
import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import translation

from confide.web import clock, mail
from tests.web.post_office import SENDER, PostOffice, opened

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.clause("CONF-3", "BRCH-3")

OFFICERS = ("asha@union.example", "tomasz@union.example", "x@mail.union.example")
DIFFER = re.compile(rb"^(Date|Message-ID|To): [^\r\n]*\r\n", re.M)


@pytest.fixture
def office(settings: "SettingsWrapper") -> Iterator[PostOffice]:
    """A post office that behaves, until a test says otherwise."""
    with opened(PostOffice()) as office:
        settings.MAIL = office.server
        yield office


def all_sent() -> None:
    """Wait until what went out in the background is through."""
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()


def test_every_envelope_has_one_recipient_and_its_letter_names_no_other(
    office: PostOffice,
) -> None:
    mail.notify(OFFICERS)
    all_sent()
    assert [each.recipients for each in office.letters] == [(one,) for one in OFFICERS]
    for letter, one in zip(office.letters, OFFICERS, strict=True):
        assert letter.sender == SENDER
        assert re.findall(rb"^(?:To|Cc|Bcc): (.*)\r$", letter.content, re.M) == [one.encode()]
        others = [other.encode() for other in OFFICERS if other != one]
        assert not any(other in letter.content for other in others)


def test_the_bytes_are_the_same_for_everybody_every_day_and_on_every_occasion(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.notify(OFFICERS)
    all_sent()
    for days in (1, 40):
        later = datetime(2026, 11, 23, 3, tzinfo=UTC) + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        with translation.override("cy"):
            assert mail.deliver(OFFICERS, office.server) == 0
    assert len(office.letters) == 3 * len(OFFICERS)
    assert {DIFFER.sub(b"", each.content) for each in office.letters} == {
        DIFFER.sub(b"", office.letters[0].content)
    }
    assert all(len(DIFFER.findall(each.content)) == 3 for each in office.letters)


def test_it_says_nothing_of_what_it_is_of_the_machine_or_of_the_program(
    office: PostOffice,
) -> None:
    mail.notify(OFFICERS[:1])
    all_sent()
    content = office.letters[0].content.decode("ascii")
    head, _, words = content.partition("\r\n\r\n")
    assert {line.partition(":")[0] for line in head.split("\r\n")} == {
        "Date", "Message-ID", "From", "To", "Auto-Submitted", "Subject", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    for told in ("Confide", "student", "case", "breach", "advice", "://", "www", "support"):
        assert told.casefold() not in content.casefold()
    assert re.search(r"^Message-ID: <[0-9a-f]{32}@union\.example>\r$", head, re.M)
    assert office.heard[0] == "ehlo union.example"
    assert "sign in soon" in words


def test_the_longest_address_is_written_as_it_is(office: PostOffice) -> None:
    longest = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.example"[:254]
    mail.notify([longest])
    all_sent()
    assert f"\nTo: {longest}\r\n" in office.letters[0].content.decode("ascii")


def test_numbers_are_never_used_twice(office: PostOffice) -> None:
    mail.notify(OFFICERS)
    all_sent()
    assert len({re.search(rb"Message-ID: .*", x.content)[0] for x in office.letters}) == 3  # type: ignore[index]


def test_nobody_waits_for_a_mail_server_that_hangs(settings: "SettingsWrapper") -> None:
    with opened(PostOffice(manner="hangs")) as office:
        settings.MAIL = office.server
        mail.notify(OFFICERS)
        assert not office.wakes.is_set() and not office.letters, "here again, and nothing is sent"
        office.wakes.set()
        all_sent()
        assert len(office.letters) == len(OFFICERS)


@pytest.mark.parametrize("manner", ["drops", "busy"])
def test_nobody_hears_of_a_mail_server_that_fails(
    manner: str, settings: "SettingsWrapper", caplog: pytest.LogCaptureFixture
) -> None:
    with opened(PostOffice(manner=manner)) as office:
        settings.MAIL = office.server
        mail.notify(OFFICERS)
        all_sent()
        assert office.letters == []
        assert mail.deliver(OFFICERS, office.server) == len(OFFICERS)
    _without_a_word(caplog, times=2 * len(OFFICERS))


def test_nobody_hears_of_a_mail_server_that_is_not_there(
    settings: "SettingsWrapper", caplog: pytest.LogCaptureFixture
) -> None:
    with opened(PostOffice()) as office:
        pass
    settings.MAIL = office.server
    mail.notify(OFFICERS)
    all_sent()
    _without_a_word(caplog, times=len(OFFICERS))


def test_one_recipient_who_is_refused_is_nobody_elses_trouble(
    settings: "SettingsWrapper", caplog: pytest.LogCaptureFixture
) -> None:
    with opened(PostOffice(refuses=frozenset({OFFICERS[1]}))) as office:
        assert mail.deliver(OFFICERS, office.server) == 1
    assert [each.recipients for each in office.letters] == [(OFFICERS[0],), (OFFICERS[2],)]
    _without_a_word(caplog, times=1)


def test_it_never_raises(
    office: PostOffice,
    settings: "SettingsWrapper",
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> Iterator[str]:
        yield OFFICERS[0]
        raise RuntimeError(OFFICERS[1])

    mail.notify(broken())

    def no_more_threads(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_more_threads)
    mail.notify(OFFICERS)
    _without_a_word(caplog, times=2)
    assert office.letters == []


def test_without_a_mail_server_nothing_is_sent(settings: "SettingsWrapper") -> None:
    settings.MAIL = None
    assert not mail.is_set_up()
    mail.notify(OFFICERS)
    assert not [each for each in threading.enumerate() if each.name == "mail"]


@pytest.mark.parametrize(
    "address",
    [
        "asha@union.example, dana@example.com",
        "asha@union.example\r\nBcc: dana@example.com",
        "asha@union.example>\r\nRCPT TO:<dana@example.com",
        "<asha@union.example>",
        "asha",
        "",
    ],
)
def test_what_is_no_plain_address_reaches_no_mail_server(
    office: PostOffice, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    mail.notify([address, OFFICERS[0]])
    all_sent()
    assert [each.recipients for each in office.letters] == [(OFFICERS[0],)]
    assert not any("dana" in each for each in office.heard)
    _without_a_word(caplog, times=1)


def test_an_offer_to_encrypt_midway_is_never_taken_up(settings: "SettingsWrapper") -> None:
    with opened(PostOffice(manner="tempts")) as office:
        assert mail.deliver(OFFICERS, office.server) == 0
    assert "STARTTLS" not in {each.upper() for each in office.heard}


def test_encrypted_means_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    with opened(PostOffice()) as office:
        between = replace(office.server, encrypted=True, user="office", password="hunter2")
        assert mail.deliver(OFFICERS[:1], between) == 1
    assert office.letters == [] and "hunter2" not in str(office.heard)
    assert not any(each.upper().startswith(("EHLO", "MAIL", "AUTH")) for each in office.heard)


@pytest.fixture
def theirs(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A mail server's own key, and its certificate for whoever trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown, held = tmp_path / "certificate.pem", tmp_path / "key.pem"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    held.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, held)
    return context, shown


def test_a_mail_server_that_is_trusted_is_signed_in_to(
    theirs: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, shown = theirs
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    with opened(PostOffice(), trusting=context) as office:
        server = replace(office.server, user="office", password="hunter2")
        assert mail.deliver(OFFICERS, server) == 0
    assert len(office.letters) == len(OFFICERS)
    assert sum(each.startswith("AUTH PLAIN ") for each in office.heard) == len(OFFICERS)


def test_one_that_nobody_vouches_for_is_told_nothing(
    theirs: tuple[ssl.SSLContext, Path], caplog: pytest.LogCaptureFixture
) -> None:
    with opened(PostOffice(), trusting=theirs[0]) as office:
        assert mail.deliver(OFFICERS[:1], office.server) == 1
    assert office.letters == [] and office.heard == []
    _without_a_word(caplog, times=1)


def _without_a_word(caplog: pytest.LogCaptureFixture, *, times: int) -> None:
    """So many faults are reported, and no report has an address or a word in it."""
    reports = [each for each in caplog.records if each.name == "confide.errors"]
    assert len(reports) == times == len([x for x in caplog.records if x.levelno >= logging.WARNING])
    for each in reports:
        said = each.getMessage()
        assert "@" not in said and "example" not in said and each.exc_info is None
        assert re.match(r"\d{8} [\w.]+ at ", said)
