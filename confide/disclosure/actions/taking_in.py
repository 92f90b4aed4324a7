"""The record takes in what a student decided alone, and their drawer what was done. (CONF-4)

Nothing waits for this: the gate reads what was signed from the moment it was signed.
"""

from datetime import datetime

from confide.casework import actions as casework
from confide.casework.actions import held_still
from confide.casework.queries import OpenCase, standing
from confide.disclosure.actions._consents import changed
from confide.disclosure.queries import consents_of, shown_of
from confide.ledger.record import record
from confide.policy import requests
from confide.team.queries import Acting


def take_in_consents(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """What the student agreed to or took back stands in the record from now on. (CONF-4)"""
    decision = requests.may_take_in(standing(acting, opened.ref))
    with record("consents.taken-in", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        for entry in consents_of(opened):
            changed(opened, entry.id, entry.card)
        casework.settle(opened, requests.AGREE, requests.WITHDRAW, at=at)
        casework.keep_shown(opened, shown_of(opened))
