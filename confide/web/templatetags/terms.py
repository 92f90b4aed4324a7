"""The union's own words for what is stored as a code."""

from django import template
from django.conf import settings
from django.utils.translation import gettext

from confide.policy.breach import GROUNDS
from confide.policy.codebook import PREFER_NOT, UNKNOWN
from confide.policy.eligibility import BASES

register = template.Library()


@register.filter
def label_of(key: str, codes: str) -> str:
    """The label of a code in one of `policy.toml`'s lists; the code itself if it left the list."""
    labels = dict([*getattr(settings.POLICY, codes), PREFER_NOT, UNKNOWN])
    return str(labels.get(key, key))


@register.filter
def scheme_name(key: str) -> str:
    """What a scheme is called, where the union has several; empty where it has one."""
    terms = settings.POLICY
    if len(terms.schemes) == 1:
        return ""
    scheme = terms.scheme(key or terms.first_scheme)
    return str(scheme.name) if scheme else key


@register.filter
def basis(key: str) -> str:
    """On which ground somebody is helped, in words."""
    return gettext(BASES[key].heading) if key in BASES else key


@register.filter
def ground(key: str) -> str:
    """On which of the two grounds confidence is broken, in words."""
    return gettext(GROUNDS[key]) if key in GROUNDS else key
