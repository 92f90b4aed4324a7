"""Asking for support in one's own words, and the student's own way in. (CONF-1, ELIG-1, RECD-6)

A *request* is read by exactly those whom the student allows: the officer they ask for, or any;
never one whom they would rather not have see it; and a *stand-in*, where they agreed to one, once
the officer has been away too long. It is taken by one of these, and the others lose it. One that
nobody takes is known to every caseworker by number alone, and lapses: the student hears so when
they ask.

The Women's Officer reads a request only where the student has said so. (ELIG-2)
"""

from datetime import date, timedelta

from confide.policy import access, eligibility
from confide.policy.access import Standing
from confide.policy.decision import Decision, all_of, allow, refuse, unless
from confide.policy.words import dated

# A phone that is put down is soon somebody else's.
IDLE_MINUTES = 10
LASTS = timedelta(hours=1)
LONGEST_WORDS = 20_000
# What a student's own side takes of theirs: five hundred short things, or twenty-five of the
# longest. Whoever is beyond that is helped by talking, or floods.
MOST_LETTERS = 500_000
LEAST_LETTERS = 1_000
MOST_FILE_BYTES = 200 * 1024 * 1024

DESTROY = "destroy"
RECORD = "record"
RESTRICT = "restrict"
OBJECT = "object"
OWN_WORDS = "own-words"
SAFE_CONTACT = "safe-contact"
AGREE = "agree"
WITHDRAW = "withdraw"
_CLAUSES = {
    DESTROY: "RECD-6",
    RECORD: "RECD-3",
    RESTRICT: "RECD-3",
    OBJECT: "RECD-3",
    OWN_WORDS: "RECD-3",
    SAFE_CONTACT: "RECD-6",
    AGREE: "CONF-4",
    WITHDRAW: "CONF-4",
}
ASKS = tuple(_CLAUSES)


def may_receive(
    taker: Standing, *, remit: str, said_woman: bool, avoided: bool, asked_for: bool
) -> Decision:
    """Be given the key to a request, in the moment in which it is made. (CONF-1, ELIG-2)

    `asked_for`: the student wants this officer, or any, or agrees that another stands in.
    """
    if avoided:
        return refuse("CONF-1", "The student would rather that they did not see it.")
    if not asked_for:
        return refuse("CONF-1", "The student asked for somebody else.")
    return all_of(access.may_come_to(taker), eligibility.may_represent(remit, said_woman or None))


def may_request(basis: str, *, words: str, readers: int) -> Decision:
    """Ask for support without an account, in one's own words. (ELIG-1, CONF-1)

    `readers` is how many officers may read it as the student wishes.
    """
    return all_of(
        eligibility.may_be_helped(basis),
        _may_say(words),
        _somebody_reads(readers),
    )


def may_read_request(
    s: Standing, *, asked_for_me: bool, stands_in_from: date, on: date
) -> Decision:
    """Read a request that was granted to one, before taking it. (CONF-1)

    Whoever stands in for the officer whom the student asked for waits until that day.
    """
    working = access.may_open_cases(s)
    if not working:
        return working
    if s.avoided or s.conflicted or not s.serves:
        return refuse("CONF-1", "This request is not for you.")
    if not asked_for_me and on < stands_in_from:
        return refuse(
            "CONF-1",
            "The student asked for a colleague, who has it first.",
            instead="If your colleague is away, it opens to you from {day}.",
            day=dated(stands_in_from),
        )
    return allow("CONF-1", "The student allows you to read it.")


def may_take(reading: Decision, *, untaken: bool) -> Decision:
    """Become the caseworker of whoever asked, so that it is closed to all others. (CONF-1)"""
    taken = refuse("CONF-1", "A colleague has taken this request, or it is gone.")
    return all_of(reading, unless(None if untaken else taken, otherwise=reading))


def may_see_drawer() -> Decision:
    """See one's own side of a case, by the words that open it and nothing else. (RECD-6)"""
    return allow("RECD-6", "They have the words.")


def may_vouch() -> Decision:
    """Have the ledger vouch for the keys that come of a student's words. (RECD-2)"""
    return allow("RECD-2", "These keys belong to somebody's own words, and to no name.")


def lapses_on(asked_on: date, days: int) -> date:
    """The day in whose night a request goes that nobody has taken. (RECD-5)"""
    return asked_on + timedelta(days=days)


def rings_on(since: date, days: int) -> date:
    """From which day on what waits is told to every caseworker, by number alone. (HOUR-3)"""
    return since + timedelta(days=days)


def may_write(words: str) -> Decision:
    """Write a message, one way or the other. (CONF-1)"""
    return all_of(_may_say(words), allow("CONF-1", "It stays between the student and the case."))


