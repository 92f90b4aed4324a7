"""Schemes keep to themselves, under one policy. (CONF-5, BRCH-3)

What officers set up beside the first scheme is bound by the same policy, and has cases, officers
and seats of its own: a caseworker's term is for one scheme, and a case is worked on, shared, asked
about and handed over within its scheme. Somebody may hold a term in each of two schemes, and then
is a colleague in both. Breaking confidence needs a colleague to ask (BRCH-3): where a scheme has no
other caseworker, those of the first scheme are asked.
"""

from collections.abc import Collection, Mapping

from confide.policy.decision import Decision, allow, refuse

# Whoever has to break confidence asks another caseworker, so that one alone is too few.
FEWEST = 2


def may_open_in(serves: Collection[str], scheme: str) -> Decision:
    """Open a case in a scheme: one of those that the officer's own terms are for. (CONF-5)"""
    if scheme not in serves:
        return refuse(
            "CONF-5",
            "Your term of office is for another scheme.",
            instead="Send the student to a caseworker of that scheme, or open the case in yours.",
        )
    return allow("CONF-5", "You serve this scheme.")


def may_serve_together(serves: bool) -> Decision:
    """Give a case, or a word of it, to a colleague who serves the scheme it belongs to. (CONF-5)"""
    if not serves:
        return refuse(
            "CONF-5",
            "They serve another scheme, and a case stays with the caseworkers of its own.",
            instead="Choose a caseworker of this scheme. Or tell the student about the other "
            "scheme, and let them go there if they wish.",
        )
    return allow("CONF-5", "They serve the same scheme.")


def whom_to_ask(
    scheme: str, *, first: str, others: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """Who of the others is asked before confidence is broken, given which schemes each serves.

    Those of the case's own scheme; if it has no other caseworker, those of the first. (BRCH-3)
    """
    own = frozenset(who for who, serves in others.items() if scheme in serves)
    return own or frozenset(who for who, serves in others.items() if first in serves)


def has_colleagues(in_office: int) -> Decision:
    """Whether a scheme has enough caseworkers for one to ask another in it. (BRCH-3)"""
    if in_office >= FEWEST:
        return allow("BRCH-3", "Whoever works in this scheme can ask a colleague.")
    return refuse(
        "BRCH-3",
        "Fewer than two caseworkers of this scheme are in office, so none of them can ask another "
        "before breaking confidence.",
        instead="Appoint another. Until then they ask the caseworkers of the first scheme, if "
        "there are any.",
    )
