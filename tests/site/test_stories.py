"""The stories of the demonstration hold together, whenever it is made."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given as supposing
from hypothesis import settings as how
from hypothesis import strategies as st

from confide.policy import consent, retention, sharing, terms
from confide.policy.hours import Opening
from confide.site.demonstration import days, moves
from confide.site.demonstration.loading import FILE, StoriesError, load, policy
from confide.site.demonstration.stories import ABOUT, Case, Consent

TERMS = terms.parse(policy())
KEEP = TERMS.records.keep_months
STORIES = load(TERMS)
CASES = {case.key: case for case in STORIES.cases}
TEXT = FILE.read_text("utf-8")
A_DAY = date(2026, 11, 23)


def whenever(test: Callable[..., None]) -> Callable[..., None]:
    """On any day, however slow the machine is."""
    days_to_come = st.dates(date(2024, 1, 1), date(2040, 12, 31))
    return how(deadline=None)(supposing(days_to_come)(test))


def made_days() -> list[date]:
    """Days of every weekday: a term's turn, a leap day, the clocks' change, an ordinary week."""
    turns = [date(2026, 7, 1), date(2028, 2, 29), date(2027, 3, 28), date(2026, 11, 23)]
    return [turn + timedelta(days=ahead) for turn in turns for ahead in range(-4, 4)]


def fact(case: Case, given: Consent, made_on: date) -> consent.ConsentFact:
    return consent.ConsentFact(
        recipient=consent.Recipient(given.recipient, given.role),
        purpose=given.purpose,
        items=frozenset(given.items),
        given_on=given_at(case, given, made_on).date(),
        kind=given.kind,
        also_to=tuple(consent.Recipient(each.name, each.role) for each in given.also_to),
        may=frozenset(given.may),
        until_on=None if given.until is None else days.day(given.until, made_on),
        withdrawn_on=None if given.withdrawn is None else days.day(given.withdrawn, made_on),
        way=way_of(given),
        words=given.words,
        clarity=given.clarity,
        writing=given.signed.writing if given.signed else "",
    )


def way_of(given: Consent) -> str:
    if given.proposed:
        return consent.PAPER
    return consent.SPOKEN if given.spoken else consent.MESSAGE


def given_at(case: Case, given: Consent, made_on: date) -> datetime:
    """What was put to a student to sign is agreed to when it is signed."""
    if given.proposed and given.signed:
        return when(given.signed, made_on)
    return days.happened_at(case, given, made_on)


def when(move: moves.When, made_on: date) -> datetime:
    return days.moment(days.day(move.day, made_on), move.at)


def last_contact(case: Case, made_on: date) -> date:
    return days.happened_at(case, case.contacts[-1], made_on).date()


def open_cases() -> list[Case]:
    return [c for c in STORIES.cases if c.resolution is None and c.destruction is None]


def of_first_scheme() -> list[Case]:
    return [case for case in STORIES.cases if case.scheme == TERMS.first_scheme]


def test_there_are_some_forty_cases_for_three_officers_a_steward_and_a_second_scheme() -> None:
    assert 35 <= len(of_first_scheme()) <= 43
    assert {case.scheme for case in STORIES.cases} == {scheme.key for scheme in TERMS.schemes}
    in_office = [officer for officer in STORIES.officers if 0 in officer.terms]
    assert sorted(officer.post for officer in in_office) == sorted(
        ["", *(post.key for post in TERMS.posts)]
    )
    assert [officer.role for officer in in_office].count("steward") == 1
    assert len({case.category for case in STORIES.cases}) == len(TERMS.about)
    assert {case.basis for case in STORIES.cases} == {"registered", "accepted", "disputed"}
    assert min(Counter(case.post for case in open_cases()).values()) >= 3


@whenever
@pytest.mark.clause("RECD-5")
def test_one_case_is_due_tonight_and_two_are_in_their_warnings(made_on: date) -> None:
    ends = {
        case.key: retention.destroy_on(resolved, KEEP)
        for case in STORIES.cases
        if (resolved := days.resolved_on(case, made_on, KEEP)) and not case.destruction
    }
    warned = {key: retention.warning(end, made_on) for key, end in ends.items()}
    tonight = made_on + timedelta(days=1)
    assert tonight - timedelta(days=1) <= ends["deposit"] <= tonight
    assert {key for key, days_left in warned.items() if days_left == 7} == {"deposit"}
    assert {key for key, days_left in warned.items() if days_left == 30} == {"marks-added-up"}
    assert {key for key, days_left in warned.items() if days_left == 90} == {"long-illness"}
    assert min(ends.values()) >= made_on
    resolution = CASES["deposit"].resolution
    assert resolution and resolution.announced
    announced_on = days.day(resolution.announced, made_on)
    assert announced_on <= made_on - retention.COOL_OFF
    assert ends["deposit"] - announced_on <= retention.ANNOUNCED_WITHIN


@pytest.mark.clause("CONF-4")
@pytest.mark.parametrize("made_on", made_days(), ids=str)
def test_one_consent_is_live_with_its_telling_done_and_one_is_withdrawn(made_on: date) -> None:
    live = CASES["exam-in-hospital"]
    assert consent.is_live(fact(live, live.consents[0], made_on), made_on)
    assert [telling.consent for telling in live.tellings] == [live.consents[0].key]
    withdrawn = CASES["adjustments"].consents[0]
    assert withdrawn.withdrawn is not None
    assert not consent.is_live(fact(CASES["adjustments"], withdrawn, made_on), made_on)


@pytest.mark.clause("RECD-6")
def test_one_case_was_destroyed_at_the_students_request_and_more_in_a_week_than_one_may() -> None:
    gone = [case for case in STORIES.cases if case.destruction]
    for case in gone:
        assert case.destruction and case.destruction.asked and case.destruction.identified
        assert case.resolution and case.resolution.day
        assert case.resolution.day < case.destruction.day < 0
    asked = Counter(case.destruction.day for case in gone if case.destruction)
    assert sorted(asked.values()) == [1, retention.MOST_A_WEEK + 2]
    assert max(asked) > -retention.WEEK.days


def test_one_open_case_is_dormant_and_several_are_lively() -> None:
    quiet = [
        case.key for case in open_cases() if last_contact(case, A_DAY) < A_DAY - timedelta(180)
    ]
    lively = [
        case.key for case in open_cases() if last_contact(case, A_DAY) >= A_DAY - timedelta(7)
    ]
    assert quiet == ["society"]
    assert len(lively) >= 8


@pytest.mark.parametrize("made_on", made_days(), ids=str)
def test_everything_happens_in_its_order(made_on: date) -> None:
    for case in STORIES.cases:
        assert_in_order(case, made_on)


def assert_in_order(case: Case, made_on: date) -> None:
    happened = [days.happened_at(case, contact, made_on) for contact in case.contacts]
    assert happened == sorted(set(happened))
    pieces = (*case.documents, *case.consents, *case.tellings)
    latest = max([*happened, *(days.happened_at(case, piece, made_on) for piece in pieces)])
    assert min(days.happened_at(case, piece, made_on) for piece in case.contacts) == happened[0]
    assert all(days.happened_at(case, piece, made_on) > happened[0] for piece in pieces)
    assert latest < datetime.combine(made_on, time(), UTC)
    resolved = days.resolved_on(case, made_on, KEEP)
    assert resolved is None or latest.date() <= resolved < made_on
    for contact, at in zip(case.contacts, happened, strict=True):
        step = contact.next
        if step is not None:
            assert days.day(step.due, made_on) > at.date()
            assert step.done is None or at.date() <= days.day(step.done, made_on) < made_on
            assert step.done is not None or resolved is None


@pytest.mark.clause("CONF-1", "CONF-4")
@pytest.mark.parametrize("made_on", made_days(), ids=str)
def test_nothing_was_told_without_consent(made_on: date) -> None:
    for case in STORIES.cases:
        assert_agreed(case, made_on)


def assert_agreed(case: Case, made_on: date) -> None:
    entries = {ABOUT: days.opened_at(case, made_on)}
    for piece in (*case.contacts, *case.documents):
        entries[piece.key] = days.happened_at(case, piece, made_on)
    for given in case.consents:
        agreed_at = given_at(case, given, made_on)
        assert all(entries[item] < agreed_at for item in given.items)
        agreed = fact(case, given, made_on)
        as_it_was = consent.ConsentFact(**{**fields(agreed), "withdrawn_on": None})
        assert consent.may_agree(as_it_was, on=agreed_at.date())
        assert agreed.withdrawn_on is None or agreed_at.date() < agreed.withdrawn_on < made_on
    for telling in case.tellings:
        told_at = days.happened_at(case, telling, made_on)
        assert all(when(copied, made_on) > told_at for copied in telling.copied)
        assert telling.handed is None or days.day(telling.handed, made_on) >= told_at.date()
        agreed = fact(case, case.consent(telling.consent), made_on)
        assert told_at > days.happened_at(case, case.consent(telling.consent), made_on)
        assert consent.may_tell(
            [agreed], agreed.recipient, agreed.purpose, telling.items, told_at.date()
        )


def fields(agreed: consent.ConsentFact) -> dict[str, object]:
    return {name: getattr(agreed, name) for name in agreed.__slots__}


@pytest.mark.parametrize("made_on", made_days(), ids=str)
@pytest.mark.clause("HOUR-1", "HOUR-2")
def test_people_are_met_and_rung_in_the_hours_that_are_promised(made_on: date) -> None:
    for case in STORIES.cases:
        for contact in case.contacts:
            at = days.happened_at(case, contact, made_on).astimezone(days.ZONE)
            opening = {"in-person": TERMS.hours.office, "phone": TERMS.hours.phone}.get(
                contact.kind
            )
            assert opening is None or is_open(opening, at), (case.key, contact.day)
        for telling in case.tellings:
            assert days.happened_at(case, telling, made_on).astimezone(days.ZONE).weekday() < 5


def is_open(opening: Opening, at: datetime) -> bool:
    return at.weekday() in opening.days and opening.opens <= at.time() <= opening.closes


@whenever
def test_every_post_has_always_had_a_holder(made_on: date) -> None:
    first, last = days.term(0, made_on)
    assert first <= made_on <= last
    assert days.term(-1, made_on)[1] + timedelta(days=1) == first
    for case in STORIES.cases:
        opened = days.opened_at(case, made_on).date()
        assert days.holder(STORIES, case.post, opened, made_on).post == case.post


@pytest.mark.clause("BRCH-3", "BRCH-4", "BRCH-5")
def test_confidence_is_broken_twice_and_once_it_is_decided_not_to() -> None:
    broken = [each for each in breaches() if each.told]
    assert sorted(bool(each.tried) for each in broken) == [False, True]
    assert all(each.told < each.at for each in broken), "it is written down afterwards"
    (phoned,) = [each for each in broken if each.phoned]
    assert phoned.asked < phoned.phoned_at < phoned.told
    assert {said.by for said in phoned.advice} == {"welfare-graduates", "womens"}
    (left,) = [each for each in breaches() if each.why_not]
    assert not left.recipient and not left.summary


@pytest.mark.clause("CONF-2", "CONF-4", "ELIG-3", "RECD-4")
def test_somebody_is_asked_shared_with_handed_to_and_agreed_with_in_every_way() -> None:
    consents = [given for case in STORIES.cases for given in case.consents]
    assert {given.kind for given in consents} == {consent.TELL, consent.CONTACT, consent.AUTHORITY}
    assert any(given.signed and given.narrowed and given.renewed for given in consents)
    asked = [*STORIES.questions, *(q for case in STORIES.cases for q in case.between.questions)]
    assert sorted(len(question.replies) for question in asked) == [0, 1, 1]
    shares = [share for case in STORIES.cases for share in case.between.shares]
    assert sorted(share.taken_back is not None for share in shares) == [False, True]
    handed = [each for case in STORIES.cases for each in case.between.handed]
    assert sorted(each.aside for each in handed) == [False, True]
    assert any(case.between.checks for case in STORIES.cases)
    assert any(case.between.holds for case in STORIES.cases)
    assert len({each.asked_by for each in STORIES.enquiries}) > 3


@pytest.mark.parametrize("made_on", made_days(), ids=str)
def test_what_passes_between_officers_has_happened_and_ends_soon(made_on: date) -> None:
    for case in STORIES.cases:
        opened_at = days.opened_at(case, made_on)
        happened = [*case.between.shares, *case.between.handed, *case.between.breaches]
        assert all(when(each, made_on) > opened_at for each in happened)
        for share in case.between.shares:
            assert share.until is None or 0 < share.until <= sharing.ENDING_SOON.days
            assert share.seen is None or share.seen >= share.day
            assert share.taken_back is None or share.day < share.taken_back < 0
        for check in case.between.checks:
            assert opened_at < when(check, made_on)
            assert check.day < check.answered < 0
        for holding in case.between.holds:
            assert opened_at < when(holding, made_on)
            assert holding.day < 0 < holding.until < retention.LONGEST_HOLD.days
    authority = CASES["am-i-a-student"].consents[0]
    assert consent.ends_soon(fact(CASES["am-i-a-student"], authority, made_on), on=made_on)


def breaches() -> list[moves.Breach]:
    return [each for case in STORIES.cases for each in case.between.breaches]


def between(case: Case) -> Iterator[str]:
    for each in case.between.breaches:
        yield from (each.outline, each.why, each.why_not, each.advised, each.tried, each.summary)
        yield from (said.words for said in each.advice)
    for question in case.between.questions:
        yield from (question.question, question.reason, *(s.words for s in question.replies))
    yield from (share.why for share in case.between.shares)
    yield from (handed.student for handed in case.between.handed)
    yield from (holding.why for holding in case.between.holds)


def prose() -> Iterator[str]:
    for case in STORIES.cases:
        yield from (case.about, case.safe.how, case.safe.when, *between(case))
        for contact in case.contacts:
            yield from (contact.said, contact.options, contact.chose)
        for document in case.documents:
            yield from document.paragraphs


def test_no_telephone_or_address_can_be_anybodys() -> None:
    text = "\n".join(prose())
    for number in re.findall(r"\+?\d[\d ]{8,}\d", text):
        assert re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", number), number
    for address in re.findall(r"[\w.]+@[\w.]+\w", text):
        assert address.endswith(".example"), address
    assert len(set(re.findall(r"07700 900\d{3}", text))) == len(re.findall(r"07700 900\d{3}", text))


@pytest.mark.clause("RECD-7")
def test_notes_explain_and_never_direct() -> None:
    for case in STORIES.cases:
        assert all(contact.options for contact in case.contacts)
        assert any(contact.chose for contact in case.contacts)
    text = "\n".join(prose())
    assert not re.search(r"\bI (advised|recommended|told (her|him|them) to|persuaded)\b", text)
    assert not re.search(r"\b(January|February|April|August|October|Monday \d|\d{4})\b", text)
    assert "!" not in text


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('category = "exams"', 'category = "examms"', "no such category as 'examms'"),
        ('post = "womens"\nstudent', 'post = "mens"\nstudent', "no such post as 'mens'"),
        ('scheme = "class-act"\nstudent', "student", "serves another scheme"),
        ("said_woman = true\n", "", "represents only women who have said so"),
        ('basis = "accepted"', 'basis = "alumnus"', "no such basis as 'alumnus'"),
        ('kind = "letter"', 'kind = "pigeon"', "no such channel as 'pigeon'"),
        ('items = ["hours"]', 'items = ["ours"]', "no entry 'ours' to agree to"),
        ('consent = "treasurer"', 'consent = "nobody"', "nobody agreed to 'nobody'"),
        ('key = "visa"', 'key = "carer"', "the case 'carer' is there twice"),
        ('during = "letter-read"', 'during = "x"', "which is no contact"),
        ("destroyed_in = 1\n", "", "a day, or the days until destruction"),
        ("may_say_who = true", "may_say_hwo = true", "may_say_hwo"),
        ("terms = [-3, -2]", "terms = [-3, -1]", "is there twice"),
        ('role = "steward"', 'role = "emperor"', "no such role as 'emperor'"),
        ('to = "education"', 'to = "bursar"', "no such post as 'bursar'"),
        ('reason = "benefit"', 'reason = "gossip"', "nobody shares because of 'gossip'"),
        ('told = "18:31"', 'told = ""', "broken at a time, or it is said why not"),
        ('by = "education"\nday = -4', 'by = "womens"\nday = -4', "only who was asked replies"),
        ('kind = "person"', 'kind = "planet"', "no such conflict as 'planet'"),
        ('asked_by = "press"', 'asked_by = "owls"', "nobody of the kind 'owls' asks"),
    ],
)
def test_a_story_that_does_not_hold_together_is_refused(was: str, becomes: str, said: str) -> None:
    assert was in TEXT
    with pytest.raises(StoriesError, match=re.escape(said)):
        load(TERMS, TEXT.replace(was, becomes, 1))
