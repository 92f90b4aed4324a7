"""What is counted of a case, and the tables that figures are released in. (STAT-1, STAT-2)

The codebook is a few closed lists; each of them may be left unanswered, and none asks about gender.
A table's shape is set by the union beforehand: there is no free choice of cells, since whoever may
ask for any table can ask for the difference of two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from confide.policy.reading import KEY, Code, Table

# What stands for an answer that nobody gave. No union's list may use them for anything else.
NOT_SAID: Final = "not-said"
NOT_KNOWN: Final = "not-known"
PREFER_NOT: Final = Code(NOT_SAID, "Prefer not to say")
UNKNOWN: Final = Code(NOT_KNOWN, "Not known")

OPENED: Final = "opened"
RESOLVED: Final = "resolved"
QUARTER: Final = "quarter"
YEAR: Final = "year"

DIMENSIONS: Final = (
    "scheme", "category", "level", "college", "fee_status", "heard", "outcome",
)  # fmt: skip
MOST_DIMENSIONS: Final = 3
YEARS_BEGIN: Final = {"January": 1, "April": 4, "July": 7, "October": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table that figures may be released in: which cases, over which time, by what."""

    key: str
    title: str
    counts: str
    every: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a union has set about its figures: the first month of its year, and its tables."""

    year_starts: int
    shapes: tuple[Shape, ...]

    def shape(self, key: str) -> Shape | None:
        """The shape of that key, if the union has it."""
        return next((shape for shape in self.shapes if shape.key == key), None)


def read_answers(file: Table, key: str, *, needed: bool = False) -> tuple[Code, ...]:
    """A list of the codebook. What an unanswered question is called is ours."""
    codes = file.codes(key, needed=needed)
    for taken in {code.key for code in codes} & {NOT_SAID, NOT_KNOWN}:
        file.fault(key, f'uses "{taken}"', "STAT-1", "another key: that one means no answer")
    return codes


def read_figures(file: Table) -> Figures:
    """The year and the tables of a file; there may be none."""
    settings = file.table("figures", needed=False)
    first = settings.one_of("year_starts", YEARS_BEGIN, "October", clause="STAT-2")
    tables = file.tables("tables")
    shapes = tuple(_shape(table) for table in tables)
    keys = [shape.key for shape in shapes]
    for number, table in enumerate(tables):
        if keys[number] in keys[:number]:
            table.fault("key", f'is "{keys[number]}" a second time', "", "a key of its own")
    return Figures(year_starts=YEARS_BEGIN[first], shapes=shapes)


def _shape(table: Table) -> Shape:
    by = table.texts("by", clause="STAT-2")
    counts = table.one_of("counts", (OPENED, RESOLVED), OPENED, clause="STAT-2")
    if wrong := _wrong_with(by, counts):
        table.fault("by", wrong, "STAT-2", f"one to three of {', '.join(DIMENSIONS)}")
    return Shape(
        key=table.matching("key", KEY, '"category-quarter"'),
        title=table.text("title", clause="STAT-2"),
        counts=counts,
        every=table.one_of("every", (QUARTER, YEAR), YEAR, clause="STAT-2"),
        by=tuple(by),
    )


def _wrong_with(by: Sequence[str], counts: str) -> str:
    strange = [each for each in by if each not in DIMENSIONS]
    if strange:
        return f'holds "{strange[0]}"'
    if len(set(by)) != len(by):
        return "names a dimension twice"
    if not 1 <= len(by) <= MOST_DIMENSIONS:
        return f"has {len(by)} dimensions"
    # A case that was only opened has not ended in any way.
    return "asks how new cases ended" if "outcome" in by and counts == OPENED else ""
