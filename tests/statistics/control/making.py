"""Random populations and releases, seeded, small enough for somebody who tries every world."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from confide.statistics.control.tables import Group, Release, Table, rounded

CODES = {"area": ("a0", "a1", "a2"), "kind": ("k0", "k1"), "level": ("l0", "l1")}
Codebook = dict[str, frozenset[str]]
People = dict[tuple[str, ...], int]


def releases(seed: int) -> tuple[list[Release], Codebook]:
    """One to three releases of a few tables about a few people, and the whole codebook."""
    random = np.random.default_rng(seed)
    dims = list(CODES)[: random.integers(2, 4)]
    codes = {dim: CODES[dim][: random.integers(2, len(CODES[dim]) + 1)] for dim in dims}
    rate = random.uniform(0.3, 1.8)
    people = {cell: int(random.poisson(rate)) for cell in product(*codes.values())}
    made = []
    for place in range(int(random.integers(1, 4))):
        chosen = [dim for dim in dims if random.random() < 0.7] or dims[:1]
        groups = [_groups(random, codes[dim]) for dim in chosen]
        base = int(random.choice([5, 5, 5, 3, 1, 10]))
        table = count(f"T{place}", chosen, groups, dims, people, base)
        share = float(random.choice([0, 0.2]))
        blank = frozenset(np.flatnonzero(random.random(len(table.published)) < share).tolist())
        made.append(Release(str(place), (table.blanked(blank),)))
    return made, {dim: frozenset(some) for dim, some in codes.items()}


def complete_releases(seed: int) -> tuple[list[Release], Codebook]:
    """Releases as ours are: each table lists what it found, and its total is everybody."""
    random = np.random.default_rng(seed)
    codes = {"area": CODES["area"], "kind": CODES["kind"], "when": ("q0", "q1")}
    rate = random.uniform(0.2, 1.2)
    people = {cell: int(random.poisson(rate)) for cell in product(*codes.values())}
    made = []
    for place in range(int(random.integers(2, 4))):
        when = [*codes["when"]][: random.integers(1, 3)]
        if random.random() < 0.5:
            when = [codes["when"][-1]]
        chosen = [[*codes][place % 2]] if random.random() < 0.7 else ["area", "kind"]
        inside = [cell for cell, number in people.items() if number and cell[2] in when]
        found = [sorted({cell[[*codes].index(dim)] for cell in inside}) for dim in chosen]
        if all(found):
            groups = [*([Group.of(code) for code in some] for some in found), [Group.of(*when)]]
            base = int(random.choice([1, 3, 5]))
            table = count(f"T{place}", [*chosen, "when"], groups, [*codes], people, base)
            made.append(Release(str(place), (replace(table, complete=frozenset(chosen)),)))
    return made, {dim: frozenset(some) for dim, some in codes.items()}


def count(
    name: str,
    dims: Sequence[str],
    groups: Sequence[Sequence[Group]],
    all_dims: Sequence[str],
    people: People,
    base: int = 5,
) -> Table:
    """The table of these people, rounded: each place counted by itself."""
    totals = [
        [*some, Group("", frozenset(code for one in some for code in one.codes))][
            : len(some) + (len(some) > 1)
        ]
        for some in groups
    ]
    counts = []
    for at in product(*totals):
        wanted = {dim: group.codes for dim, group in zip(dims, at, strict=True)}
        counts.append(
            sum(
                number
                for cell, number in people.items()
                if all(
                    code in wanted.get(dim, {code})
                    for dim, code in zip(all_dims, cell, strict=True)
                )
            )
        )
    return rounded(name, dims, groups, counts, base)


def _groups(random: np.random.Generator, codes: Sequence[str]) -> list[Group]:
    """All codes, or two of them put together, or the first alone."""
    way = random.random()
    if way < 0.6:
        return [Group.of(code) for code in codes]
    if way < 0.8 and len(codes) > 2:
        return [Group.of(*codes[:2]), Group.of(codes[2])]
    return [Group.of(codes[0])]
