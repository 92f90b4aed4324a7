"""Words made alike for searching: accents and capitals gone, once, at sealing."""

import unicodedata

_MARKS = "Mn"


def fold(*texts: str) -> str:
    """The texts in one, lower case, without accents, spaces collapsed."""
    # Unicode's compatibility caseless match: letters of mathematics and the like have a capital
    # only once they are taken apart, and come apart again once that is made small.
    apart = unicodedata.normalize("NFD", " ".join(texts))
    for _ in range(2):
        apart = unicodedata.normalize("NFKD", apart.casefold())
    bare = "".join(char for char in apart if unicodedata.category(char) != _MARKS)
    return " ".join(bare.split())
