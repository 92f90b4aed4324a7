"""A union sets its own terms; whatever is wrong with them is named, all of it at once."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy.clauses import CLAUSES
from confide.policy.lines import key_lines, nearest_line
from confide.policy.terms import Terms, TermsError, parse
from tests.policy.cast import FOLDER

SHIPPED = (Path(__file__).parents[2] / "confide" / "site" / "policy.toml").read_text("utf-8")
WRITTEN: dict[str, Any] = tomllib.loads((FOLDER / "terms.toml").read_text("utf-8"))
GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "policy-file.md").read_text("utf-8")
SETTINGS = [
    line
    for line in SHIPPED.partition("# Lists to choose from")[0].splitlines()
    if re.match(r"[a-z_]+ =", line)
]


def changed(table: dict[str, Any]) -> str:
    before, after = table["change"]
    assert before in SHIPPED
    return SHIPPED.replace(before, after)


def faults_of(text: str) -> TermsError:
    with pytest.raises(TermsError) as caught:
        parse(text)
    return caught.value


@pytest.mark.clause("HOUR-1", "HOUR-2", "HOUR-3", "RECD-5")
def test_the_shipped_terms_are_cambridges() -> None:
    terms = parse(SHIPPED)
    assert terms.union.service == "Student Support"
    assert [post.key for post in terms.posts] == ["welfare-graduates", "education", "womens"]
    assert [post.remit for post in terms.posts] == ["everyone", "everyone", "women"]
    assert terms.hours.office.days == frozenset(range(5))
    assert (terms.hours.office.opens.hour, terms.hours.office.closes.hour) == (10, 16)
    assert terms.hours.phone.days == frozenset(range(7))
    assert (terms.hours.phone.opens.hour, terms.hours.phone.closes.hour) == (9, 19)
    assert terms.contacts.support_phone == "07880 866146"
    assert (terms.records.keep_months, terms.records.destruction_horizon_days) == (36, 7)
    assert (terms.idle_lock_minutes, terms.upload_limit_mb) == (15, 50)
    assert len(terms.colleges) == 31
    assert terms.channels[0] == ("phone", "Phone")
    assert terms.post("education") == terms.posts[1]
    assert terms.post("nobody") is None


@pytest.mark.parametrize("table", WRITTEN["allowed"], ids=lambda table: table["when"])
def test_what_a_union_may_set(table: dict[str, Any]) -> None:
    assert isinstance(parse(changed(table)), Terms)


@pytest.mark.clause("RECD-5", "RECD-2", "ELIG-1", "ELIG-2", "HOUR-1", "HOUR-2")
@pytest.mark.parametrize("table", WRITTEN["refused"], ids=lambda table: table["when"])
def test_what_a_union_may_not_set(table: dict[str, Any]) -> None:
    text = changed(table)
    error = faults_of(text)
    starts = [words.startswith(table["line_of"]) for words in text.splitlines()]
    line = starts.index(True) + 1
    assert table["says"].format(line=line) in [fault.message for fault in error.faults]
    assert table["clause"] in [fault.clause for fault in error.faults]


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    text = SHIPPED.replace("keep_months = 36", "keep_months = 48")
    text = text.replace("idle_lock_minutes = 15", "idle_lock_minuts = 15")
    text = text.replace('opens = "09:00"', 'opens = "nine"').replace('number = "111"\n', "")
    error = faults_of(text)
    assert [fault.key for fault in error.faults] == [
        "hours.phone.opens",
        "emergency 4 number",
        "records.keep_months",
        "session.idle_lock_minuts",
    ]
    assert [fault.line for fault in error.faults] == sorted(fault.line for fault in error.faults)
    assert str(error).splitlines() == [fault.message for fault in error.faults]
    assert (error.key, error.line, error.clause, error.message) == (
        error.faults[0].key,
        error.faults[0].line,
        "HOUR-2",
        error.faults[0].message,
    )


def test_the_guide_explains_every_key() -> None:
    keys = {line.partition(" =")[0] for line in SETTINGS} | {
        words.strip("[]") for words in SHIPPED.splitlines() if words.startswith("[")
    }
    assert [key for key in sorted(keys) if key not in GUIDE] == []


def test_the_guide_shows_faults_as_they_are_said() -> None:
    text = SHIPPED.replace('remit = "women"', 'remit = "everyone"')
    text = text.replace("keep_months = 36", "keep_months = 48").replace("idle_lock", "idle_lok")
    assert str(faults_of(text)) in GUIDE


def test_an_empty_file_says_what_belongs_in_it() -> None:
    missing = {fault.key for fault in faults_of("").faults}
    assert {"union", "posts", "hours", "contacts", "emergency", "about"} <= missing
    assert "union.name" not in missing


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb =\n", 2), ("[union\n", 1), ("a = 1\na = 2\n", 2), ("\x00", 1)]
)
def test_a_file_that_is_no_toml_names_its_line(text: str, line: int) -> None:
    error = faults_of(text)
    assert error.line == line
    assert error.message.startswith(f"policy.toml cannot be read on line {line}: ")


def test_a_file_that_is_far_too_long_is_not_read() -> None:
    assert "too long" in str(faults_of(SHIPPED + "#" * 300_000))


@pytest.mark.parametrize("line", SETTINGS, ids=lambda line: line.partition(" =")[0])
def test_a_mistyped_key_never_passes_for_a_setting(line: str) -> None:
    key = line.partition(" =")[0]
    error = faults_of(SHIPPED.replace(line, line.replace(key, key + "x", 1), 1))
    assert f"did you mean {key}?" in str(error)


@pytest.mark.parametrize("line", SETTINGS, ids=lambda line: line.partition(" =")[0])
def test_a_value_of_the_wrong_kind_is_refused_on_its_line(line: str) -> None:
    text = SHIPPED.replace(line, line.partition("=")[0] + "= 1.5", 1)
    error = faults_of(text)
    number = next(n for n, words in enumerate(text.splitlines(), 1) if words.endswith("= 1.5"))
    assert [fault.line for fault in error.faults if "wrong kind" in fault.message] == [number]


def test_every_clause_that_a_fault_cites_exists() -> None:
    text = re.sub(r"= .*", "= 1.5", SHIPPED)
    assert {fault.clause for fault in faults_of(text).faults} <= {"", *CLAUSES}


def test_what_was_typed_cannot_reorder_the_line_that_repeats_it() -> None:
    text = SHIPPED.replace("[records]", '[records]\n"\u202ekeep" = 1')
    assert "\u202e" not in str(faults_of(text))


@given(st.data())
def test_no_file_breaks_the_reading(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SHIPPED)))
    end = data.draw(st.integers(start, min(len(SHIPPED), start + 80)))
    put = data.draw(
        st.sampled_from(["", "[", "]]", "= 3", '"', "[[posts]]\n", "\u202e", "{}", "0"])
    )
    try:
        assert isinstance(parse(SHIPPED[:start] + put + SHIPPED[end:]), Terms)
    except TermsError as error:
        assert all(fault.message and fault.line >= 1 for fault in error.faults)


def test_every_key_is_found_on_its_line() -> None:
    text = (
        "# comment\n"
        'a = "x"\n'
        "[t]\n"
        "days = [\n  1, # one\n  2,\n]\n"
        'long = """\n[not.a.table]\nkey = 1\n"""\n'
        "after.dotted = 3\n"
        "[[posts]]\nkey = 1\n"
        "[[posts]]\nkey = 2\ninline = { x = 1 }\n"
        "[posts.inner]\nkey = 3\n"
    )
    lines = key_lines(text)
    assert lines[("a",)] == 2
    assert (lines[("t",)], lines[("t", "days")], lines[("t", "long")]) == (3, 4, 8)
    assert lines[("t", "after", "dotted")] == 12
    assert (lines[("posts", 0, "key")], lines[("posts", 1, "key")]) == (14, 16)
    assert lines[("posts", 1, "inline", "x")] == 17
    assert lines[("posts", 1, "inner", "key")] == 19
    assert ("t", "key") not in lines
    assert nearest_line(lines, ("t", "nothing")) == 3
    assert nearest_line(lines, ("nothing",)) == 1


SECOND = """
[[schemes]]
key = "class-act"
name = "Class Act"
helps_with = "Being the first of your family here."

