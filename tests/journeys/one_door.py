"""A day on which words that stand nowhere else are typed into every page of the one door.

Two officers ask each other, share, check for conflicts, break confidence, decide not to, act under
an authority and step aside, over plain HTTP. What each page must show afterwards says that the
words arrived; what any answer says besides its page (its address, its cookies) is kept.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from tests.journeys.visiting import Answer, Visitor
from tests.journeys.walking import today

PLACES = """
    student said question reason reply share authority office scope given caller errand
    ground duty outline belief phoned advised achieves operator post reach told advice corrected
    colleague tried whynot others college course sheet listed aside outcome asker handed
    identified message
"""
WORDS = {place: f"Zq{place}numbat{number}xylo" for number, place in enumerate(PLACES.split())}
BREACH = {
    "duty": "duty", "student": "ground", "outline": "outline", "why": "belief", "phoned": "phoned",
    "advised": "advised", "achieves": "achieves", "recipient": "operator", "role": "post",
    "reach": "reach", "summary": "told",
}  # fmt: skip


@dataclass
class Watched(Visitor):
    """A visitor who keeps what came beside each page."""

    beside: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask, and keep the answer's own lines."""
        answer = super().ask(method, path, body, headers)
        self.beside += [path, *(value for _name, value in answer.headers), *self.cookies.values()]
        return answer

    def sends(self, path: str, **typed: str) -> str:
        """Send a form that is taken. Answers where one is led."""
        answer = self.post(path, **typed)
        said = re.findall(r'error-message"[^>]*>(.*?)</p>', answer.body.decode(), re.S)
        assert answer.status == 302, (path, answer.status, said)
        return answer.header("location")

    def sees(self, path: str, *places: str) -> None:
        """What was typed is on the page."""
        page = self.get(path).body.decode()
        assert [each for each in places if WORDS[each] not in page] == [], path


def a_day(hers: Watched, his: Watched, ref: str) -> str:
    """Everything that the one door asks for, typed once, on a case with its student's words.

    Answers the words of the student's card.
    """
    case = f"/cases/{ref}"
    card = _write(hers, case)
    _ask(hers, his, case)
    _share(hers, his, case)
    _act(hers, case)
    _break(hers, his, case)
    _check(hers, his, case)
    hers.post("/enquiries/", asked_by=WORDS["asker"])
    typed = {"student_said": WORDS["aside"], "kind": "person", "words": WORDS["listed"]}
    hers.sends(f"{case}/conflict/", to=_named(hers, f"{case}/conflict/", "Sam"), **typed)
    hers.sees("/conflicts/", "listed")
    his.sees(f"{case}/", "aside", "said")
    refused = his.post(f"{case}/hand-over/", to="nobody", student_knows=WORDS["handed"])
    assert refused.status == 200
    ends = {"student_said": WORDS["aside"], "outcome": WORDS["outcome"], "to": "nobody"}
    his.sends(f"{case}/conflict/", **ends)
    return card


def _write(hers: Watched, case: str) -> str:
    made = hers.post(f"{case}/way-in/", how_identified=WORDS["identified"]).body.decode()
    hers.sends(f"{case}/messages/", words=WORDS["message"])
    hers.sees(f"{case}/", "identified", "message")
    card = re.findall(r"<li>([a-z-]+)</li>", made)
    assert len(card) == 10, made
    return " ".join(card)


def _ask(hers: Watched, his: Watched, case: str) -> None:
    at, to = f"{case}/consultations/", _named(hers, f"{case}/consultations/new/", "Sam")
    typed = {"form_id": "b" * 26, "to": to, "days": "7"}
    typed |= {"question": f"{WORDS['question']} about {WORDS['student']}"}
    page = hers.post(f"{at}new/", check="yes", **typed).body.decode()
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    assert seen, "the name was not marked"
    place = hers.sends(at, reason=WORDS["reason"], seen=seen[0], **typed)
    his.sees(place, "question")
    his.sends(f"{place}replies/", form_id="c" * 26, said=WORDS["reply"])
    hers.sees(place, "reply")


