"""Which officers there are, and who is behind a name, a pseudonym or a sign-in name. (CONF-5)"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from confide.team.models import Officer, Role
from confide.team.queries.acting import held_by


def in_office(role: str, *, on: date) -> list[Officer]:
    """Who holds that role on that day, by name."""
    return list(
        Officer.objects.filter(terms__role=role, terms__starts_on__lte=on, terms__ends_on__gte=on)
        .distinct()
        .prefetch_related("terms")
        .order_by("name")
    )


def everybody() -> list[Officer]:
    """Every officer there ever was, with their terms and undertakings, for the steward's page."""
    return list(Officer.objects.prefetch_related("terms", "undertakings").order_by("name"))


def ring_for(sign_in_name: str) -> str | None:
    """The ring that opens for this sign-in name, or None; what follows costs the same for both."""
    return _named(sign_in_name).values_list("ring_id", flat=True).first()


def name_behind(sign_in_name: str) -> str | None:
    """The name of whoever signs in with this, or None, for the steward who appoints."""
    return _named(sign_in_name).values_list("name", flat=True).first()


def _named(sign_in_name: str) -> QuerySet[Officer]:
    # What is typed here comes from strangers too, and PostgreSQL takes no text with a NUL in it.
    return Officer.objects.filter(sign_in_name=folded(sign_in_name).replace("\x00", "\ufffd"))


def folded(sign_in_name: str) -> str:
    """A sign-in name as it is kept: capitals and blanks around it make no difference."""
    return sign_in_name.strip().casefold()


def names(pseudonyms: Iterable[str]) -> dict[str, str]:
    """The people behind pseudonyms."""
    wanted = set(pseudonyms)
    return dict(Officer.objects.filter(pseudonym__in=wanted).values_list("pseudonym", "name"))


def by_pseudonym(pseudonym: str) -> Officer | None:
    """The officer behind one pseudonym."""
    return Officer.objects.filter(pseudonym=pseudonym).first()


def rings_in_office(*, on: date, scheme: str = "") -> Sequence[Officer]:
    """Caseworkers in office who have keys of their own, of one scheme or, without one, of all."""
    serving = [o for o in in_office(Role.CASEWORKER, on=on) if o.enrolled]
    return [o for o in serving if not scheme or scheme in held_by(o, on=on)]


def mail_addresses(officers: Iterable[Officer]) -> list[str]:
    """Where these officers are written to, each address once; whoever gave none is left out."""
    return list(dict.fromkeys(officer.mail for officer in officers if officer.mail))
