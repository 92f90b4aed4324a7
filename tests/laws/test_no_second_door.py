"""Law: nothing of Django that would be a second door, a second memory or a hidden call.

The admin and its users are a door that the policy does not guard; sessions, messages and caches
keep what was said somewhere else; signals call what nobody reads; model forms save.
"""

import ast
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, house, imported, obeyed, sources

CLOSED = (
    "django.contrib.",
    "django.dispatch",
    "django.core.signals",
    "django.core.cache",
    "django.db.models.signals",
    "django.test.signals",
    "django.middleware.cache",
    "django.middleware.gzip",
    "django.utils.log.AdminEmailHandler",
    "django.views.decorators.cache.cache_page",
    "django.forms.ModelForm",
    "django.forms.models",
)
# The form renderer is what makes HTML out of words; everywhere else templates do.
MARKS = ("django.utils.safestring", "django.utils.html.format_html")


def faults(package: Path = PACKAGE) -> list[str]:
    """Every import of what is closed, or its name in words, as settings have it."""
    found = []
    for source in sources(package):
        for node, name in imported(source.tree):
            marks = MARKS if source.concept != "web" else ()
            if name.startswith((*CLOSED, *marks)):
                found.append(f"{source.at(node)} imports {name}")
        for node in ast.walk(source.tree):
            match node:
                case ast.Constant(value=str(words)) if words.startswith(CLOSED):
                    found.append(f"{source.at(node)} names {words}")
                case ast.Attribute(attr="ModelForm" | "modelformset_factory"):
                    found.append(f"{source.at(node)} uses {node.attr}")
    return found


def test_there_is_no_second_door() -> None:
    obeyed(faults())


def test_the_settings_install_only_the_house() -> None:
    from django.conf import settings

    installed = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]
    obeyed([name for name in installed if not name.startswith(("confide.", "django.forms"))])


@pytest.mark.parametrize(
    "line",
    [
        "from django.contrib import admin",
        "import django.contrib.auth",
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.core.cache import cache",
        "from django.forms import ModelForm",
        "from django import forms\nclass CaseForm(forms.ModelForm): ...",
        "from django.utils.safestring import mark_safe",
        "MIDDLEWARE = ['django.contrib.sessions.middleware.SessionMiddleware']",
    ],
)
def test_a_second_door_is_found(tmp_path: Path, line: str) -> None:
    assert len(faults(house(tmp_path, casework__forms=f"{line}\n"))) == 1
