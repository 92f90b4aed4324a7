"""The two pages that need everything below: an officer's desk, and a case. (RECD-1, CONF-1)

Nothing is stored and nothing is done here; every box on these pages posts to its own concept.
"""
