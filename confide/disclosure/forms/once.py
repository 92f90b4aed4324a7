"""A form that is sent once, however often its button is pressed."""

from confide.web.forms import OnceForm

__all__ = ["OnceForm"]
