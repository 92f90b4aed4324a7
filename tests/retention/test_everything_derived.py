"""Whatever comes of a case dies with it: extracts, questions, shares, records, the drawer. (RECD-6)

A case is lived through with all that the product knows, and destroyed. What is new in any table and
any folder since before it was opened must then be on a short list, each with its reason.
"""

from pathlib import Path

import pytest
from django.apps import apps

from confide.casework import actions as casework
from confide.casework.queries import OpenCase, case_for
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, Sharing, ToTell
from confide.disclosure.queries import Ask
from confide.policy.breach import DANGER
from confide.retention import actions, queries
from confide.retention.actions import Giving
from confide.team.queries import Acting
from confide.vault.models import ShredKey
from tests import cast
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet
from tests.disclosure.consulting import asked
from tests.retention.nights import night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P6"),
]
# What may be there afterwards that was not before, and why.
OUTLIVES = {
    "ledger.Entry": "that it was done, about a reference that means nothing",
    "ledger.Checkpoint": "the night's",
    "retention.Certificate": "that it was destroyed",
    "vault.Tombstone": "so that no restore brings it back",
    "casework.CodedFact": "a count without a case",
}
ASKED = actions.Asked(how_asked="She came.", how_identified="I know her.")


def stored() -> set[tuple[str, object]]:
    """Every row of every table in either database, by its key."""
    keys = {"vault.ShredKey", "vault.Tombstone"}
    return {
        (table._meta.label, row)
        for table in apps.get_models()
        for row in table._base_manager.using(
            "keys" if table._meta.label in keys else "default"
        ).values_list("pk", flat=True)
    }


def filed(data: Path) -> set[Path]:
    """Every file that lies with the cases."""
    return {path for path in (data / "files").rglob("*") if path.is_file()}


def lived_through(alice: Acting, bob: Acting) -> str:
    """A case with everything that can come of one. Answers its reference."""
    ref = cast.a_case(alice).ref

    def case() -> OpenCase:
        return case_for(alice, ref)

    casework.add_document(alice, case(), cast.a_pdf(), at=NOON)
    casework.register_paper(alice, case(), name="A letter", kept_where="Cabinet", at=NOON)
    casework.give_way_in(alice, case(), how_identified="I know her.", at=NOON)
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="More time", summary="A week more.")
    agreed = Agreed(ask=ask, spoken=True, given_at=NOON, words="Yes, tell her.", clarity="Read.")
    disclosure.give_consent(alice, case(), agreed, at=NOON)
    disclosure.tell(alice, case(), ToTell(ask=ask, how="extract"), at=NOON)
    asked(alice, case(), bob)
    sheet = a_sheet(ground=DANGER, how="extract")
    disclosure.break_confidence(alice, case(), sheet, at=NOON)
    sharing = Sharing(reason="benefit", why="I am away next week.")
    disclosure.share(alice, case(), bob.officer, sharing, at=NOON)
    actions.ask_for_access(alice, case(), "She asked.", asked_on=NOON.date(), at=NOON)
    seen = queries.whole_record(case()).digest
    giving = Giving(how_asked="She asked.", how_identified="I know her.", way="archive", seen=seen)
    actions.return_record(alice, case(), giving, at=NOON)
    held = actions.hold(alice, case(), "An inquest.", keep_until=NOON.date(), at=NOON)
    actions.end_hold(alice, case(), held, "It is over.", at=NOON)
    case_for(bob, ref)
    return ref


def test_after_destruction_nothing_of_a_case_is_new_but_what_outlives_it(
    alice: Acting, bob: Acting, data: Path
) -> None:
    other = cast.a_case(bob)
    before, files = stored(), filed(data)
    ref = lived_through(alice, bob)
    made = {label for label, _ in stored() - before}
    for label in ("disclosure.Breach", "disclosure.Consultation", "casework.Drawer"):
        assert label in made, "lived through, or this proves little"
    assert filed(data) - files
    assert actions.request_by_student(alice, case_for(alice, ref), ASKED, at=NOON)
    actions.nightly(night(NOON.date(), 1))

    left = {(label, row) for label, row in stored() - before if label not in OUTLIVES}
    assert left == set()
    assert filed(data) - files == set()
    assert set(ShredKey.objects.using("keys").values_list("case", flat=True)) == {other.ref}
