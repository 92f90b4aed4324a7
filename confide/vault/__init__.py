"""Keeping: seal, open, grant, shred.

Everything said in confidence is sealed here, and opens only to somebody it was granted to, by
cryptography and not by an `if` (CONF-1, CONF-5). A *ring* is a person's keys, a *grant* is one
case's key sealed to one ring, a *shred key* is the half of every case whose deletion destroys the
case in all copies at once (RECD-5, RECD-6). The byte formats are specified in `docs/formats/`.
"""
