"""Reading a union's terms, and saying all that is wrong with them at once.

Each fault names the key, its line in the file, and the clause that it would break. A fault does
not end the reading: whoever mends a file should see every fault in it, not one after another.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from confide.policy.lines import Path, nearest_line

LONGEST_TEXT = 500
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,19}")


class Code(NamedTuple):
    """One choice of a list: the key that is stored for good, and the label that people read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file of terms."""

    key: str
    line: int
    clause: str
    message: str


class TermsError(ValueError):
    """A file of terms that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.key)))
        super().__init__("\n".join(fault.message for fault in self.faults))

    @property
    def key(self) -> str:
        """The key of the first fault."""
        return self.faults[0].key

    @property
    def line(self) -> int:
        """The line of the first fault."""
        return self.faults[0].line

    @property
    def clause(self) -> str:
        """The clause of the first fault; empty where none is at stake."""
        return self.faults[0].clause

    @property
    def message(self) -> str:
        """The first fault in words."""
        return self.faults[0].message


@dataclass
class Faults:
    """Where the faults of one file are gathered while it is read."""

    lines: dict[Path, int]
    found: list[Fault] = field(default_factory=list)
    asked: dict[Path, list[str]] = field(default_factory=dict)

    def add(
        self, path: Path, says: str, clause: str = "", wanted: str = "", *, verb: str = ""
    ) -> None:
        """Note a fault: what is so, and after the line number what is wanted instead."""
        line = nearest_line(self.lines, path)
        by_whom = f"{clause} {verb or 'asks for'}" if clause else verb or "it must be"
        message = f"{short_name(path)} {says} on line {line}: {by_whom} {wanted}"
        # What was typed is repeated here, and might hold signs that reorder a terminal's line.
        shown = "".join(sign if sign.isprintable() else "?" for sign in message)
        self.found.append(Fault(name_of(path), line, clause, shown))


