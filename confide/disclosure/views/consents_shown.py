"""What the page of one consent shows. (CONF-4)"""

from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils import timezone

from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.forms import WritingForm
from confide.disclosure.views.typed import carried
from confide.vault.primitives import random_id


def one_page(
    opened: OpenCase,
    consent_id: str,
    withdrawing: Form,
    *,
    at: datetime,
    writing: WritingForm | None = None,
) -> dict[str, Any]:
    """One consent, and the forms for what becomes of it."""
    on = timezone.localtime(at).date()
    return {
        "case": opened,
        "whole": (whole := queries.whole_consent(opened, consent_id, on=on)),
        "entry": whole.entry,
        "form": withdrawing,
        "writing_form": writing or writing_form(opened),
        "tells": [(ask.recipient, carried(ask)) for ask in whole.asks],
        "over_with_case": whole.ended_with_case,
        "today": on,
    }


def writing_form(opened: OpenCase, *typed: Any) -> WritingForm:
    """The form for the signed paper, blank or with what was typed."""
    return WritingForm(
        *typed,
        initial={"form_id": random_id()},
        writings=queries.writings_of(opened),
        auto_id="signed_%s",
    )
