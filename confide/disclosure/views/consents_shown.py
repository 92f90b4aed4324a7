"""What the pages of consents show. (CONF-4)"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils import timezone

from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.forms import WritingForm
from confide.disclosure.views.typed import carried
from confide.policy import consent
from confide.policy.consent import ASK, AUTHORITY, CONFIRM
from confide.vault.primitives import random_id


def register_page(opened: OpenCase, *, at: datetime) -> dict[str, Any]:
    """Every consent, and which of them hold today."""
    on = timezone.localtime(at).date()
    entries = queries.consents_of(opened)
    return {
        "case": opened,
        "consents": entries,
        "ended_with_case": queries.ended_with_case(opened, entries),
        "today": on,
    }


def one_page(
    opened: OpenCase,
    consent_id: str,
    withdrawing: Form,
    *,
    at: datetime,
    writing: WritingForm | None = None,
) -> dict[str, Any]:
    """One consent, what came before and after it, and what may be done with it today."""
    on = timezone.localtime(at).date()
    entry = queries.one_consent(opened, consent_id)
    fact = queries.fact_of(opened, entry)
    live = consent.is_live(fact, on)
    asked = queries.asked_in(entry.card)
    return {
        "case": opened,
        "entry": entry,
        "form": withdrawing,
        "live": live,
        "may_withdraw": consent.may_withdraw(fact),
        "may_print": consent.may_print(fact, on=on),
        "may_renew": not fact.replaced,
        "over_with_case": fact.resolved and fact.kind == AUTHORITY,
        "ends_soon": consent.ends_soon(fact, on=on),
        "acts": [
            (act, n, to)
            for n, to in enumerate(entry.card.parties)
            for act in (CONFIRM, ASK)
            if consent.may_act(fact, act, fact.recipients[n], on=on)
        ],
        "mays": [queries.MAYS[act] for act in entry.card.may],
        "writing_form": writing or writing_form(opened),
        "tells": [
            (to, carried(replace(asked, recipient=to.name, role=to.role)))
            for to in entry.card.parties
            if live and fact.gives
        ],
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
