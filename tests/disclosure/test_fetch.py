"""Handing out what was told, while it may be told. (CONF-1, CONF-4)"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions
from confide.disclosure.queries import Shape
from confide.disclosure.queries.shapes import AS_FILED
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.conftest import Record

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LATER = cast.NOON + timedelta(hours=2)


@pytest.mark.promise("P8")
def test_every_copy_that_leaves_is_an_entry_before_it_leaves(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree()
    fetched = actions.fetch(alice, case, tell(), "extract", at=LATER)
    assert history.recorded("extract.fetched", about=case.ref, by=alice.pseudonym) is not None
    assert fetched.name == "extract.pdf"
    assert b"".join(fetched.content).startswith(b"%PDF-")


def test_a_document_that_was_picked_goes_with_it_as_it_was_filed_where_that_was_decided(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    record: Record,
) -> None:
    agree()
    telling = tell(shape=Shape(files={record.letter: AS_FILED}))
    fetched = actions.fetch(alice, case, telling, record.letter, at=LATER)
    assert fetched.name == "document.pdf"
    assert b"".join(fetched.content) == cast.PDF


@pytest.mark.clause("CONF-1")
def test_what_was_not_told_cannot_be_fetched(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    record: Record,
) -> None:
    from confide.casework import actions as casework

    agree()
    telling = tell()
    other = casework.add_document(alice, case, cast.a_pdf("Another.pdf"), at=LATER)
    for part in (other, record.secret, record.said, "summary", ""):
        with pytest.raises(NotVisible):
            actions.fetch(alice, case, telling, part, at=LATER)


@pytest.mark.clause("CONF-4")
@pytest.mark.promise("P8")
def test_once_it_was_withdrawn_no_further_copy_leaves(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    record: Record,
) -> None:
    consent = agree()
    telling = tell()
    actions.withdraw_consent(alice, case, consent, at=LATER)
    for part in ("extract", record.letter):
        with pytest.raises(Refused) as refused:
            actions.fetch(alice, case, telling, part, at=LATER)
        assert refused.value.decision.clause == "CONF-4"


@pytest.mark.clause("CONF-4")
def test_a_copy_leaves_on_the_last_day_and_not_on_the_next(
    agree: Callable[..., str], tell: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    agree(until_on=cast.NOON.date())
    telling = tell()
    actions.fetch(alice, case, telling, "extract", at=LATER)
    with pytest.raises(Refused):
        actions.fetch(alice, case, telling, "extract", at=LATER + timedelta(days=1))


@pytest.mark.clause("CONF-4")
@pytest.mark.promise("P14")
def test_a_withdrawal_one_commit_earlier_stops_the_copy(
    agree: Callable[..., str],
    tell: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consent = agree()
    telling = tell()
    held_still = actions.tellings.held_still
    withdraw = [lambda: actions.withdraw_consent(alice, case, consent, at=LATER)]

    def overtaken(opened: OpenCase) -> object:
        if withdraw:
            withdraw.pop()()
        return held_still(opened)

    monkeypatch.setattr(actions.tellings, "held_still", overtaken)
    with pytest.raises(Refused):
        actions.fetch(alice, case, telling, "extract", at=LATER)
