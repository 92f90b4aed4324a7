"""The measurements of release control run, on a table that takes no time."""

from bench import release_control


def test_a_line_of_the_table_is_measured() -> None:
    line = release_control.measured(release_control.Size(2, 300, 0))
    assert line.startswith("| 31 × 12 | 300 | 0 | 416 |")
    assert line.endswith("MB |")
