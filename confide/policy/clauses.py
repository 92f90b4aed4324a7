"""The register of clauses: what the policy obliges, in our own words, and what sees to it.

Ids are used in the code, the tests, the ledger and on the screen. A clause is *kept* when
something in the product enforces it and a test marked with its id shows so; until then it is
coming, and says so. `kept_by` is written for a student. Each rule is named by its dotted name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One obligation, what enforces it, and whether it does so yet."""

    id: str
    heading: str
    obliges: str
    kept_by: str
    rules: tuple[str, ...] = ()
    kept: bool = False

    @property
    def group(self) -> str:
        """The heading under which the clause stands."""
        return GROUPS[self.id.partition("-")[0]]


GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "CONF": "Confidentiality",
        "BRCH": "Breaking confidentiality",
        "ELIG": "Who is helped, and by whom",
        "RECD": "Records",
        "STAT": "Statistics",
        "HOUR": "Being there",
    }
)


def _named(module: str, *functions: str) -> tuple[str, ...]:
    return tuple(f"confide.policy.{module}.{function}" for function in functions)


def _register(clauses: Iterable[Clause]) -> Mapping[str, Clause]:
    return MappingProxyType({clause.id: clause for clause in clauses})


_CONF = (
    Clause(
        id="CONF-1",
        heading="Nothing leaves without your permission",
        obliges="Nothing you tell a caseworker goes outside the service, directly or in a "
        "roundabout way, unless you expressly allow it or somebody is in grave danger.",
        kept_by="Your record is locked with a key of its own, which only your caseworkers hold. "
        "Telling somebody outside begins with a check: without your permission for this person, "
        "this purpose and these very pages, the program does not produce them.",
        rules=(
            *_named("access", "may_read", "may_work"),
            *_named("requests", "may_receive", "may_read_request"),
            *_named("consent", "may_tell", "item_by_item", "weigh"),
        ),
        kept=True,
    ),
    Clause(
        id="CONF-2",
        heading="Caseworkers ask each other without naming you",
        obliges="Caseworkers may talk to each other about a case without saying whose it is, "
        "where that helps you or is appropriate, and it stays among them.",
        kept_by="A question to a colleague is checked against what your record says about you, "
        "and anything that would give you away is pointed out before it is sent. Which record it "
        "came from is known to your caseworker alone, and after four weeks at most it is gone.",
        rules=_named("consultation", "may_ask", "may_be_asked", "may_see", "may_reply"),
        kept=True,
    ),
    Clause(
        id="CONF-3",
        heading="That you come here is confidential too",
        obliges="Whether somebody uses the service is never confirmed, to anybody.",
        kept_by="There is no list of students to look you up in, and you need no account. A page "
        "that somebody may not see is the same, to the last letter, as one that does not exist. "
        "Whoever asks about you hears the same words whether or not you come, and all that is "
        "kept of it is a number.",
        rules=(
            *_named("access", "may_read"),
            *_named("consent", "may_act"),
            *_named("enquiries", "may_count", "may_count_again", "may_see_tally"),
        ),
        kept=True,
    ),
    Clause(
        id="CONF-4",
        heading="Your permission is clear, and yours to take back",
        obliges="Permission may be spoken, but must be completely clear; in writing is better.",
        kept_by="A permission names one person, says what they may be told and what for. If you "
        "gave it by word of mouth, your words are written down, and how it was made sure that you "
        "meant them. It can end on a day you choose. You can make it less or take it back at any "
        "time, and that counts at once: also on your own side, with nobody at work. A standing "
        "authority to act for you is signed, gives only what it lists, and ends within a year and "
        "when your case is resolved.",
        rules=_named(
            "consent",
            *("may_agree", "may_tell", "may_withdraw", "covering"),
            *("may_narrow", "may_renew", "may_put_in_writing", "may_print"),
        ),
        kept=True,
    ),
    Clause(
        id="CONF-5",
        heading="Everybody who does this work is bound by this",
        obliges="The policy binds every support scheme that officers set up, and every other "
        "officer, full or part time, who does such work.",
        kept_by="Nobody can open a record before signing an undertaking to this version of the "
        "policy, nor on a day outside their term of office. What they signed binds them for good. "
        "Every scheme has caseworkers and records of its own under this one policy, and nobody of "
        "another scheme is given the key to a record.",
        rules=(
            *_named("access", "may_open_cases", "may_keep_desk", "may_come_to"),
            *_named("office", "may_hold_office", "may_sign_undertaking", "stays_bound"),
            *_named("schemes", "may_open_in", "may_serve_together"),
        ),
        kept=True,
    ),
)

