"""Whatever is typed to ask, share, act, break confidence or step aside: none of it lies in clear.

The same as `test_nothing_in_clear.py`, for the pages by which information moves, without a browser:
the databases with their journals as a thief finds them while the service runs, the files, what the
service printed and wrote elsewhere, and what stands in addresses, headers and cookies, where no
officer is named either. The mail is looked at in tests/disclosure/test_mail_in_danger.py.
"""

import shutil
from pathlib import Path

import pytest

from tests.journeys.casting import gather, open_case
from tests.journeys.one_door import WORDS, Watched, a_day
from tests.journeys.running import founded, ran, served
from tests.journeys.scanning import everything, forms_of, found_in

NAMES = {"her": "Maya Rahman", "him": "Sam Whitfield"}


@pytest.mark.promise("P1")
@pytest.mark.clause("CONF-3", "RECD-2")
def test_no_word_lies_in_clear_nor_stands_beside_a_page(tmp_path: Path) -> None:
    service = founded(tmp_path / "data")
    (tmp_path / "temporary").mkdir()
    printed, more = tmp_path / "printed", {"TMPDIR": str(tmp_path / "temporary")}
    with served(service.folder, said=printed, **more) as address:
        cast = gather(service, address)
        cast.appoint(NAMES["her"], "maya")
        cast.appoint(NAMES["him"], "sam", post="welfare-graduates")
        hers, his = (Watched(address) for _ in NAMES)
        hers.sign_in("maya", cast.passphrases["maya"])
        his.sign_in("sam", cast.passphrases["sam"])
        ref = open_case(hers, WORDS["student"], said=WORDS["said"])
        card = a_day(hers, his, ref)
        shutil.copytree(service.folder, tmp_path / "while-at-work")
    kept = list(everything([tmp_path]))
    assert any(path.name.endswith("-wal") for path in kept)
    assert found_in([tmp_path], NAMES), "nothing was written"
    assert found_in([tmp_path], {**WORDS, "card": card}) == []
    beside = "\n".join([*hers.beside, *his.beside]).encode()
    assert [word for word in [*WORDS.values(), *NAMES.values()] if _in(word, beside)] == []
    ledger = ran("verify", "--data", str(service.folder))
    assert ledger.code == 0, ledger.out + ledger.err
    printed_then = (ledger.out + ledger.err).encode()
    assert [word for word in WORDS.values() if _in(word, printed_then)] == []


def test_a_word_beside_a_page_would_have_been_found() -> None:
    for form in forms_of(WORDS["outline"]):
        assert _in(WORDS["outline"], b"\1" + form + b"\2")


def _in(word: str, *contents: bytes) -> bool:
    return any(form in content for form in forms_of(word) for content in contents)
