"""Whether two arms take the same time, and how sure that is. (CONF-3)

Runs come in pairs, one of each arm beside the other, so that a busy moment hits both. The
differences of the pairs are trimmed of their outer tenths, since a garbage collection or another
program says nothing of either arm; their mean has the standard error of Yuen (1974). *Alike* means
that two one-sided tests (Schuirmann 1987) both exclude a difference as large as the bound; of many
comparisons at once, each is held to what Holm (1979) leaves of the level. With a hundred pairs and
more, which this is for, Student's distribution is the normal one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

LEVEL = 0.05
FEWEST = 20
_TRIMMED = 0.1
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Difference:
    """One arm less the other, in seconds: the trimmed mean, its interval, both tests' p."""

    mean: float
    low: float
    high: float
    p_alike: float
    p_apart: float


def compare(one: Sequence[float], other: Sequence[float], *, bound: float) -> Difference:
    """Compare paired runs, in seconds, with a bound in seconds. At least twenty pairs."""
    if len(one) != len(other) or len(one) < FEWEST:
        raise ValueError("Two arms are compared by at least twenty pairs of runs.")
    apart = np.sort(np.asarray(one) - np.asarray(other))
    cut = int(_TRIMMED * len(apart))
    kept = apart[cut : len(apart) - cut]
    mean = float(kept.mean())
    pulled_in = np.clip(apart, kept[0], kept[-1])
    squares = float(np.sum((pulled_in - pulled_in.mean()) ** 2))
    # A clock of whole steps can give pairs without any spread.
    error = max((squares / (len(kept) * (len(kept) - 1))) ** 0.5, 1e-12)
    reach = _NORMAL.inv_cdf(1 - LEVEL / 2) * error
    return Difference(
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        p_alike=max(_above((mean + bound) / error), _above((bound - mean) / error)),
        p_apart=2 * _above(abs(mean) / error),
    )


def held(ps: Mapping[str, float], *, level: float = LEVEL) -> frozenset[str]:
    """Of many tests at once, those that say so still by Holm's reckoning."""
    said: set[str] = set()
    ordered = sorted(ps, key=ps.__getitem__)
    for place, name in enumerate(ordered):
        if ps[name] > level / (len(ordered) - place):
            break
        said.add(name)
    return frozenset(said)


def _above(z: float) -> float:
    """How likely the normal distribution is above that many standard errors."""
    return _NORMAL.cdf(-z)
