"""Make these vectors anew: `python -m tests.vectors.ledger`. They change only with the format.

Each folder is an exported ledger in which at most one thing is wrong; `expect.txt` says what.
"""

import shutil
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from confide.ledger.entry import BEFORE_THE_FIRST, Placed, place, tell
from confide.ledger.examine import examine
from confide.ledger.export import blocks
from confide.ledger.note import SigningKey
from confide.policy.decision import allow, refuse

HERE = Path(__file__).parent
KEY = SigningKey("confide.test/vectors", bytes(range(32)))
YES, NO = allow("RECD-1", "Yes."), refuse("CONF-1", "No.")
SIZES = (3, 5, 8)


def entries() -> list[Placed]:
    """Eight entries, one of them a refusal."""
    after, result = BEFORE_THE_FIRST, []
    for n, event in enumerate(
        ["opened", "read", "added", "filed", "told", "read", "resolved", "destroyed"]
    ):
        told = tell(
            f"case.{event}",
            by="service" if event == "destroyed" else "officer".ljust(26, "a"),
            about="reference".ljust(26, "ab"[n % 2]),
            under=NO if event == "told" else YES,
            at=datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(hours=n),
        )
        result.append(place(n, after, told))
        after = result[-1].leaf
    return result


def checkpoint(upto: list[Placed], key: SigningKey = KEY) -> str:
    """A checkpoint over these entries."""
    found = examine(lambda: upto, [])
    return key.sign(f"{key.name}\n{found.entries}\n{b64encode(found.root).decode()}\n")


Text = Callable[[str], str]


def swap(one: str, other: str) -> Text:
    """Exchange two pieces of the text."""
    return lambda text: text.replace(one, "\0").replace(other, one).replace("\0", other)


def block(text: str, number: int) -> str:
    """The block of one entry, with the empty line before it."""
    return "\n" + text.split("\n\n")[number + 1].rstrip("\n") + "\n"


TAMPERED: dict[str, tuple[str, Text]] = {
    "fine": ("fine", lambda text: text),
    "a-verdict-changed": ("changed 4", lambda text: text.replace("refused", "allowed")),
    "a-moment-changed": ("changed 2", lambda text: text.replace("T14:00:00Z", "T14:00:01Z")),
    "a-name-put-in": ("changed 3", lambda text: text.replace("event case.filed", "event dana")),
    "a-hash-changed": ("changed 0", lambda text: text.replace("\nleaf ", "\nleaf 0", 1)),
    "a-line-more": ("changed 5", lambda text: text.replace("position 5\n", "position 5\nby us\n")),
    "a-leading-zero": ("changed 5", lambda text: text.replace("position 5\n", "position 05\n")),
    "another-version": ("changed 0", lambda text: text.replace("entry/v1", "entry/v2", 1)),
    "one-taken-out": ("missing 4", lambda text: text.replace(block(text, 4), "")),
    "two-exchanged": ("reordered 1", lambda text: swap(block(text, 1), block(text, 6))(text)),
    "two-renumbered": ("reordered 1", swap("position 1\n", "position 6\n")),
    "one-twice": ("added 2", lambda text: text.replace(block(text, 2), block(text, 2) * 2)),
    "cut-short": ("truncated 6", lambda text: "\n\n".join(text.split("\n\n")[:7]) + "\n"),
    "all-taken-out": ("truncated 0", lambda text: text.split("\n\n")[0] + "\n"),
}


def write(name: str, expect: str, text: str, notes: dict[int, str]) -> None:
    """Write one vector."""
    folder = HERE / name
    folder.mkdir()
    (folder / "entries.txt").write_text(text, encoding="ascii")
    (folder / "expect.txt").write_text(f"{expect}\n", encoding="ascii")
    for size, note in notes.items():
        (folder / f"checkpoint-{size}.txt").write_text(note, encoding="utf-8")


def main() -> None:
    """Write all of them."""
    for old in HERE.glob("*/expect.txt"):
        shutil.rmtree(old.parent)
    true = entries()
    text = "".join(blocks(true))
    notes = {size: checkpoint(true[:size]) for size in SIZES}
    for name, (expect, tamper) in TAMPERED.items():
        write(name, expect, tamper(text), notes)
    after, anew = BEFORE_THE_FIRST, []
    for entry in true:
        told = entry.told._replace(verdict="allowed")
        anew.append(place(entry.position, after, told))
        after = anew[-1].leaf
    write("written-anew", "rewritten 3", "".join(blocks(anew)), notes)
    changed = place(4, true[4].after, anew[4].told)
    rehashed = "".join(blocks([*true[:4], changed, *true[5:]]))
    write("a-verdict-changed-and-hashed", "changed 4", rehashed, {})
    other = SigningKey(KEY.name, bytes(32))
    write("another-key", "forged", text, {**notes, 5: checkpoint(true[:5], other)})
    write("another-size", "forged", text, {**notes, 5: notes[5].replace("\n5\n", "\n6\n")})
    write("without-checkpoints", "fine", text, {})
    write("empty", "fine", text.split("\n\n")[0] + "\n", {0: checkpoint([])})
    (HERE / "ledger.key.txt").write_text(f"{KEY.public}\n", encoding="ascii")
