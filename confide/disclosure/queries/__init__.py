"""Looking at consents and tellings, and asking whether something may be told. (CONF-1)"""

from confide.disclosure.queries.breaches import (
    WAYS_OF_BREAKING,
    OpenBreach,
    Waiting,
    breach_fact_of,
    breach_given,
    breach_typed_on,
    breaches_of,
    breaches_waiting,
    one_breach,
    record_fact_of,
    whom_to_ask,
)
from confide.disclosure.queries.consents import consents_of, fact_of, live_consents, one_consent
from confide.disclosure.queries.enquiries import Month, month_of, tally
from confide.disclosure.queries.extracts import Extract, Passage, Section, compose, put_together
from confide.disclosure.queries.gate import Ask, Gate, gate
from confide.disclosure.queries.items import Item, items_of
from confide.disclosure.queries.paper import Printed, printed
from confide.disclosure.queries.tellings import (
    WAYS,
    asked_in,
    attached_to,
    one_telling,
    tellings_of,
)

__all__ = [
    "WAYS",
    "WAYS_OF_BREAKING",
    "Ask",
    "Extract",
    "Gate",
    "Item",
    "Month",
    "OpenBreach",
    "Passage",
    "Printed",
    "Section",
    "Waiting",
    "asked_in",
    "attached_to",
    "breach_fact_of",
    "breach_given",
    "breach_typed_on",
    "breaches_of",
    "breaches_waiting",
    "compose",
    "consents_of",
    "fact_of",
    "gate",
    "items_of",
    "live_consents",
    "month_of",
    "one_breach",
    "one_consent",
    "one_telling",
    "printed",
    "put_together",
    "record_fact_of",
    "tally",
    "tellings_of",
    "whom_to_ask",
]
