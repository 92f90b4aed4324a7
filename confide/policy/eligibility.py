"""Who is helped, and by whom. (ELIG-1, ELIG-2)

Three bases, and their word for it is enough: nobody proves anything at the door. Gender is asked
about only by an officer whose remit is to represent self-defined women, and as one question.
"""

from dataclasses import dataclass

from confide.policy.decision import Decision, allow, refuse

EVERYONE = "everyone"
WOMEN = "women"
REMITS = (EVERYONE, WOMEN)


@dataclass(frozen=True, slots=True)
class Basis:
    """One reason why somebody may be helped."""

    key: str
    heading: str
    meaning: str


# Fixed by ELIG-1: a union cannot add to these nor take away, so they are no setting.
BASES = {
    basis.key: basis
    for basis in (
        Basis("registered", "Registered student", "Registered at the university now."),
        Basis("accepted", "Accepted, not yet here", "Has a place and has not yet matriculated."),
        Basis(
            "disputed",
            "Status in dispute",
            "Disagrees with the university about being, or not being, its student.",
        ),
    )
}


# What is chosen for whoever has none of them. It is never kept: they get no case.
NO_BASIS = "none"


def may_be_helped(basis: str | None) -> Decision:
    """Get a case, on one of the three bases. (ELIG-1)"""
    if basis in BASES:
        return allow("ELIG-1", "The service is open to them.")
    return refuse(
        "ELIG-1",
        "The service is for the university's students, for those accepted as students, and for "
        "those who dispute their status.",
        instead="Say who else can help. Nothing about them is kept.",
    )


def asks_whether_woman(remit: str) -> bool:
    """Whether this officer may ask if the student defines herself as a woman: only one does."""
    return remit == WOMEN


def may_represent(remit: str, self_defines_as_woman: bool | None = None) -> Decision:
    """Be a student's caseworker, given the officer's remit and the student's word. (ELIG-2)

    The word is True, False, or None where the student has not said; silence is not a yes.
    """
    if remit == EVERYONE:
        return allow("ELIG-2", "This officer represents every student.")
    if remit == WOMEN and self_defines_as_woman is True:
        return allow("ELIG-2", "The student says that she defines herself as a woman.")
    if remit == WOMEN and self_defines_as_woman is None:
        return refuse(
            "ELIG-2",
            "This officer represents students who define themselves as women, and the student "
            "has not said so.",
            instead="Ask; their word is enough. Or another caseworker can take the case.",
        )
    return refuse(
        "ELIG-2",
        "This officer represents only students who define themselves as women.",
        instead="Another caseworker can take the case; this one may still advise them anonymously.",
    )
