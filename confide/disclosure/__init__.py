"""Telling: what a student agreed to have told, and what was told to whom. (CONF-1, CONF-4)

A *consent* is what a student agreed to: one named *recipient* in one role, one purpose, and the
very *items* that may be told. A *telling* is what an officer then told. No outsider is ever given a
way into a case: what is told is an *extract*, made for its recipient from the decided items and
from nothing else. The *gate* is the question that stands before every telling.
"""
