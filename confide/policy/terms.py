"""What a union may set, in its `policy.toml`: names, people, hours, choices, and less time.

Every clause of the policy is fixed. Whatever a union may choose is a key here, with the bounds
that its clause leaves; there is no key that switches a clause off, and a key that is not here is
refused, so that a mistyped one never passes for a setting. (RECD-5, HOUR-1, HOUR-2, HOUR-3, ELIG-2)
"""

import re
import tomllib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from confide.policy.codebook import Figures, read_answers, read_figures
from confide.policy.hours import Closure, Hours, Opening
from confide.policy.lines import key_lines
from confide.policy.posts import Post, Scheme, read_posts, read_schemes
from confide.policy.reading import (
    NUMBER,
    Code,
    Fault,
    Faults,
    Table,
    TermsError,
    refuse_unknown,
)
from confide.policy.retention import LONGEST_MONTHS
from confide.policy.words import WEEKDAYS

__all__ = [
    "Code", "Contacts", "EmergencyNumber", "Fault", "Post", "Records", "Requests", "Scheme",
    "Signpost", "Terms", "TermsError", "Union", "parse",
]  # fmt: skip

LONGEST_FILE = 200_000
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# A page that anybody might look at, and an address that tells its host nothing.
EXIT_PAGE = "https://www.bbc.co.uk/weather"
HARMLESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._/-]*)?")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """The union, what it calls its service, and the version of the policy that is signed.

    `policy_changes` says what differs from the version before; it may be empty.
    """

    name: str
    service: str
    policy_version: str
    policy_changes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Where the service can be found, and where *Exit this page* leads."""

    address: str
    office_phone: str
    support_phone: str
    email: str
    exit_page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    """Whom to ring when somebody is in danger."""

    name: str
    number: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """Who else can help, with what, and how to reach them."""

    name: str
    helps_with: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """How long records stay once a case is resolved, and how long the last key copies do."""

    keep_months: int
    destruction_horizon_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """After how many days a request lapses, and after how many what waits rings for everybody."""

    lapse_days: int
    ring_after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that one union has set."""

    union: Union
    posts: tuple[Post, ...]
    hours: Hours
    contacts: Contacts
    emergency: tuple[EmergencyNumber, ...]
    records: Records
    requests: Requests
    idle_lock_minutes: int
    upload_limit_mb: int
    schemes: tuple[Scheme, ...]
    signposts: tuple[Signpost, ...]
    about: tuple[Code, ...]
    channels: tuple[Code, ...]
    levels: tuple[Code, ...]
    colleges: tuple[Code, ...]
    fee_statuses: tuple[Code, ...]
    heard: tuple[Code, ...]
    outcomes: tuple[Code, ...]
    figures: Figures

    def post(self, key: str) -> Post | None:
        """The post of that key, if the union has it."""
        return next((post for post in self.posts if post.key == key), None)

    def scheme(self, key: str) -> Scheme | None:
        """The scheme of that key, if the union has it."""
        return next((scheme for scheme in self.schemes if scheme.key == key), None)

    @property
    def first_scheme(self) -> str:
        """The key of the scheme that every student is entitled to."""
        return self.schemes[0].key


def parse(text: str) -> Terms:
    """The terms in a `policy.toml`, or a `TermsError` with everything that is wrong with it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > LONGEST_FILE:
        raise TermsError([Fault("policy.toml", 1, "", "policy.toml is far too long.")])
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TermsError([_unreadable(str(error))]) from None
    faults = Faults(key_lines(text))
    terms = _terms(Table((), read, faults))
    refuse_unknown(read, faults)
    if faults.found:
        raise TermsError(faults.found)
    return terms


def _terms(file: Table) -> Terms:
    schemes = read_schemes(file)
    return Terms(
        union=_union(file.table("union")),
        posts=read_posts(file, schemes),
        hours=_hours(file),
        contacts=_contacts(file.table("contacts")),
        emergency=_emergency(file),
        records=_records(file.table("records", needed=False)),
        requests=_requests(file.table("requests", needed=False)),
        idle_lock_minutes=file.table("session", needed=False).whole(
            "idle_lock_minutes", 15, least=5, most=30, clause="RECD-2"
        ),
        upload_limit_mb=file.table("documents", needed=False).whole(
            "upload_limit_mb", 50, least=1, most=500
        ),
        schemes=schemes,
        signposts=_signposts(file),
        about=read_answers(file, "about", needed=True),
        channels=file.codes("channels"),
        levels=read_answers(file, "levels", needed=True),
        colleges=read_answers(file, "colleges"),
        fee_statuses=read_answers(file, "fee_statuses"),
        heard=read_answers(file, "heard"),
        outcomes=read_answers(file, "outcomes"),
        figures=read_figures(file),
    )


