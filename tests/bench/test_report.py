"""What was measured, as the document says it."""

from pathlib import Path

from bench.figures import ALIKE, BY_DATABASE, COLD, SEALED, Page, Work
from bench.report import Measured, write
from bench.timing import Times, in_words


def test_a_figure_is_the_median_and_the_middle_half() -> None:
    assert str(Times((0.005, 0.001, 0.003, 0.002, 0.004))) == "3.0 ms (2.0 ms to 4.0 ms)"


def test_two_runs_have_no_middle_half() -> None:
    assert str(Times((0.5, 1.5))) == "1.00 s"


def test_times_are_as_exact_as_they_are_read() -> None:
    assert [in_words(seconds) for seconds in (0.00042, 0.0314, 1.4213)] == [
        "0.4 ms",
        "31 ms",
        "1.42 s",
    ]


def test_a_page_says_how_many_times_plain_text_it_costs() -> None:
    assert "| Desk | 90 ms | 30 ms | 20 ms | 1.50 | 10 ms |" in measured().section()


def test_the_command_stands_above_its_figures() -> None:
    assert "`python -m bench`" in measured().section()


def test_a_database_that_was_measured_anew_leaves_the_other_alone(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    write(measured("SQLite", "the first run"), document)
    write(measured("PostgreSQL", "the second run"), document)
    write(measured("SQLite", "the third run"), document)
    text = document.read_text(encoding="utf-8")
    assert "the first run" not in text
    assert "the second run" in text
    assert text.index("## On SQLite") < text.index("the third run") < text.index("## On PostgreSQL")


def measured(database: str = "SQLite", when: str = "today") -> Measured:
    """Made-up figures."""
    times = {SEALED: 0.03, ALIKE: 0.02, BY_DATABASE: 0.01, COLD: 0.09}
    page = Page("Desk", {name: Times((seconds,)) for name, seconds in times.items()})
    work = [Work("A night", "2 s", "500 a second")]
    return Measured(database, "1.2", "python -m bench", when, "0.1 and 0.2", [page], work)
