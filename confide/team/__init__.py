"""Officers: who they are, how long they serve, what they undertook, how they unlock. (CONF-5)

An *officer* is anybody who signs in: a *caseworker* works cases, a *steward* looks after terms of
office and never sees a case. Signing in *is* opening the officer's sealed seeds: there is no
password hash. A *term* of office is dated; an *undertaking* is signed per version of the
policy.
"""
