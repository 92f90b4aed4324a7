"""`CONFIDE_MAIL`: one mail server, encrypted from the first byte or on this machine. (CONF-3)"""

import pytest

from confide.web.mail_server import MailError, Server, read

pytestmark = pytest.mark.clause("CONF-3")

FROM = "?from=office@union.example"


def test_none_is_none() -> None:
    assert read("") is None


def test_an_encrypted_one_is_read_with_its_signs_as_they_are_written_in_addresses() -> None:
    assert read(f"smtps://office%40union:p%2Fa%3Ass@mail.union.example/{FROM}") == Server(
        encrypted=True,
        host="mail.union.example",
        port=465,
        user="office@union",
        password="p/a:ss",
        sender="office@union.example",
    )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_one_on_this_machine_needs_no_encryption(host: str) -> None:
    here = read(f"smtp://{host}{FROM}")
    assert here and not here.encrypted and here.port == 25 and here.host == host.strip("[]")
    other = read(f"smtp://{host}:2525/{FROM}")
    assert other and other.port == 2525


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"smtp://mail.union.example/{FROM}", "unencrypted to another machine"),
        (f"smtp://localhost.evil.example/{FROM}", "unencrypted to another machine"),
        (f"smtp://127.0.0.1.evil.example/{FROM}", "unencrypted to another machine"),
        (f"smtp://localhost@mail.union.example/{FROM}", "unencrypted to another machine"),
        (f"smtp+starttls://mail.union.example/{FROM}", "begins with"),
        (f"https://mail.union.example/{FROM}", "begins with"),
        ("mail.union.example", "begins with"),
        (" ", "begins with"),
        (f"smtps:///{FROM}", "no host"),
        (f"smtps://mail.union.example:99999/{FROM}", "host and the port"),
        (f"smtps://mail.union.example:mail/{FROM}", "host and the port"),
        (f"smtps://[mail.union.example/{FROM}", "host and the port"),
        (f"smtps://mail.union.example/inbox{FROM}", "after the port"),
        (f"smtps://mail.union.example/{FROM}#tls", "after the port"),
        ("smtps://mail.union.example", "mail is from"),
        ("smtps://mail.union.example/?from=", "mail is from"),
        ("smtps://mail.union.example/?from=office", "mail is from"),
        ("smtps://mail.union.example/?from=a@union.example&from=b@union.example", "mail is from"),
        (f"smtps://mail.union.example/{FROM}&starttls=1", "mail is from"),
        (f"smtps://mail.union.example/{FROM}&verify=no", "mail is from"),
        ("smtps://mail.union.example/?office@union.example", "mail is from"),
        ("smtps://mail.union.example/?from=a@union.example%0d%0aBcc:d@union.example", "is from"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(MailError, match=words):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        f"smtp://office:hunter2@mail.union.example/{FROM}",
        f"smtps://office:hunter2@mail.union.example:x/{FROM}",
        f"ftp://office:hunter2@mail.union.example/{FROM}",
        "smtps://office:hunter2@mail.union.example/",
    ],
)
def test_no_message_shows_the_password(text: str) -> None:
    with pytest.raises(MailError) as wrong:
        read(text)
    assert "hunter2" not in str(wrong.value) and wrong.value.__cause__ is None


def test_nor_does_the_server_when_it_is_printed() -> None:
    assert "hunter2" not in repr(read(f"smtps://office:hunter2@mail.union.example/{FROM}"))
