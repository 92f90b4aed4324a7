"""Words that are anybody's, so that a mark means something. (CONF-2)

A question in which every second word is marked is sent as it is. So what is common is known in two
ways: from the officer's own other cases, and from this list of everyday words and words of student
life, which was written for this purpose. A list of a whole language's word counts would be fifty
times the product's size and know less of what is said in an office like this one.
"""

import re
from pathlib import Path
from typing import Final

TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "lady", "lord"}
    | {"dame", "revd", "rev", "reverend"}
)
ROLES: Final = (
    "supervisor", "tutor", "adviser", "advisor", "lecturer", "examiner", "landlord", "landlady",
    "doctor", "nurse", "counsellor", "porter", "chaplain", "dean", "solicitor", "administrator",
    "flatmate", "housemate", "partner", "boyfriend", "girlfriend", "friend", "mother", "father",
    "mum", "dad", "parent", "sister", "brother", "cousin", "uncle", "aunt", "employer",
    "manager",
)  # fmt: skip
PARTICLES: Final = (
    "de", "da", "di", "do", "dos", "du", "del", "della", "der", "den", "van", "von", "zu", "la",
    "le", "el", "al", "bin", "bint", "ibn", "ben", "abu", "ap", "of", "the", "and", "st",
    "saint", "y", "e", "i", "o", "ten", "ter", "af", "av", "mac",
    # Some say beside their name how they are spoken of.
    "she", "her", "hers", "he", "him", "his", "they", "them", "theirs", "any",
)  # fmt: skip
SUBJECTS: Final = (
    "anatomy", "anglo-saxon", "anthropology", "archaeology", "architecture", "art history",
    "asian studies", "assyriology", "astronomy", "astrophysics", "biochemistry", "biology",
    "botany", "business studies", "celtic", "chemical engineering", "chemistry", "chinese",
    "classics", "computer science", "computing", "criminology", "dentistry",
    "development studies", "divinity", "drama", "earth sciences", "ecology", "economics",
    "egyptology", "engineering", "english literature", "film studies", "fine art", "french",
    "genetics", "geography", "geology", "german", "greek", "hebrew", "history",
    "history of art", "hsps", "international relations", "italian", "japanese", "land economy",
    "latin", "law", "linguistics", "management studies", "manufacturing", "materials science",
    "mathematics", "maths", "mathmo", "medicine", "medieval studies", "microbiology",
    "modern languages", "mml", "music", "musicology", "natsci", "natural sciences",
    "neuroscience", "nursing", "oceanography", "oriental studies", "palaeography", "pathology",
    "pharmacology", "pharmacy", "philosophy", "physics", "physiology", "plant sciences",
    "politics", "polar studies", "portuguese", "psychology", "russian", "sanskrit",
    "slavonic studies", "sociology", "spanish", "statistics", "theology", "theoretical physics",
    "veterinary medicine", "zoology", "mphil", "mres", "llm", "mst", "mba", "meng", "msci",
    "mmath", "mphys", "vetmb", "mbbs", "pgce",
)  # fmt: skip
_LIST: Final = Path(__file__).with_suffix(".txt")
_WORDS: Final = frozenset(
    word
    for line in _LIST.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
) | TITLES.union(ROLES)
_ENDINGS: Final = (
    ("nt", ""), ("ies", "y"), ("ied", "y"), ("ying", "ie"), ("ily", "y"), ("iness", "y"),
    ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""), ("ly", ""),
    ("er", ""), ("er", "e"), ("est", ""), ("ness", ""), ("ment", ""), ("ful", ""), ("less", ""),
    ("able", ""), ("able", "e"), ("ation", "e"), ("ation", ""), ("ion", ""), ("ion", "e"),
    ("al", ""), ("ally", ""), ("ically", "ic"), ("y", ""), ("ers", ""), ("ings", ""),
    ("ions", ""), ("ations", "e"), ("ments", ""), ("ize", "ise"), ("ized", "ise"), ("izing", "ise"),
)  # fmt: skip
_BEGINNINGS: Final = ("un", "re", "in", "dis", "mis", "over", "non", "pre", "self")
_NUMBER: Final = re.compile(r"\d{1,4}(?:st|nd|rd|th|am|pm|s)?")


def is_common(word: str) -> bool:
    """Whether a folded word is anybody's: on the list, or made of one that is.

    Nothing is remembered between two questions: it would be words of cases, left in memory.
    """
    if len(word) < 2 or _NUMBER.fullmatch(word):
        return True
    return _is_known(word) or any(
        _is_known(word[len(beginning) :])
        for beginning in _BEGINNINGS
        if word.startswith(beginning) and len(word) - len(beginning) > 3
    )


def _is_known(word: str) -> bool:
    return word in _WORDS or any(stem in _WORDS for stem in _stems(word))


def _stems(word: str) -> list[str]:
    stems = []
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > (3 if ending == "y" else 2):
            stem = word[: -len(ending)]
            stems.append(stem + instead)
            if not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return stems
