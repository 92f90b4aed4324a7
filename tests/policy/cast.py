"""The people of the scenarios, and how each question is put to the policy.

A scenario is a table of facts in `scenarios/*.toml`. `answer` hands them to the rule that its
question asks for; a fact that the rule did not use fails the scenario, so that none is idle.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from confide.policy import access, consent, eligibility, office, records, retention
from confide.policy.decision import Decision

FOLDER = Path(__file__).parent / "scenarios"
CAST: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "cast.toml").read_text("utf-8"))
TODAY = date(2026, 11, 17)
VERSION = "2026-1"
MISSING = object()


@dataclass
class Facts:
    """The facts of one scenario, and which of them have been used."""

    table: dict[str, Any]
    used: set[str] = field(default_factory=set)

    def take(self, name: str, default: Any = MISSING) -> Any:
        self.used.add(name)
        if name not in self.table and default is MISSING:
            raise KeyError(f"The scenario does not say {name!r}.")
        return self.table.get(name, default)

    @property
    def on(self) -> date:
        day: date = self.take("on", TODAY)
        return day

    @property
    def who(self) -> dict[str, Any]:
        return CAST[self.take("who")]

    @property
    def terms(self) -> list[office.TermFact]:
        return [office.TermFact(**term) for term in self.who.get("terms", [])]

    @property
    def signed(self) -> list[office.UndertakingFact]:
        return [office.UndertakingFact(**signature) for signature in self.who.get("signed", [])]

    @property
    def standing(self) -> access.Standing:
        return access.Standing(
            in_office=office.in_office(self.terms, office.CASEWORKER, self.on),
            undertaking_signed=office.undertaking_signed(
                self.signed, self.take("version", VERSION), self.on
            ),
            seated=self.who.get("seated", False),
            conflicted=self.who.get("conflicted", False),
        )

    @property
    def is_steward(self) -> bool:
        return office.in_office(self.terms, office.STEWARD, self.on)

    @property
    def clock(self) -> retention.Clock:
        return retention.Clock(
            destroy_on=self.take("destroy_on", None),
            keep_until=self.take("keep_until", None),
            announced_on=self.take("announced_on", None),
            being_destroyed=self.take("being_destroyed", False),
        )


def _term(facts: Facts, name: str) -> office.TermFact:
    return office.TermFact(**facts.take(name))


def _consent(table: dict[str, Any]) -> consent.ConsentFact:
    also_to = tuple(consent.Recipient(*each) for each in table.get("also_to", []))
    read = {
        "recipient": consent.Recipient(*table["recipient"]),
        "also_to": also_to,
        "also_for": tuple(table.get("also_for", [])),
        "items": frozenset(table.get("items", [])),
        "may": frozenset(table.get("may", [consent.GIVE])),
    }
    return consent.ConsentFact(**{**table, **read})


def _tell(facts: Facts) -> Decision:
    return consent.may_tell(
        [_consent(table) for table in facts.take("agreed", [])],
        consent.Recipient(*facts.take("tell")),
        facts.take("purpose"),
        facts.take("items"),
        facts.on,
    )


def _appoint(facts: Facts) -> Decision:
    held = CAST[facts.take("whom")].get("terms", [])
    existing = [office.TermFact(**term) for term in held]
    return office.may_appoint(facts.is_steward, _term(facts, "term"), existing, facts.on)


def _end_term(facts: Facts) -> Decision:
    return office.may_end_term(
        facts.is_steward,
        _term(facts, "term"),
        facts.take("last_day"),
        facts.on,
        last_steward=facts.take("last_steward", False),
    )


def _resolve(facts: Facts) -> Decision:
    return retention.may_resolve(
        facts.standing,
        clock=facts.clock,
        resolved_on=facts.take("resolved_on"),
        last_touched_on=facts.take("last_touched_on"),
        on=facts.on,
    )


def _destroy(facts: Facts) -> Decision:
    return retention.may_order_destruction(
        facts.take("because"),
        facts.clock,
        facts.on,
        asked_on=facts.take("asked_on", None),
        confirmed=facts.take("confirmed", False),
    )


def _hold(facts: Facts) -> Decision:
    return retention.may_hold(
        why=facts.take("why"),
        owner=facts.take("owner"),
        keep_until=facts.take("keep_until"),
        on=facts.on,
    )


def _request(facts: Facts) -> Decision:
    return retention.may_take_request(
        how_asked=facts.take("how_asked"), how_identified=facts.take("how_identified")
    )


def _nightly(facts: Facts) -> Decision:
    return retention.may_run_nightly(
        facts.take("last_entry_on", None), facts.on, confirmed=facts.take("confirmed", False)
    )


def _sign(facts: Facts) -> Decision:
    version = facts.take("version", VERSION)
    return office.may_sign_undertaking(facts.terms, facts.signed, version, facts.on)


def _enter(facts: Facts) -> Decision:
    happened, at = (facts.take(name).replace(tzinfo=UTC) for name in ("happened_at", "at"))
    return records.may_enter(facts.standing, happened_at=happened, at=at)


QUESTIONS: dict[str, Callable[[Facts], Decision]] = {
    "to start working on cases": lambda f: access.may_open_cases(f.standing),
    "to see their desk": lambda f: access.may_keep_desk(f.standing),
    "to read Dana's case": lambda f: access.may_read(f.standing),
    "to add to Dana's case": lambda f: access.may_work(f.standing),
    "to enter something in Dana's case": _enter,
    "to look after the service": lambda f: access.may_steward(f.is_steward),
    "to act as a caseworker": lambda f: office.may_hold_office(f.terms, "caseworker", f.on),
    "to sign the undertaking": _sign,
    "to be bound by the undertaking": lambda f: office.stays_bound(f.signed, f.on),
    "to appoint somebody": _appoint,
    "to end a term of office": _end_term,
    "to be helped": lambda f: eligibility.may_be_helped(f.take("basis", None)),
    "to have this officer": lambda f: eligibility.may_represent(
        f.take("remit"), f.take("woman", None)
    ),
    "to record a consent": lambda f: consent.may_agree(_consent(f.take("consent")), on=f.on),
    "to narrow a consent": lambda f: consent.may_narrow(
        _consent(f.take("old")), _consent(f.take("new")), on=f.on
    ),
    "to renew a consent": lambda f: consent.may_renew(
        _consent(f.take("old")), _consent(f.take("new")), on=f.on
    ),
    "to put a consent in writing": lambda f: consent.may_put_in_writing(
        _consent(f.take("consent")), writing=f.take("writing"), on=f.on
    ),
    "to print a consent to be signed": lambda f: consent.may_print(
        _consent(f.take("consent")), on=f.on
    ),
    "to say that Dana comes here": lambda f: consent.may_act(
        _consent(f.take("consent")), consent.CONFIRM, consent.Recipient(*f.take("to")), on=f.on
    ),
    "to ask for Dana": lambda f: consent.may_act(
        _consent(f.take("consent")), consent.ASK, consent.Recipient(*f.take("to")), on=f.on
    ),
    "to withdraw a consent": lambda f: consent.may_withdraw(_consent(f.take("consent"))),
    "to tell somebody outside": _tell,
    "to resolve the case": _resolve,
    "to take the case up again": lambda f: retention.may_reopen(
        f.standing, clock=f.clock, why=f.take("why"), on=f.on
    ),
    "to hold the records": _hold,
    "to announce the destruction": lambda f: retention.may_announce(f.clock, f.on),
    "to destroy the records": _destroy,
    "to take a student's request": _request,
    "to return the records": lambda f: retention.may_return(f.clock),
    "to run the night's work": _nightly,
}


def answer(table: dict[str, Any]) -> Decision:
    """What the policy says to one scenario."""
    facts = Facts({key: table[key] for key in table if key not in ("when", "says", "clause")})
    decision = QUESTIONS[facts.take("asks")](facts)
    idle = set(facts.table) - facts.used
    assert not idle, f"The rule used none of these facts: {sorted(idle)}"
    return decision


def scenarios(name: str) -> Iterator[tuple[bool, dict[str, Any]]]:
    """The scenarios of one file, each with whether it is allowed."""
    read = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    given = read.get("given", {})
    for verdict in ("allowed", "refused"):
        for table in read[verdict]:
            yield verdict == "allowed", {**given, **table}


def moment(text: str) -> datetime:
    """A moment written with its distance from Greenwich."""
    return datetime.fromisoformat(text)
