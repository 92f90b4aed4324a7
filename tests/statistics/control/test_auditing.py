"""Nothing leaves from which, with all that left before, somebody can be made out. (STAT-2)"""

from dataclasses import replace
from itertools import product

import pytest

from confide.statistics.control.audit import audit
from confide.statistics.control.coarser import coarser
from confide.statistics.control.explain import explain
from confide.statistics.control.polytope import Contradiction
from confide.statistics.control.repair import NothingSuffices, repair
from confide.statistics.control.tables import (
    Group,
    Release,
    Span,
    Table,
    Unfit,
    concerning,
    rounded,
    undivided,
)
from confide.statistics.control.verdicts import KNOWN, Outcome, Rule

pytestmark = pytest.mark.clause("STAT-2")

SEXES = (Group.of("female"), Group.of("male"))
AREAS = (Group.of("A"), Group.of("B"), Group.of("C"))
HANDBOOK = [1, 0, 1, 3, 3, 6, 12, 20, 32, 16, 23, 39]


def quarters(*counts: int, name: str = "T") -> Table:
    groups = tuple(Group.of(f"Q{place}") for place, _ in enumerate(counts, 1))
    return rounded(name, ["quarter"], [groups], [*counts, sum(counts)])


def test_the_handbook_table_is_rounded_as_printed_but_for_its_error() -> None:
    table = rounded("areas", ["area", "sex"], [AREAS, SEXES], HANDBOOK)
    assert table.published == (0, 0, 0, 5, 5, 5, 10, 20, 30, 15, 25, 40)


def test_a_difference_between_two_releases_is_found_and_explained() -> None:
    exact = Table("year", ("quarter",), ((Group.of("Q1", "Q2", label="year"),),), (23,), base=1)
    half = Table("first", ("quarter",), ((Group.of("Q1"),),), (20,), base=1)
    verdicts = audit([Release("1", (exact,)), Release("2", (half,))])
    found = [one for one in verdicts.findings if one.rule is Rule.EXISTENCE]
    assert [one.outcome for one in found] == [Outcome.DISCLOSED]
    assert found[0].proof is not None
    said = [phrase.say() for phrase in explain(found[0].proof)]
    assert said[0].startswith("“Q2” would be known to be exactly 3")
    assert any("1, year" in line for line in said)
    assert any("2, first" in line for line in said)


def test_a_code_that_only_another_table_names_makes_no_room_in_the_first() -> None:
    """Three by either level are six, and so two by each category: nobody is of any other."""

    def table(dim: str, when: str, **counts: int) -> Table:
        groups = (tuple(Group.of(code) for code in counts), (Group.of(when),))
        told = [*counts.values(), sum(counts.values())]
        made = rounded(dim, [dim, "when"], groups, told)
        return replace(made, complete=frozenset({dim}))

    first = [table("category", "Q1", A=2, B=2, ns=2), table("level", "Q1", ug=3, pg=3)]
    more = table("category", "Q2", A=20, B=20, ns=20, unknown=20)
    before = {one.cell.label for one in audit([Release("1", tuple(first))]).findings}
    after = {one.cell.label for one in audit([Release("1", (*first, more))]).findings}
    assert {"A, Q1", "B, Q1", "ns, Q1"} <= before & after


def test_tables_of_the_same_people_meet_whatever_codes_they_list() -> None:
    groups = [((Group.of(code),), (Group.of("Q1"),)) for code in "AB"]
    tables = [Table("T", ("c", "when"), some, (5,)) for some in groups]
    ours, theirs = (replace(table, complete=frozenset({"c"})) for table in tables)
    assert not concerning([Release("1", (tables[0],))], Release("2", (tables[1],)))
    assert concerning([Release("1", (ours,))], Release("2", (theirs,)))


def test_a_repaired_release_passes_and_one_that_passes_is_left_alone() -> None:
    table = Table("exact", ("quarter",), ((Group.of("Q1"), Group.of("Q2")),), (3, 20, 23), base=1)
    release, verdicts = repair([], Release("1", (table,)))
    assert verdicts.safe
    assert None in release.tables[0].published
    again, _ = repair([], release)
    assert again == release
    begun = audit([Release("1", (table,))])
    assert not begun.safe
    assert repair([], Release("1", (table,)), begun=begun)[0] == release


def of_two_periods() -> tuple[Release, Release]:
    """What was published says by itself that three are left of the year: no blanks help."""
    about = (Group.of("a"), Group.of("b"))
    year, half = Group.of("Q1", "Q2", label="year"), Group.of("Q1")
    told = Table("year", ("c", "when"), (about, (year,)), (19, 0, 19), 1)
    new = Table("half", ("c", "when"), (about, (half,)), (16, 0, 16), 1)
    few = Table("few", ("when",), ((Group.of("Q2"),),), (3,), 1)
    return Release("1", (told, few)), Release("2", (new,))