[[posts]]
key = "class-act"
title = "Class Act Officer"
helps_with = "Bursaries."
remit = "everyone"
scheme = "class-act"
"""


@pytest.mark.clause("CONF-5")
def test_a_union_sets_up_another_scheme_with_posts_of_its_own() -> None:
    terms = parse(SHIPPED + SECOND)
    assert [scheme.key for scheme in terms.schemes] == ["student-support", "class-act"]
    assert terms.first_scheme == "student-support"
    served = {post.key: post.scheme for post in terms.posts}
    assert served["class-act"] == "class-act"
    assert {served[key] for key in ("education", "welfare-graduates", "womens")} == {
        "student-support"
    }
    scheme = terms.scheme("class-act")
    assert scheme and scheme.name == "Class Act" and terms.scheme("x") is None


@pytest.mark.clause("CONF-5")
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('scheme = "class-act"', 'scheme = "klass-act"', 'scheme of posts 4 is "klass-act"'),
        ('scheme = "class-act"', "scheme = 3", "scheme of posts 4 is of the wrong kind"),
        ('scheme = "class-act"', "", 'key of schemes 2 is "class-act", which no post serves'),
        ('[[schemes]]\nkey = "class-act"', '[[schemes]]\nkey = "student-support"', "second time"),
        ('[[schemes]]\nkey = "class-act"', "[[schemes]]", "key of schemes 2 is missing"),
        ('name = "Class Act"', "", "name of schemes 2 is missing"),
    ],
)
def test_a_scheme_that_nobody_could_serve_is_refused(before: str, after: str, says: str) -> None:
    text = SECOND.replace(before, after)
    assert text != SECOND
    assert says in str(faults_of(SHIPPED + text))


@pytest.mark.clause("CONF-5")
def test_a_union_without_a_scheme_is_none() -> None:
    text = re.sub(r"\[\[schemes\]\].*?\n\n", "", SHIPPED, flags=re.S)
    assert "schemes holds nothing" in str(faults_of(text))


@pytest.mark.clause("ELIG-1")
def test_the_first_scheme_has_a_post_for_every_student_and_another_need_not() -> None:
    women = SECOND.replace('remit = "everyone"', 'remit = "women"')
    assert parse(SHIPPED + women)
    only = SHIPPED.replace('remit = "everyone"', 'remit = "women"')
    assert "posts helps women only" in str(faults_of(only + SECOND))


@pytest.mark.clause("CONF-5")
def test_what_has_changed_in_the_policy_may_be_said() -> None:
    assert parse(SHIPPED).union.policy_changes == ""
    version = 'policy_version = "2026-1"'
    text = SHIPPED.replace(version, f'{version}\npolicy_changes = "Sharing is shown to students."')
    assert parse(text).union.policy_changes == "Sharing is shown to students."
    assert "policy_changes is empty" in str(
        faults_of(text.replace("Sharing is shown to students.", ""))
    )


@pytest.mark.clause("ELIG-1")
def test_signposts_may_be_left_out_but_not_left_half() -> None:
    assert {each.name for each in parse(SHIPPED).signposts} >= {"Citizens Advice", "Samaritans"}
    none = re.sub(r"\[\[signposts\]\].*?(?=\n\[|\n#)", "", SHIPPED, flags=re.S)
    assert parse(none).signposts == ()
    half = SHIPPED.replace('reach = "oiahe.org.uk"\n', "")
    assert "reach of signposts" in str(faults_of(half))
