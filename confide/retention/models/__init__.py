"""What is stored about forgetting and giving back. (RECD-3, RECD-5, RECD-6)"""

from confide.retention.models.returning import GivenDocument, ReturnCard
from confide.retention.models.rights import (
    ACCESS,
    CORRECTION_KIND,
    OBJECTION,
    RESTRICTION,
    WishCard,
)
from confide.retention.models.tables import Certificate, Destruction, Returned, Wish

__all__ = [
    "ACCESS",
    "CORRECTION_KIND",
    "OBJECTION",
    "RESTRICTION",
    "Certificate",
    "Destruction",
    "GivenDocument",
    "ReturnCard",
    "Returned",
    "Wish",
    "WishCard",
]
