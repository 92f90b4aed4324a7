"""Days on which a dying service is caught: each does one thing that must not be left half done.

A step is the name of a page, the answer that came, and the events that must be in the ledger if it
shows anything of the case. After the day, whether it was lived to its end or not, `faults_in` looks
at what is left: everybody who sits at the case opens all of it, nobody else opens any, and nothing
is there twice or not at all.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

CANARY: Final = "Marmalade-Cassowary"
SAID: Final = f"About her sister. {CANARY}"
OUTLINE: Final = f"Tablets. {CANARY}"
# A word of its own, since none of the case may be in a question.
ASKED: Final = "Ocelot-Umbrella"
WORDS: Final = f"What helps with {ASKED}?"

Browsers = dict[str, Any]
Given = dict[str, str]
Step = tuple[str, Any, set[str]]
_READ: Final = {"case.read"}


def telling(at: Browsers, given: Given) -> Iterator[Step]:
    """Alice opens her case, notes a consent, tells, and fetches the extract."""
    from tests.disclosure.browsing import hidden_in

    hers, case = at["alice"], f"/cases/{given['ref']}"
    yield "case", hers.get(f"{case}/"), _READ
    ask = {"recipient": "Dr Sen", "role": "her tutor", "purpose": "More time"}
    ask = {**ask, "summary": "", "items": [given["item"]]}
    form = hers.post(f"{case}/consents/new/", {**ask, "turn": "spoken"})
    yield "form", form, _READ
    said = {"day": "23/11/2026", "time": "00:00", "words": "Yes.", "clarity": "I read it back."}
    agreed = {**hidden_in(form, f"{case}/consents/"), **ask, **said, "way": "spoken"}
    yield "consent", hers.post(f"{case}/consents/", agreed), _READ
    sheet = hers.post(f"{case}/tellings/new/", {**ask, "look": "yes"})
    yield "preview", sheet, _READ
    told = hers.post(f"{case}/tellings/", {**hidden_in(sheet, f"{case}/tellings/"), "how": "file"})
    yield "telling", told, _READ
    yield "told", hers.get(told["Location"]), _READ
    outside = {*_READ, "extract.told", "extract.fetched"}
    yield "extract", hers.get(f"{told['Location']}extract/"), outside


def breach(at: Browsers, given: Given) -> Iterator[Step]:
    """Alice asks the others, Bob reads it, Alice breaks confidence and fetches the extract."""
    from tests.disclosure.breaching import typed_in_browser

    hers, case = at["alice"], f"/cases/{given['ref']}/breaches"
    sheet: dict[str, Any] = typed_in_browser(outline=OUTLINE, how="extract")
    sheet["items"] = [given["item"]]
    asked = hers.post(f"{case}/new/", {**sheet, "ask": "yes"})
    yield "asked", asked, _READ
    record = asked["Location"]
    yield "sheet", hers.get(record), {*_READ, "breach.asked"}
    read = at["bob"].get(f"/breaches/{record.split('/')[-2]}/")
    yield "bob's", read, {"breach.asked", "breach.read"}
    yield "broken", hers.post(record, sheet), _READ
    yield "record", hers.get(record), {*_READ, "breach.decided"}
    outside = {*_READ, "breach.asked", "breach.decided", "breach.fetched"}
    yield "extract", hers.get(f"{record}extract/"), outside


def consultation(at: Browsers, given: Given) -> Iterator[Step]:
    """Alice asks Bob without a name, and he answers."""
    sheet = {"form_id": "c" * 26, "question": WORDS, "to": given["bob"], "days": "3"}
    asked = at["alice"].post(f"/cases/{given['ref']}/consultations/", sheet)
    yield "asked", asked, _READ
    place = asked["Location"]
    yield "bob's", at["bob"].get(place), {"question.asked"}
    reply = {"form_id": "d" * 26, "said": f"{ASKED}, I would think."}
    yield "reply", at["bob"].post(f"{place}replies/", reply), {"question.asked"}
    yield "hers", at["alice"].get(place), {"question.asked"}


def sharing(at: Browsers, given: Given) -> Iterator[Step]:
    """Alice shares the case with Bob, who reads it, and takes it back."""
    hers, his, case = at["alice"], at["bob"], f"/cases/{given['ref']}"
    sheet = {"form_id": "c" * 26, "to": given["bob's id"], "reason": "advice", "why": "Rent."}
    yield "shared", hers.post(f"{case}/shares/", sheet), _READ
    yield "bob's", his.get(f"{case}/"), {*_READ, "case.shared"}
    back = hers.post(f"{case}/shares/{sheet['form_id']}/end/", {})
    yield "taken back", back, _READ
    gone = his.get(f"{case}/")
    assert gone.status_code == 404
    yield "case", hers.get(f"{case}/"), {*_READ, "share.taken-back"}


def aside(at: Browsers, given: Given) -> Iterator[Step]:
    """Alice steps aside, and Bob has the case."""
    hers, his, case = at["alice"], at["bob"], f"/cases/{given['ref']}"
    yield "form", hers.get(f"{case}/conflict/"), _READ
    left = hers.post(f"{case}/conflict/", {"to": given["bob"], "student_said": "Fine."})
    yield "left", left, _READ
    assert hers.get(f"{case}/").status_code == 404
    yield "bob's", his.get(f"{case}/"), {*_READ, "case.handed-over"}


DAYS: Final[dict[str, Callable[[Browsers, Given], Iterator[Step]]]] = {
    day.__name__: day for day in (telling, breach, consultation, sharing, aside)
}
# Where each day's entries are made; a careless service forgets them there.
RECORDED_IN: Final = {
    "telling": "confide.disclosure.actions.tellings",
    "breach": "confide.disclosure.actions.breaches",
    "consultation": "confide.disclosure.actions.consultations",
    "sharing": "confide.disclosure.actions.shares",
    "aside": "confide.casework.actions.conflicts",
}


def faults_in(given: Given, people: dict[str, Any]) -> Iterator[str]:
    """What is not whole in a service that somebody killed."""
    from django.db import connections

    from confide.ledger.verify import verify

    if not verify():
        yield "the ledger does not verify"
    for database in ("default", "keys"):
        with connections[database].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchall() != [("ok",)]:
                yield f"{database} is broken"
    yield from _seats(given["ref"], people)
    yield from _orphans()
    yield from _rows(given["ref"], people)
    yield from _drawer(given, people)


def _seats(ref: str, people: dict[str, Any]) -> Iterator[str]:
    """Exactly those who sit at the case hold it, under one generation of its keys."""
    from confide.casework.models import Seat
    from confide.policy.decision import allow
    from confide.vault import grants
    from confide.vault.models import Grant

    held = Grant.objects.filter(case=ref)
    if len(set(held.values_list("generation", flat=True))) != 1:
        yield "the case is between two generations"
    if len({each.holder_id for each in held}) != held.count():
        yield "somebody holds it twice"
    seats = Seat.objects.filter(case=ref).select_related("officer")
    seated = {seat.officer.sign_in_name for seat in seats}
    if not seated or seats.count() != len(seated):
        yield f"who sits there: {seats}"
    for name, acting in people.items():
        under = allow("CONF-1", "The test looks at rings alone.")
        opens = bool(grants.open_cases(acting.unlocked, [ref], under=under))
        if opens != (name in seated):
            yield f"{name} sits there: {name in seated}, opens it: {opens}"


def _rows(ref: str, people: dict[str, Any]) -> Iterator[str]:
    """Everybody who sits there opens every row, sealed under its newest keys, and each once."""
    from confide.casework import queries
    from confide.casework.models import Seat
    from confide.disclosure.queries import consents_of, shares_of, tellings_of, who_can_see
    from confide.vault.rekey import sealed_models

    for name in Seat.objects.filter(case=ref).values_list("officer__sign_in_name", flat=True):
        try:
            opened = queries.case_for(people[name], ref)
        except queries.NotVisible:
            yield f"{name} sits there and opens nothing"
            continue
        said = [entry.card.said for entry in queries.contacts_of(opened)]
        papers = [
            b"".join(queries.content_of(opened, e.card)) for e in queries.documents_of(opened)
        ]
        if said.count(SAID) != 1 or len(set(said)) != len(said) or papers != [CANARY.encode()]:
            yield f"{name} finds {said} and {papers}"
        [*consents_of(opened), *tellings_of(opened), *queries.tasks_of(opened)]
        lent = {each.name for each in who_can_see(opened, on=people[name].on) if each.lent}
        shares = [entry for entry in shares_of(opened) if entry.card.ended_at is None]
        if len(lent) != len(shares):
            yield f"lent to {lent}, and the record says {shares}"
        rows = [row for model in sealed_models() for row in model.of_case(ref)]
        if any(row.sealed_under != opened.keys.generation for row in rows):
            yield "a row lies under keys of before"


def _drawer(given: Given, people: dict[str, Any]) -> Iterator[str]:
    """The student's words open their drawer, which shows whoever sits there, and opens to them."""
    from confide.casework import queries
    from confide.casework.models import Seat
    from confide.vault.primitives import DoesNotOpen
    from tests.cast import NOON

    secret = queries.enter(given["words"], at=NOON)
    mine = queries.at_drawer(secret or "", at=NOON)
    if mine is None:
        yield "the student's words open nothing"
        return
    seats = Seat.objects.filter(case=given["ref"]).select_related("officer")
    if {sight.name for sight in mine.card.sights} != {seat.officer.name for seat in seats}:
        yield f"the student is shown {mine.card.sights}"
    for seat in seats:
        try:
            opened = queries.case_for(people[seat.officer.sign_in_name], given["ref"])
            theirs = queries.drawer_in(opened.ref, opened.keys)
        except (queries.NotVisible, DoesNotOpen):
            yield f"{seat.officer.name} sits there and does not open the drawer"
            continue
        if theirs is None or theirs.keys.generation != mine.drawer.keys.generation:
            yield "the drawer is between two generations"


def _orphans() -> Iterator[str]:
    """Whatever somebody was granted is there; what is there, somebody was granted."""
    from confide.casework.models import Case, Drawer
    from confide.disclosure.models import Breach, Consultation
    from confide.vault.models import Grant

    there = {str(key) for kind in (Case, Drawer, Breach, Consultation) for key in _ids(kind)}
    granted = set(Grant.objects.values_list("case", flat=True))
    if there != granted:
        yield f"grants without a thing, or a thing without grants: {there ^ granted}"


def _ids(kind: Any) -> list[str]:
    return list(kind.objects.values_list("pk", flat=True))
