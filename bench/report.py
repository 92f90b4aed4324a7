"""The figures as tables, and docs/performance.md around them."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import ALIKE, BY_DATABASE, COLD, SEALED, Page, Work
from bench.timing import Times

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = Path(__file__).resolve().parent / "head.md"


@dataclass(frozen=True)
class Measured:
    """One run on one database."""

    database: str
    version: str
    command: str
    when: str
    load: str
    pages: Sequence[Page]
    work: Sequence[Work]

    def section(self) -> str:
        """Everything that was measured, as one section of the document."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"## On {self.database}"
        yield ""
        yield f"`{self.command}`, {self.when}. {machine()}, {self.version}."
        yield f"Load before and after: {self.load}, of {os.cpu_count()}."
        yield ""
        if self.pages:
            yield from _table(
                (
                    "page",
                    "first use",
                    "Confide",
                    "plain, read alike",
                    "Confide ÷ plain",
                    "plain, by the database",
                ),
                [_row(page) for page in self.pages],
            )
            yield ""
        yield from _table(
            ("work", "took", "that is"), [(w.title, w.took, w.piece) for w in self.work]
        )


def machine() -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def write(measured: Measured, document: Path = DOCUMENT) -> None:
    """Put a section in its place, and leave that of another database as it is."""
    old = document.read_text(encoding="utf-8") if document.exists() else ""
    sections = {
        part.partition("\n")[0]: f"## On {part}".strip() for part in old.split("\n## On ")[1:]
    }
    sections[measured.database] = measured.section().strip()
    ordered = [sections[name] for name in sorted(sections, key=_place)]
    head = HEAD.read_text(encoding="utf-8").strip()
    document.write_text("\n\n".join([head, *ordered]) + "\n", encoding="utf-8")


def _place(section: str) -> tuple[bool, bool]:
    # SQLite comes first, and what is measured apart from the pages last.
    return ":" in section, not section.startswith("SQLite")


def _row(page: Page) -> tuple[str, ...]:
    sealed, alike = page.times[SEALED], page.times[ALIKE]
    return (
        page.title,
        _said(page.times.get(COLD)),
        str(sealed),
        str(alike),
        f"{sealed.middle / alike.middle:.2f}",
        _said(page.times.get(BY_DATABASE)),
    )


def _said(times: Times | None) -> str:
    return str(times) if times else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"
