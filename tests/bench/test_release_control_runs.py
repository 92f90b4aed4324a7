"""The measurements of release control run, on what takes no time, and are kept in their place."""

from pathlib import Path

from bench import auditing, release_control


def test_a_line_of_the_table_is_measured() -> None:
    line = auditing.table(2, 300, 0)
    assert line.startswith("| 31 × 12 | 300 | 0 | 372 | 416 |")
    assert line.endswith("MB |")


def test_the_attacker_is_measured() -> None:
    assert auditing.enumerations(3_000, 2, 60).startswith("| 2 | ")


def test_a_section_replaces_what_was_measured_before_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("# Head\n\nWords.\n\n## One\n\nold\n\n## Two\n\nkept\n", encoding="utf-8")
    release_control.write("One", "new", document)
    release_control.write("Three", "more", document)
    said = document.read_text(encoding="utf-8")
    assert said == "# Head\n\nWords.\n\n## One\n\nnew\n\n## Two\n\nkept\n\n## Three\n\nmore\n"
