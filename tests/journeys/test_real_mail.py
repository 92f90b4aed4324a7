"""Mails that were found in the wild, filed one after another: nothing crashes, nothing is lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import papers
from tests.journeys.casting import gather, open_case
from tests.journeys.running import founded, served
from tests.journeys.visiting import Visitor

MAILS = [papers.a_mail(), *papers.real_mails()]


@pytest.fixture(scope="module")
def maya(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        yield gather(service, address).appoint("Maya Rahman", "maya")


@pytest.mark.clause("RECD-1", "RECD-2")
@pytest.mark.parametrize("mail", MAILS, ids=[path.stem for path in MAILS])
def test_a_mail_becomes_a_readable_entry_or_is_refused_with_the_reason_and_is_kept_as_it_came(
    maya: Visitor, mail: Path
) -> None:
    ref = open_case(maya, "Zoë")
    answer = maya.upload(f"/cases/{ref}/documents/", mail.name, mail.read_bytes())
    if answer.status == 200:
        said = re.findall(r'class="govuk-error-message"[^>]*>(.*?)</p>', answer.body.decode(), re.S)
        assert said, answer.body.decode()
        as_it_is = maya.upload(
            f"/cases/{ref}/documents/", mail.name, mail.read_bytes(), unread="on"
        )
        assert as_it_is.status == 302
    else:
        assert answer.status == 302
    page = maya.get(f"/cases/{ref}/")
    assert page.status == 200
    documents = set(re.findall(rf"/cases/{ref}/documents/([a-z2-7]{{26}})/", page.body.decode()))
    kept = [maya.get(f"/cases/{ref}/documents/{each}/") for each in documents]
    assert mail.read_bytes() in [each.body for each in kept]
    assert {each.status for each in kept} == {200}
    if answer.status == 302:
        entry = page.body.decode().partition("entry--mail")[2].partition("</li>")[0]
        assert "as-typed" in entry and "�" not in entry
