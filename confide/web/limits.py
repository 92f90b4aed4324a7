"""How often one client may send something that costs us, and all of them together. (CONF-3)

Counted by where a request comes from and never by whom it is for, so that no limit tells a user
from a stranger. Nothing is stored: the counts are in this process's memory, under a number that is
drawn anew at each start, for a whole neighbourhood of addresses, and are dropped once they are full
again. What is urgent has no limit.
"""

import secrets
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from threading import Lock
from typing import Final

from django.http import HttpRequest

from confide.policy.crowding import Pace

# Nobody learns an address from the memory by trying each of them with the number.
_NUMBER: Final = secrets.token_bytes(16)
_MOST_CLIENTS: Final = 10_000
# What a provider gives to one house.
_NEIGHBOURS: Final = {4: 32, 6: 56}


class Limit:
    """So many at once, and then one more each time that `every` has passed."""

    def __init__(self, many: int, *, every: timedelta) -> None:
        self.many = many
        self.every = every
        self._counts: dict[int, tuple[float, datetime]] = {}
        self._turn = Lock()

    @classmethod
    def at(cls, pace: Pace) -> "Limit":
        """As the policy has it."""
        return cls(pace.many, every=pace.every)

    def allows(self, client: int, *, at: datetime) -> bool:
        """Count one, if there is room for it."""
        with self._turn:
            left = self._left(client, at)
            if left < 1:
                return False
            if client not in self._counts and len(self._counts) >= _MOST_CLIENTS:
                self._drop(at)
            self._counts[client] = (left - 1, at)
            return True

    def _left(self, client: int, at: datetime) -> float:
        left, since = self._counts.get(client, (float(self.many), at))
        return min(float(self.many), left + max(timedelta(), at - since) / self.every)

    def _drop(self, at: datetime) -> None:
        """Forget whoever has all their room again; if that is nobody, whoever was there longest."""
        full = [each for each in self._counts if self._left(each, at) >= self.many]
        for each in full or [min(self._counts, key=lambda client: self._counts[client][1])]:
            del self._counts[each]


def client_of(request: HttpRequest) -> int:
    """A number for where a request comes from: it is nobody's address, and another after a restart.

    Behind a proxy on this machine it is the address that the proxy has added last.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if _is_here(address):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        came = ip_address(address)
    except ValueError:
        return hash((_NUMBER, address[:64]))
    if not isinstance(came, IPv4Address) and came.ipv4_mapped:
        came = came.ipv4_mapped
    return hash((_NUMBER, str(ip_network((came, _NEIGHBOURS[came.version]), strict=False))))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True