_BRCH = (
    Clause(
        id="BRCH-1",
        heading="Only two reasons to break confidence",
        obliges="Confidence is broken only where there seems to be a serious and imminent risk to "
        "your safety or somebody else's, or where the law demands it to prevent or detect "
        "terrorism.",
        kept_by="The two reasons are a closed list. There is no box for a third.",
        rules=_named("breach", "may_break", "may_leave"),
        kept=True,
    ),
    Clause(
        id="BRCH-2",
        heading="Only in extreme cases, and for your sake",
        obliges="It happens only in extreme cases, when the officers involved believe that it is "
        "best for you.",
        kept_by="The officer writes down this belief, and why. Where it is the law that "
        "demands the telling, the duty is named, and the belief is said apart from it.",
        rules=_named("breach", "may_break"),
        kept=True,
    ),
    Clause(
        id="BRCH-3",
        heading="Another caseworker is told and asked first",
        obliges="At least one other caseworker is informed beforehand and asked for advice.",
        kept_by="One button puts the question to every other caseworker, or the officer notes whom "
        "they phoned. If nobody can be reached, whom they tried is written down, and telling a "
        "colleague stays open until it is done.",
        rules=_named(
            "breach",
            "may_ask",
            "may_break",
            "may_tell_the_others",
            "is_colleague_still_to_be_told",
        ),
        kept=True,
    ),
    Clause(
        id="BRCH-4",
        heading="Your caseworker decides",
        obliges="The officer involved takes the final decision.",
        kept_by="Advice is kept and shown, and decides nothing. Nobody else can press the button.",
        rules=_named("breach", "may_decide", "may_advise"),
        kept=True,
    ),
    Clause(
        id="BRCH-5",
        heading="It is always written down",
        obliges="A record says who the student is, what happened and why confidence was broken; "
        "who was asked for advice; what it was meant to achieve; and who was told.",
        kept_by="The record cannot be finished while one of these is missing, and stays open in "
        "front of the officer until then. Nor is it altered later: what needs correcting is added.",
        rules=_named(
            "breach", "may_break", "may_keep", "may_complete_from_outside", "may_add", "may_fetch"
        ),
        kept=True,
    ),
)

_ELIG = (
    Clause(
        id="ELIG-1",
        heading="Open to every student",
        obliges="The service is for anybody registered at the university, anybody accepted who "
        "has not yet matriculated, and anybody who disputes whether they are its student.",
        kept_by="Your caseworker notes which of the three you are; your word is enough. If you "
        "are none of them we say who else can help, and keep nothing about you.",
        rules=_named("eligibility", "may_be_helped"),
        kept=True,
    ),
    Clause(
        id="ELIG-2",
        heading="The Women's Officer represents women",
        obliges="The Women's Officer represents only students who define themselves as women.",
        kept_by="She can be your caseworker only if you have said that you define yourself as a "
        "woman, and another is found for you if you unsay it. Your word is enough, and nothing "
        "else about gender is asked for it.",
        rules=_named("eligibility", "may_represent", "asks_whether_woman"),
        kept=True,
    ),
    Clause(
        id="ELIG-3",
        heading="Nobody acts who may be partial",
        obliges="A caseworker who may not be impartial does not act, and advises you to see "
        "another.",
        kept_by="A caseworker who declares a conflict of interests can no longer open your "
        "record, not even with their own keys. You are offered the caseworkers who have none, and "
        "it goes to the one you choose. Nobody is told what the conflict was.",
        rules=(
            *_named("conflicts", "may_step_aside", "may_take", "may_declare", "may_ask", "answer"),
            *_named("access", "may_read"),
        ),
        kept=True,
    ),
)

