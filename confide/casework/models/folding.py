"""Words made alike for searching: accents and capitals gone, once, at sealing."""

import unicodedata

_MARKS = "Mn"


def fold(*texts: str) -> str:
    """The texts in one, lower case, without accents, spaces collapsed."""
    apart = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    bare = "".join(char for char in apart if unicodedata.category(char) != _MARKS)
    return " ".join(bare.split())
