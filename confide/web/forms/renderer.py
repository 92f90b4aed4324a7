"""How Django's forms become pages: with our own markup for each kind of field."""

from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


class Renderer(BaseRenderer):
    """Our templates where there is one, otherwise Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """The template of this name from `web/pages`, or the one Django ships."""
        try:
            return get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)