def test_where_no_blanks_help_what_a_table_is_about_is_not_left_out() -> None:
    told, new = of_two_periods()
    with pytest.raises(NothingSuffices):
        repair([told], new)
    assert list(coarser([told], new)) == []


def test_tries_to_leave_something_out_have_one_time_together_and_can_be_stopped() -> None:
    groups = ((Group.of("a"), Group.of("b")), (Group.of("Q1"),))
    new = Release("1", (Table("T", ("c", "when"), groups, (3, 20, 23), base=1),))
    assert [dim for dim, _ in coarser([], new)] == ["c"]
    assert not list(coarser([], new, seconds=0))
    told, hard = of_two_periods()
    asked: list[int] = []
    assert not list(coarser([told], hard, progress=lambda done, _of: bool(asked.append(done))))
    assert asked


def level(*counts: int, group: str = "housing") -> Table:
    """A group of another table's, by level, as our tables leave: all rounded, few undivided."""
    groups = (tuple(Group.of(f"L{n}") for n, _ in enumerate(counts)), (Group.of(group),))
    table = rounded("by level", ["level", "category"], groups, [*counts, sum(counts)])
    return undivided(table, KNOWN + 1)


def test_what_a_few_are_divided_into_is_blank_whatever_it_is() -> None:
    for total in range(8):
        told = {
            level(first, second, total - first - second).published
            for first in range(total + 1)
            for second in range(total + 1 - first)
        }
        assert told == {(0, 0, 0, 0) if total <= 2 else (None, None, None, 5)}
    assert None not in level(4, 3, 1).published


def test_whoever_knows_all_but_one_of_a_few_learns_nothing_of_the_last() -> None:
    """Every spread of up to six, as it would be published: the last looks alike anywhere."""
    spreads = [at for at in product(range(7), repeat=3) if 1 <= sum(at) <= KNOWN + 1]
    for at in spreads:
        for last in (n for n, number in enumerate(at) if number):
            others = [*at]
            others[last] -= 1
            alike = 0
            for elsewhere in range(3):
                guess = [*others]
                guess[elsewhere] += 1
                alike += level(*guess).published == level(*at).published
            assert alike == 3


def test_the_last_of_a_group_of_another_table_is_asked_about_too() -> None:
    """Of five in housing four at most are of the other levels: a fifth is of the first."""
    dims, quarter = ("category", "when"), ((Group.of("housing"),), (Group.of("Q1"),))
    few = Table("a quarter", dims, quarter, (5,))
    groups = ((Group.of("housing"),), tuple(Group.of(f"L{n}") for n in range(3)))
    year = (*groups, (Group.of("Q1", "Q2"),))
    told = Table("the year", ("category", "level", "when"), year, (40, 0, 0, 40))
    verdicts = audit([Release("1", (few,)), Release("2", (told,))])
    found = [one for one in verdicts.findings if one.rule is Rule.LAST]
    assert [one.cell.label for one in found] == ["housing, L0, Q1"]
    assert found[0].proof is not None
    assert "knows all but one of them" in explain(found[0].proof)[0].say()
    repaired, after = repair([Release("1", (few,))], Release("2", (told,)))
    assert after.safe and None in repaired.tables[0].published
    assert not audit([Release("1", (few,)), Release("2", (told,))], known=3).findings


def test_cases_planted_in_several_cells_at_once_are_not_considered() -> None:
    """Two of them in A and one in B: A is six at most, and of those four or fewer are others."""
    groups = (tuple(Group.of(f"L{n}") for n in range(3)), (Group.of("housing"),))
    told = Table("by level", ("level", "category"), groups, (5, 0, 0, 5))
    cell = {"L0, housing"}
    found = {one.cell.label for one in audit([Release("1", (told,))]).findings if not one.group}
    assert not cell & found
    # Our tables do not divide a group of five, and say nothing of A.
    assert undivided(told, KNOWN + 1).published == (None, None, None, 5)


def test_figures_that_contradict_each_other_are_no_figures() -> None:
    wrong = Table("T", ("quarter",), ((Group.of("Q1"), Group.of("Q2")),), (5, 5, 40))
    with pytest.raises(Contradiction):
        audit([Release("1", (wrong,))])


@pytest.mark.parametrize("entry", [-5, 7, Span(4, 1), Span(-1, 2)])
def test_an_entry_that_no_count_can_be_is_refused(entry: int | Span) -> None:
    with pytest.raises(Unfit):
        Table("T", ("quarter",), ((Group.of("Q1"),),), (entry,))


def test_whoever_stops_an_audit_is_told_that_nothing_is_decided() -> None:
    verdicts = audit([Release("1", (quarters(4, 9, 14, 3),))], progress=lambda _done, _of: False)
    assert verdicts.stopped
    assert not verdicts.safe
