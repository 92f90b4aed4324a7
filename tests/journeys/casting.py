"""A service with its first people, put together over plain HTTP: a steward and two officers."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from tests.journeys.running import Service
from tests.journeys.visiting import Answer, Visitor
from tests.journeys.walking import today


@dataclass
class Cast:
    """Everybody, signed in, with their passphrases."""

    address: str
    steward: Visitor
    passphrases: dict[str, str] = field(default_factory=dict)

    def appoint(self, name: str, sign_in_name: str, post: str = "education") -> Visitor:
        """Appoint a caseworker who makes keys and signs the undertaking."""
        page = self.steward.post(
            "/officers/new/",
            name=name,
            sign_in_name=sign_in_name,
            role="caseworker",
            post=post,
            starts_on=f"{today():%d/%m/%Y}",
            ends_on=f"{today() + timedelta(days=300):%d/%m/%Y}",
        ).body.decode()
        invitation = re.search(r'class="passphrase">([^<]+)<', page)
        assert invitation, page
        officer = Visitor(self.address)
        self.passphrases[sign_in_name] = officer.enrol(sign_in_name, invitation[1])
        assert officer.post("/undertaking/", agreed="on").status == 302
        return officer

    def end_term(self, name: str) -> Answer:
        """End somebody's term of office this minute."""
        page = self.steward.get("/officers/").body.decode()
        # What comes before the first card names everybody too, by the scheme that they serve.
        card = next(each for each in page.split('class="card"')[1:] if name in each)
        address = re.search(r'href="(/terms/[^"]+)"', card)
        assert address, card
        last = today() - timedelta(days=1)
        return self.steward.post(address[1], last_day=f"{last:%d/%m/%Y}")


def gather(service: Service, address: str) -> Cast:
    """The steward, with keys of their own."""
    cast = Cast(address, Visitor(address))
    cast.passphrases["pat"] = cast.steward.enrol("pat", service.invitation)
    return cast


def open_case(officer: Visitor, student: str, **typed: str) -> str:
    """Open a case. Answers its reference."""
    usual = {
        "student": student,
        "eligibility": "registered",
        "scheme": "student-support",
        "category": "exams",
        "about": "A paper was missed.",
        "kind": "phone",
        "day": f"{today():%d/%m/%Y}",
        "time": "00:00",
    }
    answer = officer.post("/cases/new/", **{**usual, **typed})
    ref = re.search(r"/cases/([a-z2-7]{26})/", answer.header("location"))
    assert ref, re.findall(r"error-message[^>]*>([^<]*)", answer.body.decode())
    return ref[1]