def may_put_in(kind: str, *, letters: int, file_bytes: int = 0, again: bool = False) -> Decision:
    """Put one more thing into one's own side, so that no flood through one fills the disk. (RECD-2)

    With it the side holds so many letters and bytes of the student's own; `kind` as in `ASKS`, ""
    for a message; `again` says that it is about something that lies there. What takes back, asks
    for the record or ends it all is always taken. A room as large again is kept for objections, and
    for less of what was agreed to: they are the student's to say, however much they wrote.
    """
    if kind in (WITHDRAW, RESTRICT, RECORD, DESTROY):
        return allow("RECD-6", "It is the student's to ask.")
    most = MOST_LETTERS * (2 if kind == OBJECT or again else 1)
    if letters > most or file_bytes > MOST_FILE_BYTES:
        return refuse(
            "RECD-2",
            "Your side has taken as much as it can hold.",
            instead="Come to the office or ring us, and bring what there is with you. What you "
            "sent stays, and you can still take anything back, ask for your record or end it all.",
        )
    return allow("RECD-2", "There is room for it.")


def may_reply(words: str, *, opens: bool) -> Decision:
    """Write to the student, where they would read it: `opens` says that their words open it today.

    (CONF-1, RECD-6)
    """
    if not opens:
        return refuse(
            "RECD-6",
            "No words of the student’s open a side of their own, so nobody would read it.",
            instead="Reach them in the way that they call safe, or hand them a card in person.",
        )
    return may_write(words)


def may_ask(kind: str, *, genuine: bool) -> Decision:
    """Ask for something by one's own words, which no officer has to let happen. (RECD-6, CONF-4)

    `genuine`: it is signed by the keys that come of the words. To agree to something is to ask that
    it may be told. (RECD-3)
    """
    if kind not in ASKS or not genuine:
        return refuse("RECD-6", "Only the student asks for this, by their own words.")
    return allow(_CLAUSES[kind], "It is the student's to ask.")


def may_have_new_words() -> Decision:
    """Change one's words for new ones, by the old. (RECD-6)"""
    return allow("RECD-6", "The old words open nothing from now on.")


def may_give_way_in(
    s: Standing, *, how_identified: str, has_one: bool, waits: bool = False, leaving: bool = False
) -> Decision:
    """Hand a student who came in person a card with words of their own. (RECD-6)

    A new card, where they have one already, ends the old. `waits`: something that they asked with
    the old words is not taken in yet. `leaving`: the student asked that the record be destroyed,
    which ends their way in for good, whatever keeps the record for now.
    """
    deciding = access.may_decide(s)
    if not deciding:
        return deciding
    if leaving:
        return refuse(
            "RECD-6",
            "The student asked that their record be destroyed, and that ended their way in.",
            instead="Say to them what you say to everybody: access ended when they asked.",
        )
    if waits:
        return _reads_first()
    if not any(sign.isalnum() for sign in how_identified):
        return refuse(
            "RECD-6",
            "A way in is for the student themselves.",
            instead="Note how you know that it is they.",
        )
    if has_one:
        return allow("RECD-6", "The words on their old card open nothing from now on.")
    return allow("RECD-6", "The student sees their own side of the case by their own words.")


def may_take_way_back(s: Standing, *, has_one: bool, waits: bool = False) -> Decision:
    """End a student's way in, such as when their card was lost. (RECD-6)"""
    deciding = access.may_decide(s)
    if not deciding:
        return deciding
    if waits:
        return _reads_first()
    if not has_one:
        return refuse("RECD-6", "The student has no way in of their own.")
    return allow("RECD-6", "Their words open nothing from now on.")


def may_take_in(s: Standing) -> Decision:
    """Read what the student wrote, and have what they changed stand in the case. (RECD-1)"""
    working = access.may_work(s)
    if not working:
        return working
    return allow("RECD-1", "What the student wrote is read.")


def _reads_first() -> Decision:
    return refuse(
        "RECD-6",
        "The student asked for something that nobody has read yet.",
        instead="Open the case, and read what they wrote. Then do this.",
    )


def _may_say(words: str) -> Decision:
    if not any(sign.isalnum() for sign in words):
        return refuse("CONF-1", "There is nothing written yet.", instead="Write a few words.")
    if len(words) > LONGEST_WORDS:
        return refuse(
            "CONF-1",
            "That is longer than {most} characters.",
            instead="Send it in two parts.",
            most=LONGEST_WORDS,
        )
    return allow("CONF-1", "It is in the student's own words.")


def _somebody_reads(readers: int) -> Decision:
    if not readers:
        return refuse(
            "CONF-1",
            "As you have chosen, nobody could read this.",
            instead="Allow one more officer, or ring us: whoever answers helps you find somebody.",
        )
    return allow("CONF-1", "Exactly those read it whom you allow.")
