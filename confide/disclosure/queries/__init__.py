"""Looking at consents and tellings, and asking whether something may be told. (CONF-1)"""

from confide.disclosure.queries.consents import consents_of, fact_of, live_consents, one_consent
from confide.disclosure.queries.extracts import Extract, Passage, Section, compose
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
    "Ask",
    "Extract",
    "Gate",
    "Item",
    "Passage",
    "Printed",
    "Section",
    "asked_in",
    "attached_to",
    "compose",
    "consents_of",
    "fact_of",
    "gate",
    "items_of",
    "live_consents",
    "one_consent",
    "one_telling",
    "printed",
    "tellings_of",
]
