"""The demonstration: a union with invented officers, students and cases, to try Confide on.

`stories.toml` holds the people and what happened to them, in days counted from the day on which
the demonstration is made; `stories` reads it, `days` turns its days into moments. What plays the
stories into the product does so through the same actions an officer's clicks go through.
"""
