"""The brake on destroying many records that are not due: a second caseworker looks first. (RECD-5)

A student's wish is carried out at once, on the word of the officer who took it. Many such words of
one officer within a week are a mistake, or somebody else at their desk, more often than they are
wishes. Words that an officer printed for a student are, while they are new, the officer's word too:
whoever prints many may keep them. What the student is told stays the same.
"""

from datetime import date, timedelta

from confide.policy.decision import Decision, allow, refuse

# More than one officer takes in a bad week; fewer than anybody would miss.
MOST_A_WEEK = 5
WEEK = timedelta(days=7)
# A colleague who has just looked need not look again for each of what is asked for that day.
SECOND_HOLDS = timedelta(days=1)
# The student was told that the records go. Regulation (EU) 2016/679, Article 12(3), gives a month,
# and no month is shorter.
LONGEST_WAIT = timedelta(days=28)
# By then a student who got no card, or whose own words open nothing any more, has had time to say.
WORDS_ARE_NEW = timedelta(days=28)


def may_destroy_more(before: int, *, seconded: bool) -> Decision:
    """Destroy one more record that is not due, after so many within a week. (RECD-5)"""
    if seconded or before < MOST_A_WEEK:
        return allow("RECD-5", "Few records go before their day.")
    return refuse(
        "RECD-5",
        "So many records were to be destroyed within a week that a second caseworker looks first.",
        instead="Ask a colleague: it waits on their desk. To the student you say the same as ever.",
    )


def may_go_unseconded(asked_on: date, on: date, *, alone: bool) -> Decision:
    """Carry out a student's request for which no second caseworker has said yes. (RECD-6)

    `alone`: nobody else is in office who could; then a week has to do, in which it shows.
    """
    if on >= asked_on + (WEEK if alone else LONGEST_WAIT):
        return allow("RECD-6", "The student asked, and has waited long enough.")
    return refuse(
        "RECD-6",
        "A second caseworker looks first.",
        instead="Ask a colleague: it waits on their desk.",
    )


def may_second(*, own: bool, waiting: bool) -> Decision:
    """Say, as a second caseworker, that what a colleague asked to have destroyed is right."""
    if own:
        return refuse("RECD-5", "A second caseworker is somebody else.")
    if not waiting:
        return refuse("RECD-5", "Nothing waits for a second caseworker.")
    return allow("RECD-5", "Two caseworkers say that these records are to be destroyed.")
