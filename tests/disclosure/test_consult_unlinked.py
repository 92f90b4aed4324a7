"""Nothing but the asker's own note leads from a question to its case. (CONF-2)

Bob was asked. He has his keys, a copy of every table of both databases, and time. Every column is
looked at: whatever a question has in common with its case, it has in common with another one too.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.models import AskersNote, Breach, Consultation
from confide.ledger.models import Entry
from confide.ledger.record import record
from confide.policy import access
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from tests import cast
from tests.cast import NOON
from tests.disclosure.consulting import TODAY, asked
from tests.retention.nights import ending_on

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-2"),
]
YES = access.may_keep_desk(access.Standing(in_office=True, undertaking_signed=True))


def _rows() -> Iterator[frozenset[Any]]:
    """Every row of every table, as the set of its values."""
    for model in apps.get_models():
        for row in model._default_manager.values():
            yield frozenset(_plain(value) for value in row.values())


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytes | memoryview | bytearray) else value


def _around(*ids: str) -> set[Any]:
    """Everything in the rows that name one of these, and in the rows that name what is in those."""
    found: set[Any] = set()
    for row in _rows():
        if row & set(ids):
            found |= row
    return found


def _breach_about(acting: Acting, case: OpenCase, id_: str) -> None:
    """A record with keys of its own whose case stands in clear, as a breach record's does."""
    keys, granted = grants.new_case(
        id_, by=acting.unlocked, holders=[acting.officer.ring], bound_to=case.ref, at=NOON
    )
    row = Breach(id=id_, about=case.row)
    row.put(keys, AskersNote())
    with record("breach.asked", by=acting.pseudonym, about=id_, under=YES, at=NOON):
        row.save(force_insert=True)
        Grant.objects.bulk_create(granted)


def test_what_a_question_shares_with_its_case_it_shares_with_another(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    another = cast.a_case(alice, student="Zoë Agyeman", at=NOON)
    ending_on(case, TODAY + timedelta(days=20))
    ending_on(another, TODAY + timedelta(days=21))
    _breach_about(alice, case, "b" * 26)
    _breach_about(alice, another, "c" * 26)
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, "Wait a little.", at=NOON)
    question = _around(id_)
    with_its_own = question & _around(case.ref, "b" * 26)
    with_another = question & _around(another.ref, "c" * 26)
    assert id_ in question and alice.officer.ring_id in with_its_own
    assert with_its_own <= with_another


def test_the_cases_reference_is_nowhere_in_what_bob_can_open(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, "Wait a little.", at=NOON)
    found = queries.one_question(bob, id_, on=TODAY)
    opened = repr((found.card, found.replies, found.note, found.people))
    assert case.ref not in opened and case.file.student not in opened
    row = Consultation.objects.filter(id=id_).values().get()
    assert case.ref.encode() not in b"".join(bytes(row[name]) for name in ("sealed", "for_asker"))


def test_the_ledger_has_no_entry_that_names_both(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    before = Entry.objects.filter(about=case.ref).count()
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, "Wait a little.", at=NOON)
    actions.note_replies(alice, id_, at=NOON)
    actions.end_question(alice, id_, at=NOON)
    assert Entry.objects.filter(about=case.ref).count() == before
    events = Entry.objects.order_by("position").filter(about=id_).values_list("event", flat=True)
    assert len(events) == 4


def test_no_length_tells_whether_there_is_a_case_or_a_reason(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ids = [
        asked(alice, None, bob),
        asked(alice, case, bob),
        asked(alice, case, bob, question="And Dana?", reason="漢" * 150),
    ]
    actions.reply(bob, ids[1], "Wait a little.", at=NOON)
    actions.note_replies(alice, ids[1], at=NOON)
    for column in ("for_asker", "sealed"):
        rows = Consultation.objects.values_list(column, flat=True)
        assert len({len(bytes(value)) for value in rows}) == 1


def test_a_questions_row_has_no_column_for_a_case_or_a_time() -> None:
    columns = {field.name for field in Consultation._meta.get_fields() if field.concrete}
    assert columns == {"id", "sealed", "ends_on", "for_asker"}
    assert not any(isinstance(f, models.ForeignKey) for f in Consultation._meta.get_fields())