@dataclass
class Table:
    """One table of the file. Whatever is asked of it is known; all else is refused at the end."""

    path: Path
    values: dict[str, Any]
    faults: Faults
    missing: bool = False

    def text(self, key: str, *, clause: str = "", needed: bool = True) -> str:
        """A text of at most 500 letters, without signs that would reorder or hide others."""
        default = None if needed else ""
        value: str | None = self._get(key, str, "a text in quotation marks", clause, default)
        if value is None or key not in self.values:
            return ""
        if not value.strip() or len(value) > LONGEST_TEXT:
            self.fault(key, "is empty or too long", clause, f"1 to {LONGEST_TEXT} letters")
            return ""
        if any(unicodedata.category(sign) in ("Cc", "Cf") for sign in value):
            self.fault(key, "holds an invisible sign", clause, "letters, figures and punctuation")
            return ""
        return value.strip()

    def matching(self, key: str, pattern: re.Pattern[str], such_as: str, clause: str = "") -> str:
        """A text of a certain shape."""
        value = self.text(key, clause=clause)
        if value and not pattern.fullmatch(value):
            self.fault(key, f'is "{value}"', clause, f"something like {such_as}")
        return value

    def whole(self, key: str, default: int, *, least: int, most: int, clause: str = "") -> int:
        """A whole number between two bounds."""
        value: int | None = self._get(key, int, "a whole number", clause, default)
        verb = "allows" if clause else ""
        if value is None:
            return default
        if value > most:
            self.fault(key, f"is {value}", clause, f"{most} at most", verb=verb)
        elif value < least:
            self.fault(key, f"is {value}", clause, f"{least} at least", verb=verb)
        return value

    def one_of(self, key: str, options: Iterable[str], default: str, *, clause: str = "") -> str:
        """One of a few words."""
        options = list(options)
        value = self._get(key, str, "a text in quotation marks", clause, default)
        if value is not None and value not in options:
            self.fault(key, f'is "{value}"', clause, " or ".join(f'"{o}"' for o in options))
        return value if value in options else default

    def yes(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._get(key, bool, "true or false", "", default)
        return default if value is None else value

    def day(self, key: str, *, clause: str = "") -> date:
        """A day written as 2026-12-24."""
        value = self._get(key, date, "a day such as 2026-12-24, without quotation marks", clause)
        return value if value is not None else date.min

    def clock(self, key: str, *, clause: str = "") -> time:
        """A time of day written as "10:00"."""
        value = self.text(key, clause=clause)
        match = TIME.fullmatch(value)
        if not match:
            if value:
                self.fault(key, f'is "{value}"', clause, 'a time such as "10:00"')
            return time.min
        return time(int(match[1]), int(match[2]))

    def texts(self, key: str, *, clause: str = "") -> list[str]:
        """A list of texts."""
        value = self._get(key, list, "a list in square brackets", clause)
        if value is None or all(isinstance(item, str) for item in value):
            return value or []
        self.fault(key, "holds something else than texts", clause, 'a list such as ["a", "b"]')
        return []

    def table(self, key: str, *, needed: bool = True) -> "Table":
        """The table of that name inside this one; it may be missing where all in it may."""
        what = f"a table [{name_of((*self.path, key))}]"
        value = self._get(key, dict, what, "", None if needed else {})
        return Table((*self.path, key), value or {}, self.faults, missing=value is None)

    def tables(self, key: str) -> list["Table"]:
        """The list of tables of that name, which may be missing."""
        value = self._get(key, list, f"tables [[{key}]]", "", [])
        if any(not isinstance(item, dict) for item in value or []):
            self.fault(key, "holds something else than tables", "", f"tables [[{key}]]")
            return []
        return [Table((*self.path, key, n), v, self.faults) for n, v in enumerate(value or [])]

    def codes(self, key: str, *, needed: bool = True) -> tuple[Code, ...]:
        """A table of choices: each key with its label."""
        choices = self.table(key, needed=needed)
        if needed and not choices.missing and not choices.values:
            self.fault(key, "is empty", "", "a table with one choice at least")
        for code in choices.values:
            if not KEY.fullmatch(code):
                choices.fault(code, "is not a good key", "", "small letters, figures and hyphens")
        return tuple(Code(code, choices.text(code)) for code in choices.values)

    def fault(
        self, key: str, says: str, clause: str = "", wanted: str = "", *, verb: str = ""
    ) -> None:
        """Note a fault with one of this table's keys."""
        self.faults.add((*self.path, key), says, clause, wanted, verb=verb)

    def _get(self, key: str, kind: type, what: str, clause: str, default: Any = None) -> Any:
        self.faults.asked.setdefault(self.path, []).append(key)
        if key not in self.values:
            # A missing table is one fault; that all of its keys are missing too is none more.
            if default is None and not self.missing:
                self.fault(key, "is missing", clause, what)
            return default
        value = self.values[key]
        # To Python True is a whole number and a moment is a day; to a reader neither is.
        if not isinstance(value, kind) or (
            isinstance(value, bool | datetime) and type(value) is not kind
        ):
            self.fault(key, "is of the wrong kind", clause, what)
            return None
        return value


def refuse_unknown(read: dict[str, Any], faults: Faults) -> None:
    """Note every key that nothing asked for, with the known key that is nearest to it."""
    for path in _unknown(read, (), faults.asked):
        verb, wanted = _nearest(path, faults.asked)
        faults.add(path, "is not known", wanted=wanted, verb=verb)


def name_of(path: Path) -> str:
    """A path as a person would write it: `records.keep_months`, `posts 2 title`."""
    names = [str(part + 1) if isinstance(part, int) else part for part in path]
    spaced = any(isinstance(part, int) for part in path)
    return (" " if spaced else ".").join(names)


def short_name(path: Path) -> str:
    """The key alone, or with its place in a list: `keep_months`, `title of posts 2`."""
    number = next((n for n, part in enumerate(path) if isinstance(part, int)), None)
    if number is None or number == len(path) - 1:
        return str(path[-1]) if number is None else name_of(path)
    return f"{path[-1]} of {name_of(path[: number + 1])}"


def _unknown(value: Any, path: Path, asked: dict[Path, list[str]]) -> Iterable[Path]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown(item, (*path, number), asked)
    elif isinstance(value, dict) and (path in asked or not path):
        for key, inner in value.items():
            if key in asked.get(path, []):
                yield from _unknown(inner, (*path, key), asked)
            else:
                yield (*path, key)


def _nearest(path: Path, asked: dict[Path, list[str]]) -> tuple[str, str]:
    key, known = str(path[-1]), asked.get(path[:-1], [])
    if close := difflib.get_close_matches(key, known, n=1):
        return "did you mean", f"{close[0]}?"
    everywhere = {name: place for place, names in asked.items() for name in names}
    if close := difflib.get_close_matches(key, everywhere, n=1):
        return "did you mean", f"{name_of((*everywhere[close[0]], close[0]))}?"
    return "known here", "is only " + ", ".join(known)
