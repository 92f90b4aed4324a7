"""Reading tables that were made elsewhere: a description in TOML, and the counts in CSV.

The format is in docs/formats/figures.md. Whatever is wrong is said with the file, the line and what
to do; a file with more lines than a table has is put down as soon as that shows.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from confide.site.command.trouble import Trouble
from confide.statistics.control.rounding import BASE
from confide.statistics.control.tables import Entry, Group, Release, Span, Table, Unfit

MOST_PLACES = 50_000
TOTAL = "Total"
BLANK = ("", "-", "x", "..")
KEYS = {"release", "codes", "table"}
TABLE_KEYS = {
    "file", "name", "dimensions", "count", "total", "blank", "rounded_to", "marks", "about",
    "groups", "complete",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """One description read: its release, and the whole codebook as far as it gives it."""

    release: Release
    codebook: dict[str, frozenset[str]]


def described(path: Path) -> Described:
    """Read a description and the tables beside it, or say what is wrong with them."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as unreadable:
        raise Trouble(f"{path} cannot be read: {unreadable.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise Trouble(
            f"{path} is no description of tables: {wrong}. A few lines of TOML beside the tables "
            "say what their columns are; docs/formats/figures.md has an example."
        ) from None
    _known(path, said, KEYS)
    named = _lists(path, "codes", said.get("codes", {}))
    codes = {dim: frozenset(some) for dim, some in named.items()}
    if not said.get("table"):
        raise Trouble(f"{path} describes no table. Write one under [[table]].")
    tables = tuple(_Sheet(path, table, codes).table() for table in said["table"])
    return Described(Release(str(said.get("release", path.stem)), tables), codes)


