"""Timing a breach: what an officer waits for from sign-in until it is recorded."""

from typing import Final

from bench.figures import SEALED, Work
from bench.pages import Bench
from bench.timing import alternately
from confide.vault.primitives import random_id

# What a person reads and fills in: the desk, whom it is about, the one page. (P9)
_SCREENS: Final = 3
_SHEET: Final = {
    "ground": "danger",
    "student": "Robin",
    "outline": "She has said that she will not see the morning.",
    "believes": "yes",
    "why": "Nobody else knows.",
    "consulted": "nobody",
    "tried": "The office, and two mobiles.",
    "achieves": "An ambulance goes to her room.",
    "recipient": "The operator at 999",
    "role": "ambulance service",
    "summary": "Where she is, and what she has taken.",
    "how": "phone",
    "break": "yes",
}


def measure_breach(bench: Bench) -> Work:
    """Sign in, go by the desk to the page, and record it; there is no colleague to reach."""
    path, visitor = f"/cases/{bench.ref}/breaches/new/", bench.visitor

    def whole() -> float:
        waited = bench.sign_in()
        for page in ("/desk/", "/danger/", path):
            visitor.get(page, shows='href="tel:999"' if page != "/desk/" else "My desk")
            waited += visitor.seconds
        visitor.post(path, {**_SHEET, "form_id": random_id()})
        return waited + visitor.seconds

    title = f"Breaking confidence, {_SCREENS} screens from sign-in to recorded"
    taken = alternately(title, {SEALED: whole}, runs=bench.sizes.slow_runs)
    return Work(title, str(taken[SEALED]), "nobody to reach; typing not counted")
