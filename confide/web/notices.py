"""The one sentence that says what has just happened.

A notice is a fixed sentence known by a fixed id, so that what travels with the session from one
page to the next holds no name and no word of a case (CONF-3). All of the product's are here.
"""

from dataclasses import dataclass
from typing import Final, Literal

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["done", "note", "care"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, and how it is meant: done, to note, or to take care."""

    words: Promise | str
    kind: Kind = "done"


NOTICES: Final[dict[str, Notice]] = {
    "signed-out": Notice(_("You are signed out."), "note"),
    "locked": Notice(_("Your desk is locked. Your passphrase opens it again."), "note"),
    "undertaking-signed": Notice(_("Your undertaking is signed. You can open cases now.")),
    "passphrase-changed": Notice(_("Your new passphrase works from now on. The old one does not.")),
    "mail-set": Notice(_("Your address is kept. Nobody but you can change it.")),
    "officer-appointed": Notice(_("The officer is appointed.")),
    "officer-changed": Notice(_("The officer’s details are changed.")),
    "term-ended": Notice(
        _("The term of office has ended. The cases no longer open for this officer.")
    ),
    "closure-added": Notice(_("The closure is kept, and the front page says so.")),
    "closure-removed": Notice(_("The closure is taken off the front page.")),
    "checkpoint-made": Notice(_("A checkpoint is made. Keep a copy outside this service.")),
    "ledger-verified": Notice(_("Every entry of the ledger is in its place.")),
    "ledger-at-fault": Notice(_("The ledger does not verify. Read what was found below."), "care"),
    "case-opened": Notice(_("The case is open. Only you can see it.")),
    "case-shared": Notice(_("The case is shared. Who can see it stands at the top of the case.")),
    "share-taken-back": Notice(
        _("They see nothing more of the case, and it has new keys."),
    ),
    "share-given-up": Notice(_("The case that was shared with you is closed to you again.")),
    "case-handed-over": Notice(_("The case is handed over. It opens for your colleague only.")),
    "cases-handed-over": Notice(_("What could be handed over is. Read below what could not.")),
    "question-noted": Notice(_("The question to the student is among the next steps.")),
    "case-changed": Notice(_("The change is kept.")),
    "contact-added": Notice(_("The contact is in the record.")),
    "document-filed": Notice(_("The document is filed.")),
    "mail-filed": Notice(_("The e-mail is filed, with what was attached to it.")),
    "mail-filed-unread": Notice(
        _("The e-mail could not be read in full. It is filed whole, as it came."), "care"
    ),
    "step-added": Notice(_("The next step is on your desk.")),
    "step-done": Notice(_("The step is done.")),
    "consent-recorded": Notice(_("What the student agreed to is recorded.")),
    "consent-withdrawn": Notice(_("The consent is withdrawn. Nothing more may be told under it.")),
    "consent-narrowed": Notice(
        _("Less may be told from now on. What was agreed before stays noted.")
    ),
    "consent-proposed": Notice(
        _("It is kept, and waits for the student to sign: on paper, or on their own side."), "note"
    ),
    "consent-written": Notice(_("What the student said is in writing now.")),
    "consent-used": Notice(_("It is noted. You may do it now.")),
    "consent-requested": Notice(_("The question to the student is kept as a next step.")),
    "enquiry-counted": Notice(_("Counted. A number is all that is kept."), "note"),
    "copy-made": Notice(_("Another copy is made, with a mark of its own.")),
    "copy-handed-over": Notice(_("It is recorded on which day the copy was handed over.")),
    "question-sent": Notice(_("Your question is on their desks, without a name.")),
    "question-ended": Notice(_("The question is gone, with its replies.")),
    "advice-sent": Notice(_("Your advice is with whoever asked.")),
    "advice-read": Notice(_("It is off your desk. The replies stay here until the last day.")),
    "advice-kept": Notice(_("The advice is in the record of the case.")),
    "telling-recorded": Notice(_("The telling is recorded, and the extract is ready.")),
    "request-taken": Notice(_("It is your case now. It opens to nobody else.")),
    "message-sent": Notice(_("It is in the student’s own side. They read it when they come.")),
    "way-taken-back": Notice(_("The words on their card open nothing any more.")),
    "case-resolved": Notice(_("The case is resolved. Its clock has started.")),
    "case-resolved-before": Notice(
        _("This case is resolved already, and its clock runs. Nothing was changed just now."),
        "note",
    ),
    "case-open-before": Notice(
        _("This case is open already. Nothing was changed just now."), "note"
    ),
    "case-reopened": Notice(
        _(
            "The case is open again. Its clock has stopped, and starts afresh when it is resolved. "
            "Tell the student so."
        )
    ),
    "destructions-seconded": Notice(
        _("Two caseworkers said so. The records are destroyed."), "note"
    ),
    "second-needed": Notice(_("A second caseworker looks first. It waits on their desk."), "care"),
    "paper-shredded": Notice(_("The paper is ticked off.")),
    "papers-shredded": Notice(_("It is entered that its papers are shredded.")),
    "hold-set": Notice(_("The record is kept until that day. Your desk asks before it comes.")),
    "hold-ended": Notice(_("That hold has ended.")),
    "case-returned": Notice(_("The records are ready to be given back to the student.")),
    "return-handed-over": Notice(
        _("It is noted that the student has their record. The words are forgotten.")
    ),
    "access-noted": Notice(_("It is noted. The day by which to answer is on your desk.")),
    "access-extended": Notice(_("The new day is noted. Tell the student why."), "note"),
    "access-refused": Notice(_("It is noted. Tell the student the same reason."), "note"),
    "correction-added": Notice(_("It stands beside what it is about. Nothing was written over.")),
    "record-restricted": Notice(_("From now on nothing is told from this record."), "care"),
    "restriction-lifted": Notice(_("What the student agrees to may be told again.")),
    "objection-noted": Notice(_("The objection is noted.")),
    "destruction-ordered": Notice(_("The records are being destroyed."), "care"),
    "case-destroyed": Notice(_("The records are destroyed. This is the certificate."), "note"),
    "breach-asked": Notice(
        _("The others are asked, and what you typed is kept. You need not wait for them."), "care"
    ),
    "breach-kept": Notice(
        _("It is kept, and stays on top of your desk until it is complete."), "care"
    ),
    "breach-recorded": Notice(_("It is recorded, with what it rests on.")),
    "breach-left": Notice(_("That you decided not to is recorded.")),
    "breach-added": Notice(_("It is added. What was written before stays as it was.")),
    "breach-colleague-told": Notice(_("It is recorded that a colleague was told.")),
    "breach-advised": Notice(_("Your answer is beside the question. The decision is theirs.")),
    "stepped-aside": Notice(_("You have stepped aside. The case is closed to you."), "note"),
    "conflict-kept": Notice(_("It is on your list. Only you can read it.")),
    "conflict-dropped": Notice(_("It is off your list.")),
    "conflict-check-asked": Notice(_("They are asked. The answers come with their next look.")),
    "conflict-check-ended": Notice(_("The question is deleted, with its answers."), "note"),
    "quarter-closed": Notice(_("The quarter is closed: its rows are counts now, and are deleted.")),
    "check-stopped": Notice(_("The check ends. What it had not decided is open."), "note"),
    "release-proposed": Notice(_("It waits for a second officer now.")),
    "release-published": Notice(_("It is published, and stays as it is.")),
    "release-withdrawn": Notice(_("It is dropped. Nothing of it was published."), "note"),
    "nothing-changed": Notice(_("Nothing was changed."), "note"),
}


def tell(request: HttpRequest, notice_id: str) -> None:
    """Have the next page say this sentence, once."""
    if notice_id not in NOTICES:
        raise KeyError(f"No such notice: {notice_id}")
    request.next_notice = notice_id  # type: ignore[attr-defined]


def told(request: HttpRequest) -> str | None:
    """The id that `tell` left, for whoever keeps the session."""
    return getattr(request, "next_notice", None)


def shown(request: HttpRequest) -> Notice | None:
    """The notice that this page shows, from `request.notice_id`."""
    return NOTICES.get(getattr(request, "notice_id", None) or "")