@dataclass(slots=True)
class _Sheet:
    """One table as it is read."""

    path: Path
    said: Mapping[str, Any]
    codes: Mapping[str, frozenset[str]]
    seen: dict[tuple[str, ...], Entry] = field(default_factory=dict)

    def table(self) -> Table:
        _known(self.path, self.said, TABLE_KEYS)
        for key in ("file", "dimensions", "count"):
            if key not in self.said:
                raise Trouble(f"{self.path}: a table has no “{key}”.")
        dims = _names(self.path, "dimensions", self.said["dimensions"])
        self._read(dims)
        groups = [self._groups(dim, place) for place, dim in enumerate(dims)]
        self._complete(dims)
        about = _lists(self.path, "about", self._said("about", {}))
        for dim, codes in about.items():
            groups.append([self._group(dim, " + ".join(codes), codes)])
        sizes = prod(len(some) + 1 for some in groups)
        if sizes > MOST_PLACES:
            raise Trouble(f"{self._file} has {sizes:,} places, more than {MOST_PLACES:,}.")
        try:
            table = Table(
                str(self._said("name", self._file.stem)),
                (*dims, *about),
                tuple(map(tuple, groups)),
                tuple(self._entries(groups[: len(dims)])),
                self._base(),
                frozenset(self._said("complete", [])),
            )
        except Unfit as unfit:
            raise Trouble(f"{self._file}: {unfit}.") from None
        self._all_placed(groups)
        return table

    def _complete(self, dims: list[str]) -> None:
        strange = {*_names(self.path, "complete", self._said("complete", []))} - {*dims}
        if strange:
            raise Trouble(f"{self.path}: “{min(strange)}” is complete, and is no dimension.")

    def _base(self) -> int:
        base = self._said("rounded_to", BASE)
        if type(base) is not int or base < 1:
            raise Trouble(f"{self.path}: rounded_to is a whole number, 1 for counts as they are.")
        return base

    def _read(self, dims: list[str]) -> None:
        try:
            with self._file.open(encoding="utf-8-sig", newline="") as file:
                for line, row in enumerate(csv.DictReader(file), 2):
                    self._take(line, row, dims)
        except OSError as unreadable:
            raise Trouble(f"{self._file} cannot be read: {unreadable.strerror}.") from None
        except UnicodeDecodeError:
            raise Trouble(f"{self._file} is not UTF-8. Save it as “CSV UTF-8”.") from None
        except csv.Error as wrong:
            raise Trouble(f"{self._file} cannot be read: {wrong}.") from None
        if not self.seen:
            raise Trouble(f"{self._file} has no rows. Leave an empty table out of the release.")

    def _take(self, line: int, row: Mapping[str, str | None], dims: list[str]) -> None:
        if line > MOST_PLACES + 1:
            raise Trouble(
                f"{self._file} has more than {MOST_PLACES:,} rows. A table has one row for each "
                "cell: rows about people must be counted first, and never leave."
            )
        wanted = [*dims, str(self.said["count"])]
        missing = [name for name in wanted if row.get(name) is None]
        if missing:
            columns = ", ".join(f"“{name}”" for name in row if name)
            raise Trouble(
                f"{self._file}, line {line}: there is no “{missing[0]}”. The columns, which commas "
                f"part, are {columns}."
            )
        *labels, count = (str(row[name]).strip() for name in wanted)
        if tuple(labels) in self.seen:
            raise Trouble(f"{self._file}, line {line}: {', '.join(labels)} stands there twice.")
        self.seen[tuple(labels)] = self._entry(line, count)

    def _entry(self, line: int, count: str) -> Entry:
        marks = self._said("marks", {})
        if count in marks:
            low, high = marks[count]
            return Span(int(low), int(high))
        if count in _names(self.path, "blank", self._said("blank", [*BLANK])):
            return None
        try:
            number = int(count.replace(",", ""))
        except ValueError:
            raise Trouble(
                f"{self._file}, line {line}: “{count}” is no whole number. If it stands for a "
                f'range, say so: marks = {{ "{count}" = [1, 4] }}'
            ) from None
        if number < 0:
            raise Trouble(f"{self._file}, line {line}: {number} is less than nobody.")
        return number

    def _groups(self, dim: str, place: int) -> list[Group]:
        """The groups of a dimension: those with rows, and blank ones for what has no row.

        A total is of all the codes there are: what it says together with the rows that are listed
        is about those that are not.
        """
        named = _lists(self.path, f"groups.{dim}", self._said("groups", {}).get(dim, {}))
        labels = dict.fromkeys([*(labels[place] for labels in self.seen), *named])
        labels.pop(self._total, None)
        groups = [self._group(dim, label, named.get(label, [label])) for label in labels]
        listed = frozenset().union(*(group.codes for group in groups))
        unlisted = self.codes.get(dim, frozenset()) - listed
        for code in sorted(() if dim in self._said("complete", []) else unlisted):
            if code in labels or code == self._total:
                raise Trouble(f"{self._file}: “{code}” is a code of {dim}, and a row of others.")
            groups.append(Group.of(code))
        if not groups:
            raise Trouble(f"{self._file}: {dim} has nothing but totals.")
        return groups

    def _all_placed(self, groups: list[list[Group]]) -> None:
        """Refuse a total of a single row that says more than the row: there must be others."""
        only = [some[0].label if len(some) == 1 else None for some in groups]
        for labels, entry in self.seen.items():
            pairs = zip(labels, only, strict=False)
            at = tuple(label if own is None else own for label, own in pairs)
            if entry is not None and entry != self.seen.get(at):
                raise Trouble(
                    f"{self._file}: {', '.join(labels)} says something else than its only row, "
                    f"{', '.join(at)}. List every code under [codes], the ones without a row too."
                )

    def _group(self, dim: str, label: str, codes: list[str]) -> Group:
        strange = sorted({*codes} - self.codes.get(dim, {*codes}))
        if strange:
            raise Trouble(
                f"{self._file}: “{strange[0]}” is not among the codes of {dim} in {self.path}. If "
                "the codebook changed, list the old codes and the new, and say under "
                f"[table.groups.{dim}] which of them a row puts together."
            )
        return Group(label, frozenset(codes))

    def _entries(self, groups: list[list[Group]]) -> Iterator[Entry]:
        """What stands at each place; a place that is not in the file says nothing."""
        axes = [
            [group.label for group in some] + [self._total] * (len(some) > 1) for some in groups
        ]
        for at in product(*axes):
            yield self.seen.get(at)

    @property
    def _file(self) -> Path:
        return self.path.parent / str(self.said["file"])

    @property
    def _total(self) -> str:
        return str(self._said("total", TOTAL))

    def _said(self, key: str, otherwise: Any) -> Any:
        return self.said.get(key, otherwise)


def _known(path: Path, said: Mapping[str, Any], keys: set[str]) -> None:
    strange = sorted(said.keys() - keys)
    if strange:
        raise Trouble(f"{path}: “{strange[0]}” is not known. Known are {', '.join(sorted(keys))}.")


def _lists(path: Path, where: str, said: Any) -> dict[str, list[str]]:
    if not isinstance(said, dict):
        raise Trouble(f'{path}: “{where}” names lists, such as {{ level = ["ug", "pgt"] }}.')
    return {name: _names(path, f"{where}.{name}", some) for name, some in said.items()}


def _names(path: Path, where: str, said: Any) -> list[str]:
    # One string is a sequence too, of its letters.
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        raise Trouble(f'{path}: “{where}” is a list of words in quotes, such as ["ug", "pgt"].')
    return said
