"""`confide figures audit` judges tables that were made elsewhere, and answers bad ones plainly."""

from pathlib import Path

import pytest

from confide.site.command import main
from confide.site.command.figures_reading import MOST_PLACES

pytestmark = pytest.mark.clause("STAT-2")

TABLE = """
[[table]]
file = "{name}.csv"
dimensions = ["category"]
count = "cases"
about = {{ quarter = [{quarters}] }}
rounded_to = {base}
marks = {{ "<5" = [1, 4] }}
"""


@pytest.fixture
def audited(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Write releases and audit them: the exit code, and all that was said."""

    def audit(
        *releases: tuple[str, str, int], more: str = "", asked: tuple[str, ...] = ()
    ) -> tuple[int, str]:
        paths = []
        for place, (quarters, rows, base) in enumerate(releases):
            name = f"r{place}"
            (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
            codes = ", ".join(f'"{quarter}"' for quarter in quarters.split())
            text = more + TABLE.format(name=name, quarters=codes, base=base)
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
            paths.append(str(tmp_path / f"{name}.toml"))
        code = main(["figures", "audit", *asked, *paths])
        return code, "".join(capsys.readouterr())

    return audit


def rows(**counts: int | str) -> str:
    return "category,cases\n" + "".join(f"{name},{count}\n" for name, count in counts.items())


def test_a_rounded_table_passes(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(("q1", rows(housing=15, money=25, Total=40), 5))
    assert code == 0
    assert "SAFE" in said


def test_a_code_that_only_another_table_names_makes_no_room_in_a_complete_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three or more of either level are six, and so two of each category, were there no others."""
    sheets = {
        "about": ("category", "q1", rows(A=0, B=0, C=0, Total=5)),
        "levels": ("level", "q1", "level,cases\nug,5\npg,5\nTotal,5\n"),
        "later": ("category", "q2", rows(A=20, B=20, C=20, other=20, Total=80)),
    }
    for complete, ended, told in (("", 3, False), ("category", 3, True), ("when", 1, False)):
        tables = []
        for name, (dimension, quarter, text) in sheets.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            whole = complete and f'complete = ["{complete}"]'
            whole = whole if complete != "category" or dimension == complete else ""
            tables.append(
                f'[[table]]\nfile = "{name}.csv"\ndimensions = ["{dimension}"]\ncount = "cases"\n'
                f'about = {{ quarter = ["{quarter}"] }}\n{whole}\n'
            )
        (tmp_path / "all.toml").write_text("\n".join(tables), encoding="utf-8")
        code = main(["figures", "audit", "--known", "0", str(tmp_path / "all.toml")])
        said = "".join(capsys.readouterr())
        assert (code, "“A, q1” would be known" in said) == (ended, told), said


def test_the_difference_between_two_releases_is_refused_and_explained(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(
        ("q1", rows(housing=12, money=20, Total=32), 1),
        ("q1 q2", rows(housing=14, money=31, Total=45), 1),
    )
    assert code == 3
    assert "exactly 2" in said
    assert "r0, r0: “housing, q1” says 12." in said


def test_a_marked_cell_that_its_total_gives_away_is_refused(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(("q1", rows(housing="<5", money=20, Total=23), 1))
    assert code == 3
    assert "housing" in said


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (rows(housing=-3, Total=5), "line 2: -3 is less than nobody"),
        (
            rows(housing=7, Total=10),
            "7 was not rounded to 5; counts as they are have rounded_to = 1",
        ),
        (rows(housing="few", Total=10), "“few” is no whole number"),
        (rows(housing=5, money=5, Total=40), "do not add up"),
        ("category,cases\n", "has no rows"),
        ("category,cases\nhousing,5\nhousing,10\n", "stands there twice"),
        ("kind,cases\nhousing,5\n", "there is no “category”"),
        ("category;cases\nhousing;5\n", "which commas part, are “category;cases”."),
        ("category,cases\nTotal,5\n", "nothing but totals"),
    ],
)
def test_a_bad_table_gets_a_plain_answer(audited, text: str, answer: str) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(("q1", text, 5))
    assert code == 1
    assert answer in said


def test_a_table_in_the_place_of_its_description_is_told_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(rows(housing=5, Total=5), encoding="utf-8")
    assert main(["figures", "audit", str(table)]) == 1
    assert "A few lines of TOML beside the tables say" in capsys.readouterr().err
    table.write_bytes("category,cases\ncaf\xe9,5\n".encode("latin-1"))
    about = tmp_path / "about.toml"
    about.write_text('[[table]]\nfile = "table.csv"\ndimensions = ["category"]\ncount = "cases"\n')
    assert main(["figures", "audit", str(about)]) == 1
    assert "is not UTF-8. Save it as “CSV UTF-8”." in capsys.readouterr().err


def test_rows_about_people_are_put_down_at_once(audited) -> None:  # type: ignore[no-untyped-def]
    people = "category,cases\n" + "".join(f"c{place},1\n" for place in range(MOST_PLACES + 5))
    code, said = audited(("q1", people, 1))
    assert code == 1
    assert "rows about people must be counted first" in said


def test_a_code_that_the_codebook_does_not_have_is_named(audited) -> None:  # type: ignore[no-untyped-def]
    codebook = '[codes]\ncategory = ["housing", "money"]\n'
    code, said = audited(("q1", rows(housing=5, debts=5, Total=10), 5), more=codebook)
    assert code == 1
    assert "“debts” is not among the codes of category" in said


@pytest.mark.parametrize("text", [rows(housing=0, money=0, Total=0), rows(housing=0, Total=0)])
def test_an_empty_period_and_a_single_case_show_nobody(audited, text: str) -> None:  # type: ignore[no-untyped-def]
    assert audited(("q1", text, 5))[0] == 0


def test_everybody_in_one_cell_is_refused(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(("q1", rows(housing=30, money=0, studies=0, Total=30), 1))
    assert code == 3
    assert "leave room for nobody else" in said


def test_releases_that_contradict_each_other_are_said_to(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(
        ("q1", rows(housing=10, money=10, Total=20), 1),
        ("q1", rows(housing=15, money=5, Total=20), 1),
    )
    assert code == 1
    assert "contradict each other" in said


@pytest.mark.parametrize(
    "text", [rows(housing=20, Total=23), rows(housing=20, money=30, Total=53), rows(Total=3)]
)
def test_what_a_total_says_of_a_code_without_a_row_is_disclosed(audited, text: str) -> None:  # type: ignore[no-untyped-def]
    listed = ["housing", *(["money"] if "money" in text else []), "studies"]
    codes = f"[codes]\ncategory = {listed}\n"
    code, said = audited(("q1", text, 1), more=codes)
    assert code == 3
    assert "exactly 3" in said


def test_a_total_that_differs_from_its_only_row_is_refused(audited) -> None:  # type: ignore[no-untyped-def]
    code, said = audited(("q1", rows(housing=20, Total=23), 1))
    assert code == 1
    assert "List every code under [codes]" in said


@pytest.mark.parametrize(
    ("was", "wrong", "answer"),
    [
        ('quarter = ["q1"]', 'quarter = "q1"', "“about.quarter” is a list of words"),
        ('quarter = ["q1"]', "quarter = [1]", "“about.quarter” is a list of words"),
        ('dimensions = ["category"]', 'dimensions = "category"', "“dimensions” is a list"),
        ("rounded_to = 5", "rounded_to = 0", "rounded_to is a whole number"),
        ("rounded_to = 5", 'rounded_to = "5"', "rounded_to is a whole number"),
        ("rounded_to = 5", 'blank = "-"', "“blank” is a list"),
        (
            "rounded_to = 5",
            'groups = { category = { housing = "ab" } }',
            "“groups.category.housing”",
        ),
        ("rounded_to = 5", "groups = { category = 3 }", "“groups.category” names lists"),
    ],
)
def test_a_description_of_the_wrong_kind_gets_a_plain_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, wrong: str, answer: str
) -> None:
    (tmp_path / "r.csv").write_text(rows(housing=5, money=5, Total=10), encoding="utf-8")
    text = TABLE.format(name="r", quarters='"q1"', base=5)
    assert was in text
    (tmp_path / "r.toml").write_text(text.replace(was, wrong), encoding="utf-8")
    assert main(["figures", "audit", str(tmp_path / "r.toml")]) == 1
    assert answer in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("asked", "code"),
    [(("--known", "-1"), 1), (("--known", "0"), 0), (("--fewest", "1"), 1), (("--fewest", "2"), 0)],
)
def test_what_would_make_everything_safe_cannot_be_asked_for(  # type: ignore[no-untyped-def]
    audited, asked: tuple[str, ...], code: int
) -> None:
    table = ("q1", rows(housing=15, money=25, Total=40), 5)
    answer, said = audited(table, asked=asked)
    assert answer == code
    assert code == 0 or "0 or more" in said
