"""An entry has its bytes for ever, and no room for content."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.ledger.entry import BEFORE_THE_FIRST, NotAnEntry, canonical, moment, place, tell
from tests.ledger.history import ALICE, CASE, NO, NOON, YES

TOLD = tell("case.opened", by=ALICE, about=CASE, under=YES, at=NOON)


def test_the_bytes_of_an_entry_are_these() -> None:
    expected = (
        "confide-entry/v1\n"
        "position 7\n"
        "after e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        "at 2026-11-23T12:00:00Z\n"
        "event case.opened\n"
        "by alice2aaaaaaaaaaaaaaaaaaaa\n"
        "about casebbbbbbbbbbbbbbbbbbbbbb\n"
        "clause RECD-1\n"
        "verdict allowed\n"
    )
    assert canonical(7, BEFORE_THE_FIRST, TOLD) == expected.encode("ascii")


def test_the_hash_of_that_entry_is_this() -> None:
    leaf = place(7, BEFORE_THE_FIRST, TOLD).leaf
    assert (
        leaf == "ac0c90874913d0e00d267e19c9daf028e3ab4b91b7cf1415bbebb4aa12914eed"
    )  # by sha256sum


def test_a_refusal_is_told_as_one() -> None:
    told = tell("case.read", by=ALICE, about=CASE, under=NO, at=NOON)
    assert (told.clause, told.verdict) == ("CONF-1", "refused")


def test_a_moment_is_told_in_utc_and_to_the_second() -> None:
    summer = datetime(2026, 7, 1, 0, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=1)))
    told = tell("case.read", by=ALICE, about=CASE, under=YES, at=summer)
    assert told.at == "2026-06-30T23:30:59Z"
    assert moment(told.at) == datetime(2026, 6, 30, 23, 30, 59, tzinfo=UTC)


def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(NotAnEntry):
        tell("case.read", by=ALICE, about=CASE, under=YES, at=NOON.replace(tzinfo=None))


@pytest.mark.clause("CONF-3", "RECD-2")
@pytest.mark.promise("P10")
@pytest.mark.parametrize("field", ["event", "by", "about"])
@pytest.mark.parametrize(
    "content",
    [
        "Dana Whitlock",
        "dana-whitlock",
        "dw412",
        "dw412@cam.ac.uk",
        "the landlord keeps the deposit",
        "",
        "case.opened\nby student",
        "c" * 27,
        "C" * 26,
        "case" + "é" * 22,
        "case" + "1" * 22,
        "case" + "b" * 22 + "\n",
        "١" * 26,
    ],
)
def test_content_finds_no_room(field: str, content: str) -> None:
    told = {"event": "case.opened", "by": ALICE, "about": CASE, field: content}
    with pytest.raises(NotAnEntry) as refused:
        tell(told["event"], by=told["by"], about=told["about"], under=YES, at=NOON)
    assert str(refused.value).startswith(field)
    assert not content.strip() or content not in str(refused.value)


@given(st.text(max_size=70))
def test_no_text_whatever_gets_in_as_a_reference_unless_it_is_one(text: str) -> None:
    try:
        told = tell("case.opened", by=ALICE, about=text, under=YES, at=NOON)
    except NotAnEntry:
        return
    assert told.about == "service" or set(told.about) <= set("abcdefghijklmnopqrstuvwxyz234567")


@given(st.sampled_from(TOLD._fields), st.text(max_size=30))
def test_two_different_entries_never_share_their_bytes(field: str, text: str) -> None:
    other = TOLD._replace(**{field: text})
    try:
        bytes_ = canonical(7, BEFORE_THE_FIRST, other)
    except NotAnEntry:
        return
    assert (bytes_ == canonical(7, BEFORE_THE_FIRST, TOLD)) == (other == TOLD)


@pytest.mark.parametrize(("position", "after"), [(-1, BEFORE_THE_FIRST), (0, ""), (0, "E" * 64)])
def test_an_entry_without_a_true_place_has_no_bytes(position: int, after: str) -> None:
    with pytest.raises(NotAnEntry):
        canonical(position, after, TOLD)