def _share(hers: Watched, his: Watched, case: str) -> None:
    to = _named(hers, f"{case}/shares/new/", "Sam")
    hers.sends(f"{case}/shares/", form_id="d" * 26, to=to, reason="advice", why=WORDS["share"])
    his.sees(f"{case}/shares/", "share")
    hers.sends(f"{case}/shares/{'d' * 26}/end/")


def _act(hers: Watched, case: str) -> None:
    until = f"{today() + timedelta(days=90):%d/%m/%Y}"
    when = {"day": f"{today():%d/%m/%Y}", "time": "00:00", "until_on": until}
    scope = {"reaches": f"{WORDS['authority']}, {WORDS['office']}", "scope": WORDS["scope"]}
    sheet = {**when, **scope, "kind": "authority", "way": "written", "form_id": "e" * 26}
    place = hers.sends(f"{case}/consents/proposals/", may="give", summary=WORDS["given"], **sheet)
    hers.sees(place, "authority", "office", "scope", "given")
    who = {"recipient": WORDS["caller"], "role": "her mother", "purpose": WORDS["errand"]}
    how = {"way": "spoken", "words": "Yes.", "clarity": "I read it back.", "kind": "contact"}
    place = hers.sends(f"{case}/consents/", form_id="f" * 26, **when, **who, **how)
    hers.sees(place, "caller", "errand")


def _break(hers: Watched, his: Watched, case: str) -> None:
    sheet = {name: WORDS[place] for name, place in BREACH.items()}
    sheet |= {"ground": "law", "believes": "yes", "consulted": "phoned", "how": "extract"}
    # The id of a reply is that of its sheet.
    sheet["cited"] = "c" * 26
    kept = {"outline": WORDS["outline"], "form_id": "o" * 26, "keep": "yes"}
    hers.sees(hers.sends(f"{case}/breaches/new/", **kept), "outline", "reply")
    record = hers.sends(f"{case}/breaches/new/", ask="yes", form_id="g" * 26, **sheet)
    asked = f"/breaches/{record.split('/')[-2]}/"
    his.sees(asked, "outline")
    his.sends(asked, form_id="h" * 26, words=WORDS["advice"])
    hers.sends(record, form_id="g" * 26, **sheet)
    assert hers.get(f"{record}extract/").header("content-disposition")
    hers.sends(f"{record}corrections/", form_id="i" * 26, words=WORDS["corrected"])
    hers.sees(record, *BREACH.values(), "advice", "corrected", "question", "reply")
    nobody = {**sheet, "consulted": "nobody", "tried": WORDS["tried"], "how": "phone"}
    record = hers.sends(f"{case}/breaches/new/", form_id="j" * 26, **nobody)
    when = {"day": f"{today():%d/%m/%Y}", "time": "00:00"}
    hers.sends(f"{record}colleague/", form_id="k" * 26, words=WORDS["colleague"], **when)
    hers.sees(record, "tried", "colleague")
    left = {"leave": "yes", "why_not": WORDS["whynot"], "form_id": "l" * 26}
    hers.sees(hers.sends(f"{case}/breaches/new/", **{**sheet, **left}), "whynot")


def _check(hers: Watched, his: Watched, case: str) -> None:
    listed = {"kind": "person", "words": WORDS["sheet"], "form_id": "m" * 26}
    his.sends("/conflicts/", **listed)
    his.sees("/conflicts/", "sheet")
    typed = {"student": WORDS["student"], "others": f"{WORDS['others']}\n{WORDS['sheet']}"}
    typed |= {"college": WORDS["college"], "course": WORDS["course"], "form_id": "n" * 26}
    to = _named(hers, f"{case}/conflict-check/", "Sam")
    hers.sends(f"{case}/conflict-check/", to=to, **typed)
    his.get("/desk/")
    assert "Somebody else should take this" in hers.get("/conflict-checks/").body.decode()


def _named(officer: Watched, path: str, name: str) -> str:
    """What a page calls a colleague."""
    page = officer.get(path).body.decode()
    boxes = re.findall(r'<input[^>]* name="to"[^>]*>[^<]*<label[^>]*>[^<]*', page)
    found = [
        value[1] for box in boxes if name in box and (value := re.search('value="(.*?)"', box))
    ]
    assert found, (path, boxes)
    return found[0]
