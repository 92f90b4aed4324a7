"""Where an officer is written to, which only they set. (BRCH-3, CONF-3)"""

from datetime import datetime

from confide.ledger.record import record
from confide.policy import office
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.web import mail_server


def set_mail(acting: Acting, address: str, *, at: datetime) -> None:
    """Have the one mail come to this address from now on, or to none for an empty one."""
    plain = not address or mail_server.is_address(address)
    decision = office.may_set_mail(acting.officer.enrolled, plain=plain)
    by = acting.pseudonym
    with record("officer.mail-set", by=by, about=by, under=decision, at=at):
        Officer.objects.filter(id=acting.officer.id).update(mail=address)
        acting.officer.mail = address
