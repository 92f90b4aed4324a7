"""The same promise on PostgreSQL: nothing in its tables, its write-ahead log or its own log."""

import html
import re
from pathlib import Path

import pytest

from tests.journeys.canaries import CANARIES
from tests.journeys.casting import gather, open_case
from tests.journeys.running import confide, founded, served
from tests.journeys.scanning import everything, found_in
from tests.journeys.visiting import Visitor
from tests.journeys.walking import today
from tools import postgres

TYPED = ("student", "safe", "about", "said", "contact", "subject", "document", "content")
TYPED += ("recipient", "summary", "spoken", "clarity")
WORDS = {each: CANARIES[each] for each in TYPED}


@pytest.mark.promise("P1")
def test_no_word_lies_in_postgresql_or_beside_it(tmp_path: Path) -> None:
    with postgres.running() as conninfo:
        cluster = Path(re.findall("host=([^ ]+)", conninfo)[0])
        began = cluster.stat().st_mtime
        database = {"CONFIDE_DATABASE": conninfo}
        service = founded(tmp_path / "data", **database)
        with served(service.folder, said=tmp_path / "printed", **database) as address:
            cast = gather(service, address)
            _type_everything(cast.appoint("Maya Rahman", "maya"))
            confide("nightly", folder=service.folder, **database)
            written = _written_since(began, cluster)
            assert found_in(written, {"a name that may": "Maya Rahman"}), "nothing was written"
            secrets = {**cast.passphrases, "invitation": service.invitation}
            assert found_in([*written, tmp_path], {**WORDS, **secrets}) == []


def _written_since(began: float, cluster: Path) -> list[Path]:
    files = [path for path in everything([cluster]) if path.is_file()]
    return [path for path in files if path.stat().st_mtime >= began]


def _type_everything(maya: Visitor) -> None:
    say = WORDS
    typed = {"safe_how": say["safe"], "about": say["about"], "said": say["said"]}
    ref = open_case(maya, say["student"], **typed)
    moment = {"day": f"{today():%d/%m/%Y}", "time": "00:00"}
    maya.post(f"/cases/{ref}/contacts/", kind="phone", said=say["contact"], **moment)
    mail = f"From: a@student.example\r\nSubject: {say['subject']}\r\n\r\n{say['content']}\r\n"
    for name in (f"{say['document']}.txt", "letter.eml"):
        assert maya.upload(f"/cases/{ref}/documents/", name, mail.encode()).status == 302
    asked = {"recipient": say["recipient"], "role": "a tutor", "purpose": "more time"}
    asked |= {"summary": say["summary"], "words": say["spoken"], "clarity": say["clarity"]}
    agreed = {**asked, **moment, "way": "spoken", "form_id": "b" * 26}
    assert maya.post(f"/cases/{ref}/consents/", **agreed).status == 302
    look = maya.post(f"/cases/{ref}/tellings/new/", **asked, look="yes").body.decode()
    [seen] = re.findall(r'name="seen" value="([^"]*)"', look)
    told = {**asked, "how": "paper", "form_id": "c" * 26, "seen": html.unescape(seen)}
    assert maya.post(f"/cases/{ref}/tellings/", **told).status == 302
    page = maya.get(f"/cases/{ref}/").body.decode()
    assert [each for each in ("contact", "subject", "document") if say[each] not in page] == []
