"""Random histories of a service, driven through its own pages and actions, beside a small model.

The model is written from the policy and shares nothing with the product. After every step somebody
asks for everything there is, and sees its canary just where the model says so; whoever is not meant
to know gets the page of what does not exist, byte for byte.
"""

from tests.security.histories.asking import Asking
from tests.security.histories.breaking import Breaking
from tests.security.histories.seating import Seating
from tests.security.histories.telling import Telling


class Histories(Telling, Seating, Breaking, Asking):
    """Every way in which something may move, in whatever order."""
