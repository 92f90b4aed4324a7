"""The rules: what the confidentiality policy allows, refuses, and why.

Every rule is a pure function over small frozen facts, with the day or the moment passed in, and
answers with a `Decision`: allowed or not, the clause, and a reason that a student could read.
Nothing here knows Django, a clock, a disk, a network or chance, so that whoever wants to know
what the union promises can read this folder and its scenarios (`tests/policy/scenarios`) alone.
"""
