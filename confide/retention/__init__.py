"""Forgetting: clocks, orders, destruction in three steps, certificates, the night. (RECD-5, RECD-6)

A *clock* is the day on which a resolved case goes. Its *destruction* is announced, ordered, and
carried out to its end whatever happens in between; an *order* has one of three causes: the clock,
the student, or two steps by hand. A *certificate* says afterwards that it was done, and to how much
of what kind, without a name or a word. The *night* is the service's own daily work, without keys.
"""
