"""The ledger remembers who did what, about which pseudonymous reference, under which clause, when.

Its words: an *entry* is one such line and never holds content (RECD-2, CONF-3), so that erasing a
person never means rewriting it; *record* makes a change and its entry one thing; the *tree* over
all entries (RFC 6962) gives a *checkpoint*, which the service signs and somebody outside keeps; and
*verify* finds and names the first entry that is not as it was witnessed.
"""
