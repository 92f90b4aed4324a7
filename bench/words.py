"""Sentences for ten thousand notes: invented, and the same in every run."""

from random import Random

RARE = "Quincebury"
STUDENTS = ("Dana", "Emrys", "Noor", "Tomasz", "Ailsa", "Kwame", "Mei", "Iñigo", "Sorcha", "Yusuf")
FAMILIES = ("Whitlock", "Vaughan", "Okonkwo", "Lindqvist", "Pereira", "Ashdown", "Zieliński")
_SAID = (
    "The supervisor has not answered since the middle of last term.",
    "The landlord says that the deposit was never protected.",
    "There is a form which the college wants by Friday.",
    "Sleep is bad, and the essay was handed in a day late.",
    "A letter came from the examiners and it was hard to read.",
    "The grant is paid in arrears and the rent is not.",
    "The tutor was kind about it but could promise nothing.",
    "Going home over the vacation is not an option this year.",
    "We went through the timetable together, week by week.",
    "The lab is shared, and meeting the others there is difficult.",
    "A friend came along, and waited outside.",
    "It is the third time that the meeting was moved.",
)
_OPTIONS = (
    "A complaint under the procedure; an informal word; waiting until the vote.",
    "Intermission from Easter; a lighter load; nothing for now.",
    "The hardship fund, which decides within ten days, or the college's own.",
    "Arbitration by the scheme, a letter before action, or leaving it.",
)
_CHOSE = (
    "To think about it until Tuesday.",
    "To write first, and to see what comes back.",
    "Nothing yet, and that is all right.",
)


def student(number: int) -> str:
    """Somebody's name."""
    family = FAMILIES[number // len(STUDENTS) % len(FAMILIES)]
    return f"{STUDENTS[number % len(STUDENTS)]} {family} {number}"


def said(chance: Random, *, rare: bool = False) -> str:
    """What a student said: two to nine sentences."""
    words = " ".join(chance.choices(_SAID, k=chance.randint(2, 9)))
    return f"{words} The lecture is in {RARE}." if rare else words


def options(chance: Random) -> str:
    """Options that were explained."""
    return chance.choice(_OPTIONS)


def chose(chance: Random) -> str:
    """What was chosen."""
    return chance.choice(_CHOSE)
