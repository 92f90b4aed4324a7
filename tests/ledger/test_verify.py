"""Whatever was done to the ledger is found, and the first of it is named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from confide.ledger.checkpoint import make_checkpoint
from confide.ledger.entry import Placed
from confide.ledger.export import export
from confide.ledger.models import Checkpoint, Entry
from confide.ledger.note import PublicKey, SigningKey
from confide.ledger.verify import verify
from tests.ledger.history import (
    NOON,
    OTHER,
    behind_its_back,
    outside_says,
    put,
    rechained,
    rehashed,
    stored,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P10"), pytest.mark.clause("RECD-2")]

Tamper = Callable[[list[Placed]], list[Placed]]


def changed(entry: Placed) -> Placed:
    return entry._replace(told=entry.told._replace(about=OTHER, event="case.closed"))


def at(position: int, what: Callable[[Placed], Placed]) -> Tamper:
    return lambda entries: [what(e) if e.position == position else e for e in entries]


def without(*positions: int) -> Tamper:
    return lambda entries: [e for e in entries if e.position not in positions]


def renumbered(entries: list[Placed]) -> list[Placed]:
    return [e._replace(position=n) for n, e in enumerate(entries)]


def then(first: Tamper, second: Tamper) -> Tamper:
    return lambda entries: second(first(entries))


def moved(one: int, other: int) -> Tamper:
    def swap(entries: list[Placed]) -> list[Placed]:
        entries[one], entries[other] = entries[other], entries[one]
        return renumbered(entries)

    return swap


def put_in(position: int) -> Tamper:
    def insert(entries: list[Placed]) -> list[Placed]:
        before = entries[position]
        return renumbered([*entries[:position], rehashed(changed(before)), *entries[position:]])

    return insert


@pytest.mark.parametrize(
    ("tamper", "kind", "position"),
    [
        (at(5, changed), "changed", 5),
        (at(0, changed), "changed", 0),
        (at(11, changed), "changed", 11),
        (then(at(5, changed), at(5, rehashed)), "changed", 5),
        (then(at(8, changed), at(8, rehashed)), "changed", 8),
        (then(at(11, changed), at(11, rehashed)), "rewritten", 9),
        (at(5, lambda e: e._replace(after="0" * 64)), "changed", 5),
        (at(5, lambda e: e._replace(leaf="0" * 64)), "changed", 5),
        (at(5, lambda e: e._replace(leaf="")), "changed", 5),
        (at(5, lambda e: rehashed(e._replace(after="0" * 64))), "changed", 5),
        (at(5, lambda e: e._replace(told=e.told._replace(about="Dana"))), "changed", 5),
        (without(5), "missing", 5),
        (without(0), "missing", 0),
        (without(5, 6, 9), "missing", 5),
        (then(without(5), renumbered), "missing", 5),
        (then(without(3, 4, 5), renumbered), "missing", 3),
        (without(11), "truncated", 11),
        (without(*range(7, 12)), "truncated", 7),
        (without(*range(12)), "truncated", 0),
        (moved(5, 6), "reordered", 5),
        (moved(3, 8), "reordered", 3),
        (moved(0, 11), "reordered", 0),
        (put_in(5), "added", 5),
        (put_in(0), "added", 0),
        (lambda entries: [*entries, entries[-1]._replace(position=-1)], "added", -1),
        (lambda entries: [*entries, entries[-1]._replace(position=12)], "added", 11),
        (then(at(5, changed), rechained), "rewritten", 4),
        (then(at(1, changed), rechained), "rewritten", 0),
        (then(without(6), rechained), "rewritten", 4),
        (then(moved(9, 10), rechained), "rewritten", 9),
    ],
)
def test_a_tamper_is_found_and_named(
    outside: dict[str, str], key: str, tmp_path: Path, tamper: Tamper, kind: str, position: int
) -> None:
    tampered = tamper(stored())
    with behind_its_back() as cursor:
        put(cursor, tampered)
    finding = verify(outside)
    assert not finding
    assert (finding.kind, finding.position) == (kind, position)
    assert str(position) in str(finding)
    code, said = outside_says(exported(tmp_path), key)
    assert code == 1, said
    assert said.startswith("NOT")


def test_an_untouched_ledger_is_fine(outside: dict[str, str], key: str, tmp_path: Path) -> None:
    finding = verify(outside)
    assert finding
    assert str(finding) == "All 12 entries are as they were written."
    code, said = outside_says(exported(tmp_path), key)
    assert (code, said) == (
        0,
        "All 12 entries are as they were written; checkpoints cover the first 12.\n",
    )


def test_a_ledger_that_grew_since_its_last_checkpoint_is_fine(outside: dict[str, str]) -> None:
    written(15)
    assert verify(outside).entries == 15


def test_an_empty_ledger_without_a_key_is_fine(db: None) -> None:
    assert verify()


def test_a_roll_back_of_entries_and_checkpoints_is_seen_only_from_outside(
    outside: dict[str, str], key: str, tmp_path: Path
) -> None:
    with behind_its_back() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE position >= 9")
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size > 9")
    assert verify()
    finding = verify(outside)
    assert (finding.kind, finding.position, finding.until) == ("truncated", 9, 11)
    assert "the trustee's copy" in str(finding)
    held = tmp_path / "held.txt"
    held.write_text(outside["the trustee's copy"])
    folder = exported(tmp_path)
    assert outside_says(folder, key)[0] == 0
    code, said = outside_says(folder, key, held)
    assert (code, "entry 9 is missing" in said) == (1, True)


def test_another_history_after_a_roll_back_is_seen_from_outside(
    outside: dict[str, str], key: str, tmp_path: Path
) -> None:
    with behind_its_back() as cursor:
        entries = stored()[:9]
        put(cursor, rechained([*entries, *(changed(e) for e in stored()[9:])]))
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size > 9")
    written(14)
    make_checkpoint(NOON)
    assert verify()
    finding = verify(outside)
    assert (finding.kind, finding.position, finding.until) == ("rewritten", 9, 11)
    held = tmp_path / "held.txt"
    held.write_text(outside["the trustee's copy"])
    code, said = outside_says(exported(tmp_path), key, held)
    assert (code, "entries 9 to 11" in said) == (1, True)


@pytest.mark.parametrize(
    "forge",
    [
        lambda note: note.replace("\n9\n", "\n8\n"),
        lambda note: SigningKey.make("confide.test/ledger").sign(note.split("\n\n")[0] + "\n"),
        lambda note: note[:-10] + ("A" if note[-10] != "A" else "B") + note[-9:],
        lambda note: "",
        lambda note: Checkpoint.objects.get(size=4).note,
    ],
)
def test_a_forged_checkpoint_is_named(
    outside: dict[str, str], key: str, tmp_path: Path, forge: Callable[[str], str]
) -> None:
    forged = forge(Checkpoint.objects.get(size=9).note)
    with behind_its_back() as cursor:
        cursor.execute("UPDATE ledger_checkpoint SET note = %s WHERE size = 9", [forged])
    finding = verify(outside)
    assert (finding.kind, finding.witness) == ("forged", "checkpoint 9")
    code, said = outside_says(exported(tmp_path), key)
    assert (code, "checkpoint-9" in said) == (1, True)


def test_a_forged_checkpoint_never_hides_another_fault(outside: dict[str, str]) -> None:
    with behind_its_back() as cursor:
        cursor.execute("UPDATE ledger_checkpoint SET note = '' WHERE size = 4")
        cursor.execute("UPDATE ledger_entry SET verdict = 'refused' WHERE position = 7")
    assert verify(outside).position == 7


def test_a_checkpoint_from_outside_is_forged_unless_the_printed_key_signed_it(
    outside: dict[str, str],
) -> None:
    other = SigningKey.make("confide.test/ledger")
    text = outside["the trustee's copy"].split("\n\n")[0] + "\n"
    finding = verify({"a note by somebody": other.sign(text)})
    assert (finding.kind, finding.witness) == ("forged", "a note by somebody")


def test_whoever_exchanges_the_key_file_is_found_by_the_printed_key(
    outside: dict[str, str], key: str, data: Path
) -> None:
    other = SigningKey.make("confide.test/ledger")
    (data / "ledger.key").write_text(other.to_file())
    with behind_its_back() as cursor:
        for checkpoint in Checkpoint.objects.all():
            note = other.sign(checkpoint.note.split("\n\n")[0] + "\n")
            cursor.execute(
                "UPDATE ledger_checkpoint SET note = %s WHERE size = %s", [note, checkpoint.size]
            )
    assert verify()
    assert verify(key=PublicKey.read(key)).kind == "forged"


def test_the_service_goes_on_after_a_fault_and_keeps_the_evidence(outside: dict[str, str]) -> None:
    with behind_its_back() as cursor:
        cursor.execute("UPDATE ledger_entry SET event = 'case.closed' WHERE position = 3")
    written(15)
    assert Entry.objects.count() == 15
    assert verify(outside).position == 3


@pytest.mark.parametrize("leaf", ["", "not a hash"])
def test_the_service_goes_on_after_its_newest_entry_was_damaged(
    outside: dict[str, str], leaf: str
) -> None:
    with behind_its_back() as cursor:
        cursor.execute("UPDATE ledger_entry SET leaf = %s WHERE position = 11", [leaf])
    written(15)
    assert (verify(outside).kind, verify(outside).position) == ("changed", 11)


@pytest.mark.parametrize("column", ["stamp", "leaf"])
def test_text_that_a_flipped_bit_made_unreadable_is_named(
    outside: dict[str, str], column: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL gives no text that is not text")
    with behind_its_back() as cursor:
        cursor.execute(
            f"UPDATE ledger_entry SET {column} = CAST(X'E13031' AS TEXT) WHERE position = 11"  # noqa: S608
        )
    written(15)
    assert (verify(outside).kind, verify(outside).position) == ("changed", 11)


@pytest.mark.parametrize("value", ["X'00'", "7", "7.5"])
def test_anything_else_that_sqlite_lets_stand_in_a_column_is_named(
    outside: dict[str, str], value: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps to the types of its columns")
    with behind_its_back() as cursor:
        for column in ("stamp", "about", "leaf", '"after"'):
            cursor.execute(f"UPDATE ledger_entry SET {column} = {value} WHERE position = 5")  # noqa: S608
    assert (verify(outside).kind, verify(outside).position) == ("changed", 5)


def test_progress_is_told_on_the_way(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written(12)
    monkeypatch.setattr("confide.ledger.history._EVERY", 5)
    told: list[tuple[int, int]] = []
    assert verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 12), (10, 12)]


def exported(tmp_path: Path) -> Path:
    folder = tmp_path / "exported"
    folder.mkdir()
    export(folder)
    return folder
