"""What is stored of consents and tellings: two sealed rows that hang on a case. (CONF-4)"""

from confide.disclosure.models.payloads import AgreedItem, ConsentCard, TellingCard
from confide.disclosure.models.tables import Consent, Telling

__all__ = ["AgreedItem", "Consent", "ConsentCard", "Telling", "TellingCard"]
