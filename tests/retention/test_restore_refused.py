"""What a restore refuses, in words: and then there is nothing, neither whole nor half."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from confide.site.command.backup_unpacking import choose
from confide.vault import sealed_archive
from confide.vault.backups import DATA, KEYS, found_in
from tests.cast import passphrase_of
from tests.retention.conftest import Theatre
from tests.retention.hosting import confide, new_identity, nothing_left, restore

pytestmark = [pytest.mark.clause("RECD-5"), pytest.mark.promise("P6")]

ALICE, BOB, SARA = (f"{name}\n{passphrase_of(name)}\n" for name in ("alice", "bob", "sara"))


@dataclass(frozen=True)
class Kept:
    """What a host keeps: the identity, and two backups, between which a night witnessed more."""

    identity: Path
    data: Path
    keys: Path
    newer_keys: Path

    def damaged(self, which: int, place: Path, change: slice | int) -> list[Path]:
        """Both archives, of which one (0: the data) is cut short there, or has a byte changed."""
        both = [self.data, self.keys]
        content = bytearray(both[which].read_bytes())
        if isinstance(change, slice):
            content = content[change]
        else:
            content[change] ^= 1
        both[which] = place / "damaged.age"
        both[which].write_bytes(content)
        return both


@pytest.fixture(scope="module")
def kept(built: Theatre, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two backups that no test changes."""
    place = tmp_path_factory.mktemp("kept")
    folder = built.copied(place / "live")
    theatre = Theatre(folder, built.case, built.other, built.alice, built.seeds)
    identity, to = new_identity(folder, place), place / "to"
    for _ in range(2):
        done = confide("backup", "--data", folder, to)
        assert done.returncode == 0, done.stderr
        theatre.play("night", "1")  # which makes a checkpoint
    (keys, newer), (data, _) = (found_in(to / each) for each in (KEYS, DATA))
    return Kept(identity, data, keys, newer)


def test_the_seal_opens_for_nobody_else(kept: Kept, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(sealed_archive.new_identity()[0])
    done = restore(tmp_path / "again", other, kept.data, kept.keys)
    assert done.returncode == 1
    assert "sealed to another key" in done.stderr
    nothing_left(tmp_path)


@pytest.mark.parametrize("which", [0, 1], ids=["data", "keys"])
@pytest.mark.parametrize("cut", [0, 50, 900, -1])
def test_a_backup_that_was_cut_short_restores_nothing(
    kept: Kept, tmp_path: Path, which: int, cut: int
) -> None:
    both = kept.damaged(which, tmp_path, slice(cut))
    done = restore(tmp_path / "again", kept.identity, *both)
    assert done.returncode == 1
    assert "cut short or changed" in done.stderr
    nothing_left(tmp_path)


@pytest.mark.parametrize("which", [0, 1], ids=["data", "keys"])
@pytest.mark.parametrize("place", [20, 2_000, -9])
def test_one_byte_that_the_disk_gives_back_otherwise_restores_nothing(
    kept: Kept, tmp_path: Path, which: int, place: int
) -> None:
    both = kept.damaged(which, tmp_path, place)
    done = restore(tmp_path / "again", kept.identity, *both)
    assert done.returncode == 1
    assert "cut short or changed" in done.stderr
    nothing_left(tmp_path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (ALICE, "do not belong together"),
        (ALICE + ALICE, "Two different people"),
        (ALICE + f"bob\n{passphrase_of('alice')}\n", "do not belong together"),
        (ALICE + SARA, "do not belong together"),
        ("", "do not belong together"),
    ],
    ids=["one alone", "one twice", "a wrong passphrase", "a stranger", "nobody"],
)
def test_a_new_epoch_takes_two_people_who_are_there(
    kept: Kept, tmp_path: Path, typed: str, said: str
) -> None:
    both = kept.data, kept.newer_keys
    done = restore(tmp_path / "again", kept.identity, *both, "--new-epoch", typed=typed)
    assert done.returncode == 1
    assert said in done.stderr
    nothing_left(tmp_path)


def test_two_people_declare_what_was_lost_and_the_ledger_says_so(
    kept: Kept, tmp_path: Path
) -> None:
    both = kept.data, kept.newer_keys
    done = restore(tmp_path / "again", kept.identity, *both, "--new-epoch", typed=ALICE + BOB)
    assert done.returncode == 0, done.stderr
    assert "two people declared at entry" in done.stdout


def test_keys_beside_which_newer_ones_lie_are_not_taken_without_a_word(
    kept: Kept, tmp_path: Path
) -> None:
    text = kept.identity.read_text()
    both = [kept.data, kept.keys]
    assert choose(both, text).newer_beside() == kept.newer_keys
    for named in ([kept.data, kept.newer_keys], [*both, kept.newer_keys]):
        assert choose(named, text).newer_beside() is None
    done = restore(tmp_path / "again", kept.identity, *both)
    assert done.returncode == 0, done.stderr
    assert f"was not named: {kept.newer_keys}" in done.stdout


def test_a_folder_that_is_not_empty_is_left_as_it_is(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "mine").write_text("mine")
    done = restore(tmp_path / "again", kept.identity, kept.data, kept.keys)
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["mine"]