_RECD = (
    Clause(
        id="RECD-1",
        heading="A full record of what was done",
        obliges="Caseworkers keep detailed records of their work and of each contact with you.",
        kept_by="Each call, letter, e-mail and meeting is entered with its day: what was said, "
        "which ways forward were explained, what you chose, and what happens next. Nothing can be "
        "entered for a day that has not come.",
        rules=_named("records", "may_enter"),
        kept=True,
    ),
    Clause(
        id="RECD-2",
        heading="Locked away, papers included",
        obliges="Records are always secure, in a locked cabinet or protected electronically, and "
        "so are the papers that go with them.",
        kept_by="Everything that could identify you, every attached file included, is encrypted "
        "with your record's own key before it is stored. Whoever stole the whole computer would "
        "find no name and no word of it, and whoever looks after the computer does not either.",
        rules=_named("fates", "Fate"),
        kept=True,
    ),
    Clause(
        id="RECD-3",
        heading="Data protection law applies",
        obliges="Data protection law and the union's own data protection policy apply.",
        kept_by="Ask, in any words, and you get your whole record within a month. Say what is "
        "not right, and it is added beside what it is about; nothing is written over. Ask that "
        "nothing be done with it for now, and the program tells nobody anything from it. What you "
        "object to is noted. All of this you can ask on your own side too. How to have it erased "
        "stands under RECD-6.",
        rules=_named(
            "retention.rights",
            "may_ask_for_access",
            "may_extend",
            "may_refuse_access",
            "may_correct",
            "may_restrict",
            "may_lift",
            "may_object",
            "may_tell_from",
        ),
        kept=True,
    ),
    Clause(
        id="RECD-4",
        heading="Shared with a colleague only for your good",
        obliges="A record may be shared with another caseworker if yours believes that it "
        "benefits you, or wants advice on it.",
        kept_by="Your caseworker gives one of these two reasons, and says why; the program has no "
        "third. The colleague gets a key of their own, until a day that is set or until it is "
        "taken back. Then your record gets a new key, which they do not have. With whom it is "
        "shared, why and until when stands on your record. Nothing else is decided by them.",
        rules=(
            *_named("access", "may_decide"),
            *_named(
                "sharing",
                "may_share",
                "may_see_shared",
                "may_end_on",
                "may_take_back",
                "may_give_up",
                "may_close_ended",
                "may_end_seats",
            ),
        ),
        kept=True,
    ),
    Clause(
        id="RECD-5",
        heading="Kept for three years at most, then destroyed",
        obliges="After a case is resolved its records are kept for up to three years and then "
        "destroyed.",
        kept_by="A clock starts when your case is resolved. On its last day the record's key is "
        "destroyed, without anybody having to remember, and with the key every copy. A union can "
        "set less than three years but not a day more. Only a duty in law can stop the clock.",
        rules=_named(
            "retention",
            "destroy_on",
            "may_resolve",
            "may_reopen",
            "may_hold",
            "may_end_hold",
            "may_announce",
            "may_order_destruction",
            "may_run_nightly",
            "may_destroy_more",
            "may_second",
            "may_tick_off",
            "may_confirm_papers",
        ),
        kept=True,
    ),
    Clause(
        id="RECD-6",
        heading="Yours to have back, or to have destroyed",
        obliges="Before that, records are returned to you or destroyed if you ask.",
        kept_by="Ask your caseworker at any time. How you asked, and how they knew that it was "
        "you, is noted; then the record is returned, or its key is destroyed at once, unless the "
        "law obliges us to keep it. On your own side you need nobody for that: what you ask there "
        "is signed by keys that only your words give.",
        rules=(
            *_named(
                "retention",
                "may_take_request",
                "may_return",
                "may_fetch_return",
                "may_go_unseconded",
                "may_order_destruction",
            ),
            *_named("requests", "may_see_drawer", "may_ask", "may_give_way_in"),
        ),
        kept=True,
    ),
    Clause(
        id="RECD-7",
        heading="You decide",
        obliges="Caseworkers support you with information, and do not tell you what to do.",
        kept_by="The record asks which ways forward were explained to you and which one you "
        "chose. It has no place for what you were told to do.",
        rules=_named("records", "may_enter"),
        kept=True,
    ),
)

_STAT = (
    Clause(
        id="STAT-1",
        heading="Counting the work",
        obliges="Officers may keep statistics of their work, to watch over their schemes.",
        kept_by="What is counted of your record is a few answers from closed lists, without your "
        "name, without a day, and with nothing that leads back to you. They are sealed for the "
        "officers, and become plain counts once the quarter is over.",
        rules=_named("statistics", "may_see_figures", "may_close"),
        kept=True,
    ),
    Clause(
        id="STAT-2",
        heading="Nobody can be recognised in a figure",
        obliges="Statistics given to anybody outside are anonymous: nobody can be recognised.",
        kept_by="Figures are rounded, and checked together with all earlier ones for what an "
        "outsider could work out from them, also one who knows some of the people. They are held "
        "back until that is nothing about anybody, and two officers look at them first.",
        rules=_named("statistics", "may_take", "may_propose", "may_confirm"),
        kept=True,
    ),
)

_HOUR = (
    Clause(
        id="HOUR-1",
        heading="There to be reached, Monday to Friday",
        obliges="Officers can be reached by phone, by e-mail or in person at the office, Monday "
        "to Friday, ten to four.",
        kept_by="The front page says whether the office is open now, and when it opens next.",
        rules=_named("hours", "status", "in_words"),
        kept=True,
    ),
    Clause(
        id="HOUR-2",
        heading="A support phone, every day",
        obliges="The support phone is answered from nine to seven, at weekends too.",
        kept_by="The front page says whether the phone is answered now, and when it is next.",
        rules=_named("hours", "status", "in_words"),
        kept=True,
    ),
    Clause(
        id="HOUR-3",
        heading="You know who helps you",
        obliges="Support is given by the union's elected officers, each in their own post.",
        kept_by="The front page names the officers in office today and what each helps with. "
        "When a term of office ends, so does everything that its holder could open.",
        rules=(
            *_named("office", "may_hold_office", "may_appoint", "may_end_term"),
            *_named("access", "may_steward"),
        ),
        kept=True,
    ),
)

CLAUSES: Mapping[str, Clause] = _register((*_CONF, *_BRCH, *_ELIG, *_RECD, *_STAT, *_HOUR))
