"""Hypothesis without a stopwatch: how fast the machine is proves nothing about the rules."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
