"""The plain-text twin: what the same pages cost where nothing is sealed.

The same rows in clear columns, the product's own templates and forms, ordinary Django besides. No
ledger, no keys, and a password hash at the door. Its pages must be the very bytes of the product's,
which is checked before anything is timed.

There are two of it. *Read alike* reads all of an officer's rows and chooses in Python, as the
product must: the difference is what sealing costs. *By the database* lets the database choose, as
only a service with clear columns can: the difference is what sealing forgoes.
"""
