"""What officers and stewards type about themselves and each other."""

from confide.team.forms.own import Mail, NewPassphrase, SignIn, Undertake
from confide.team.forms.stewards import Appoint, EndTerm

__all__ = ["Appoint", "EndTerm", "Mail", "NewPassphrase", "SignIn", "Undertake"]