def _union(table: Table) -> Union:
    return Union(
        name=table.text("name"),
        service=table.text("service"),
        policy_version=table.matching("policy_version", VERSION, '"2026-1"', "CONF-5"),
        policy_changes=table.text("policy_changes", clause="CONF-5", needed=False),
    )


def _hours(file: Table) -> Hours:
    table = file.table("hours")
    zone = table.text("zone")
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        table.fault("zone", f'is "{zone}"', "", 'a zone such as "Europe/London"')
    return Hours(
        zone=zone,
        office=_opening(table.table("office"), "HOUR-1"),
        phone=_opening(table.table("phone"), "HOUR-2"),
        closures=tuple(_closure(closure) for closure in file.tables("closures")),
    )


def _opening(table: Table, clause: str) -> Opening:
    days = table.texts("days", clause=clause)
    strange = [name for name in days if name not in WEEKDAYS]
    if strange:
        table.fault("days", f'holds "{strange[0]}"', clause, ", ".join(WEEKDAYS))
    elif not days and "days" in table.values:
        table.fault("days", "is empty", clause, "one day at least")
    opens, closes = table.clock("opens", clause=clause), table.clock("closes", clause=clause)
    if "closes" in table.values and "opens" in table.values and closes <= opens:
        table.fault("closes", "is not after opens", clause, "a closing time later in the day")
    known = frozenset(WEEKDAYS.index(name) for name in days if name in WEEKDAYS)
    return Opening(days=known, opens=opens, closes=closes)


def _closure(table: Table) -> Closure:
    first, last = table.day("first", clause="HOUR-1"), table.day("last", clause="HOUR-1")
    if "first" in table.values and "last" in table.values and last < first:
        table.fault("last", "is before first", "HOUR-1", "the same day or a later one")
    closure = Closure(
        first_on=first,
        last_on=last,
        reason=table.text("reason", clause="HOUR-1"),
        office=table.yes("office", True),
        phone=table.yes("phone", False),
    )
    if not (closure.office or closure.phone):
        table.fault("office", "and phone are both false", "HOUR-1", "a closure of one of the two")
    return closure


def _contacts(table: Table) -> Contacts:
    return Contacts(
        address=table.text("address", clause="HOUR-1"),
        office_phone=table.matching("office_phone", NUMBER, '"01223 333313"', "HOUR-1"),
        support_phone=table.matching("support_phone", NUMBER, '"07880 866146"', "HOUR-2"),
        email=table.matching("email", EMAIL, '"support@union.example"', "HOUR-1"),
        exit_page=_exit_page(table),
    )


def _exit_page(table: Table) -> str:
    page = table.text("exit_page", clause="CONF-3", needed=False) or EXIT_PAGE
    if not HARMLESS.fullmatch(page):
        table.fault("exit_page", f'is "{page}"', "CONF-3", f'something like "{EXIT_PAGE}"')
    return page


def _emergency(file: Table) -> tuple[EmergencyNumber, ...]:
    numbers = tuple(
        EmergencyNumber(
            name=table.text("name", clause="BRCH-1"),
            number=table.matching("number", NUMBER, '"999"', "BRCH-1"),
            when=table.text("when", clause="BRCH-1"),
        )
        for table in file.tables("emergency")
    )
    if not numbers:
        file.fault("emergency", "is empty", "BRCH-1", "one number at least to ring in danger")
    return numbers


def _signposts(file: Table) -> tuple[Signpost, ...]:
    return tuple(
        Signpost(
            name=table.text("name", clause="ELIG-1"),
            helps_with=table.text("helps_with", clause="ELIG-1"),
            reach=table.text("reach", clause="ELIG-1"),
        )
        for table in file.tables("signposts")
    )


def _records(table: Table) -> Records:
    months = table.whole(
        "keep_months", LONGEST_MONTHS, least=1, most=LONGEST_MONTHS, clause="RECD-5"
    )
    horizon = table.whole("destruction_horizon_days", 7, least=1, most=30, clause="RECD-6")
    return Records(keep_months=months, destruction_horizon_days=horizon)


def _requests(table: Table) -> Requests:
    # Nothing is destroyed that was not announced a week ahead; so two weeks are the least.
    lapse = table.whole("lapse_days", 28, least=14, most=60, clause="RECD-5")
    ring = table.whole("ring_after_days", 2, least=1, most=7, clause="HOUR-3")
    return Requests(lapse_days=lapse, ring_after_days=ring)


def _unreadable(says: str) -> Fault:
    """A fault for a file that is no TOML, with tomllib's words and its line apart."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", says)
    line = int(place[1]) if place else 1
    words = says[: place.start()] if place else says.removesuffix(" (at end of document)")
    shown = "".join(sign if sign.isprintable() else "?" for sign in words)
    return Fault("policy.toml", line, "", f"policy.toml cannot be read on line {line}: {shown}")
