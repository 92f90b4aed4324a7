"""Everything that can happen to officers: founding, appointing, enrolling, signing in. (CONF-5)"""

from confide.team.actions.enrolling import change_passphrase, enrol, sign_undertaking
from confide.team.actions.mail import set_mail
from confide.team.actions.signing_in import SignedIn, sign_in, sign_out
from confide.team.actions.team_keys import settle_team_key
from confide.team.actions.terms import (
    appoint,
    end_term,
    end_what_lapsed,
    found,
    found_demonstration,
)

__all__ = [
    "SignedIn",
    "appoint",
    "change_passphrase",
    "end_term",
    "end_what_lapsed",
    "enrol",
    "found",
    "found_demonstration",
    "set_mail",
    "settle_team_key",
    "sign_in",
    "sign_out",
    "sign_undertaking",
]
