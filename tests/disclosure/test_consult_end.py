"""A question ends by its asker, by its day, with its case; then it is gone for all. (CONF-2)"""

from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.models import Consultation, ConsultationReply
from confide.ledger import history
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.policy import access
from confide.retention import actions as retention
from confide.team.queries import Acting
from confide.vault import grants, shred
from confide.vault.models import Grant
from tests.cast import NOON
from tests.disclosure.consulting import TODAY, asked
from tests.retention.nights import night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-2"),
]
YES = access.may_keep_desk(access.Standing(in_office=True, undertaking_signed=True))
ASKED = retention.Asked(how_asked="She came to the office.", how_identified="I know her.")


def _gone(id_: str, *readers: Acting) -> None:
    assert not Consultation.objects.filter(id=id_).exists()
    assert not ConsultationReply.objects.exists()
    assert not Grant.objects.filter(case=id_).exists()
    assert shred.tombstoned(id_)
    for reader in readers:
        with pytest.raises(NotVisible):
            queries.one_question(reader, id_, on=TODAY)


def test_its_asker_ends_it_for_everybody(alice: Acting, bob: Acting, case: OpenCase) -> None:
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, "Wait.", at=NOON)
    with pytest.raises(Refused):
        actions.end_question(bob, id_, at=NOON)
    assert queries.one_question(bob, id_, on=TODAY)
    actions.end_question(alice, id_, at=NOON)
    _gone(id_, alice, bob)
    assert history.recorded("question.ended", about=id_, by=alice.pseudonym)


def test_the_night_after_its_last_day_removes_it_without_a_key(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    actions.reply(bob, id_, "Wait.", at=NOON)
    retention.nightly(night(TODAY, 1))
    assert retention.nightly(night(TODAY, 14), confirmed=True).questions == 0
    assert Consultation.objects.filter(id=id_).exists()
    made = retention.nightly(night(TODAY, 15))
    assert made.questions == 1 and any("questions" in line for line in made.lines())
    _gone(id_)
    assert history.recorded("question.ended", about=id_, by="service")
    assert retention.nightly(night(TODAY, 16)).questions == 0


@pytest.mark.clause("RECD-6")
@pytest.mark.promise("P6")
def test_destroying_the_case_destroys_its_questions_and_no_other(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    about, other = asked(alice, case, bob), asked(alice, None, bob)
    actions.reply(bob, about, "Wait.", at=NOON)
    kept = [Grant(**row) for row in Grant.objects.filter(case=about).values()]
    assert retention.request_by_student(alice, case, ASKED, at=NOON)
    for reader in (alice, bob):
        assert [each.id for each in queries.my_questions(reader, on=TODAY)] == [other]
    # Also with every grant there ever was, and the row as it lay in the database.
    row = Consultation.objects.get(id=about)
    Grant.objects.filter(case=about).delete()
    Grant.objects.bulk_create(kept)
    for reader in (alice, bob):
        assert about not in grants.open_cases(reader.unlocked, [about], under=YES)
    assert bytes(row.sealed)
    assert actions.end_expired_questions(at=NOON + timedelta(hours=1)) == 1
    _gone(about, alice, bob)
    assert queries.one_question(bob, other, on=TODAY)
    assert verify()


def test_a_stop_between_the_keys_and_the_row_is_finished_by_the_night(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    shred.destroy(id_, at=NOON)
    for act in (
        lambda: actions.reply(bob, id_, "Wait.", at=NOON),
        lambda: actions.end_question(alice, id_, at=NOON),
    ):
        with pytest.raises(NotVisible):
            act()
    assert actions.end_expired_questions(at=NOON) == 1
    _gone(id_, alice, bob)
