"""A telling as it was shaped: words left out, documents cleaned, originals kept. (CONF-1)"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from confide.casework import actions as casework
from confide.casework.queries import OpenCase, content_of, one_document
from confide.disclosure import actions, queries
from confide.disclosure.actions import NotAsDecided
from confide.disclosure.models import Telling
from confide.disclosure.queries import Ask, Shape
from confide.disclosure.queries.shapes import AS_FILED, BY_NAME, CLEANED, PERSON
from confide.ledger import history
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.conftest import Record
from tests.disclosure.reading import glued, words_of
from tests.disclosure.test_tell import LATER
from tests.vault import given

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def photo(alice: Acting, case: OpenCase) -> str:
    brought = casework.bring("Dana and Priya.jpg", "image/jpeg", given.photograph())
    return casework.add_document(alice, case, brought, at=cast.NOON)


def fetched(alice: Acting, case: OpenCase, telling: str, part: str) -> bytes:
    return b"".join(actions.fetch(alice, case, telling, part, at=LATER).content)


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_a_document_goes_cleaned_and_the_original_stays_as_it_was(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    ask: Ask,
    photo: str,
) -> None:
    ask = replace(ask, items=(photo,))
    agree(ask=ask)
    telling = tell(ask=ask, shape=Shape(labels={photo: "A photograph"}, files={photo: CLEANED}))
    content = fetched(alice, case, telling, photo)
    assert given.CANARY.encode() not in content and content.startswith(b"\xff\xd8\xff")
    assert fetched(alice, case, telling, photo) == content
    filed = b"".join(content_of(case, one_document(case, photo).card))
    assert filed == given.photograph() and given.CANARY.encode() in filed
    paper = words_of(fetched(alice, case, telling, "extract"))
    assert "Priya" not in paper and glued("A photograph") in glued(paper)


@pytest.mark.clause("CONF-1")
def test_what_nobody_decided_goes_cleaned_or_not_at_all(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    ask: Ask,
    photo: str,
    stored: Callable[[], int],
) -> None:
    paper = given.locked_paper()
    brought = casework.bring("Locked.pdf", "application/pdf", paper)
    locked = casework.add_document(alice, case, brought, at=cast.NOON)
    ask = replace(ask, items=(photo, locked))
    agree(ask=ask)
    before = stored()
    with pytest.raises(NotAsDecided):
        tell(ask=ask)
    assert not Telling.objects.exists() and stored() == before
    telling = tell(ask=ask, shape=Shape(files={locked: AS_FILED}))
    assert given.CANARY.encode() not in fetched(alice, case, telling, photo)
    assert fetched(alice, case, telling, locked) == paper
    names = [actions.fetch(alice, case, telling, key, at=LATER).name for key in (photo, locked)]
    assert names == ["document-1.jpg", "document-2.pdf"]


@pytest.mark.clause("CONF-1")
def test_what_is_blacked_out_is_kept_as_a_part_of_what_was_told(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    telling = tell(shape=Shape(blacked={"landlord": PERSON}))
    card = queries.one_telling(case, telling).card
    assert card.blacked == ("landlord",) and "landlord" in card.summary
    words = words_of(fetched(alice, case, telling, "extract"))
    assert "landlord" not in words and "[anotherperson]" in glued(words)
    assert "landlord" not in repr(queries.told_words(case, card, mark="x"))


def test_it_comes_from_a_post_and_by_name_only_if_wished(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    by_post = words_of(fetched(alice, case, tell(), "extract"))
    by_name = words_of(fetched(alice, case, tell(shape=Shape(signed=BY_NAME)), "extract"))
    assert "Alice" not in by_post and glued("Education Officer") in glued(by_post)
    assert "Alice" in by_name


@pytest.mark.promise("P8")
def test_a_file_is_opened_only_after_the_record(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    record: Record,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agree()
    telling = tell()
    seen: list[bool] = []
    opened = actions.tellings.files._opened

    def watched(*args: object) -> object:
        seen.append(history.recorded("extract.fetched", about=case.ref) is not None)
        return opened(*args)  # type: ignore[arg-type]

    def peeking(*args: object) -> object:
        # What generates bytes begins when somebody asks for the first of them.
        yield from watched(*args)  # type: ignore[misc]

    monkeypatch.setattr(actions.tellings.files, "_opened", peeking)
    for part in ("extract", record.letter):
        assert fetched(alice, case, telling, part)
    assert seen == [True, True]
