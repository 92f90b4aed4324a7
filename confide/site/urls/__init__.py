"""The two doors: what the officers' side serves, and what the public side serves."""
