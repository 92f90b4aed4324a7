"""Which dimensions must be looked at together: the cliques of a junction tree over the tables.

The joint table of seven dimensions has a million cells; what was released ties together only
dimensions that share a table. Triangulate the graph of those, and a world is one small table per
clique that agrees with its neighbours on what they share: non-negative whole tables that do so
extend to a joint table, since the graph is decomposable (Vorob'ev 1962; Dobra and Fienberg 2000).
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, permutations
from math import prod

Clique = frozenset[str]
EXHAUSTIVE = 7


def junction_tree(
    together: Collection[Clique], sizes: Mapping[str, int]
) -> tuple[list[Clique], list[tuple[int, int]]]:
    """Return the cliques, and the edges of a junction tree as pairs of places among them.

    `together` has the dimensions of each table, `sizes` how many parts each dimension has. The
    triangulation is the one with the fewest cells where there are up to seven dimensions.
    """
    dims = sorted(frozenset().union(*together))
    orders = permutations(dims) if len(dims) <= EXHAUSTIVE else [_greedy(dims, together, sizes)]
    cliques = min(
        (_eliminate(order, together) for order in orders), key=lambda some: _cells(some, sizes)
    )
    return cliques, _tree(cliques)


def _eliminate(order: Sequence[str], together: Collection[Clique]) -> list[Clique]:
    near = _graph(order, together)
    found: list[Clique] = []
    for dim in order:
        around = near.pop(dim)
        clique = frozenset({dim, *around})
        if not any(clique <= other for other in found):
            found.append(clique)
        for one in around:
            near[one] = (near[one] | around) - {one, dim}
    return found


def _graph(dims: Sequence[str], together: Collection[Clique]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {dim: set() for dim in dims}
    for table in together:
        for one, other in combinations(table, 2):
            near[one].add(other)
            near[other].add(one)
    return near


def _greedy(
    dims: Sequence[str], together: Collection[Clique], sizes: Mapping[str, int]
) -> list[str]:
    near = _graph(dims, together)
    order = []
    while near:
        dim = min(near, key=lambda one: (prod(sizes[other] for other in near[one]), one))
        around = near.pop(dim)
        for one in around:
            near[one] = (near[one] | around) - {one, dim}
        order.append(dim)
    return order


def _cells(cliques: Sequence[Clique], sizes: Mapping[str, int]) -> int:
    return sum(prod(sizes[dim] for dim in clique) for clique in cliques)


def _tree(cliques: Sequence[Clique]) -> list[tuple[int, int]]:
    # A spanning tree of greatest separators is a junction tree; parts that share nothing still
    # share how many people there are in all, so the tree holds together over empty separators.
    edges, reached = [], {0}
    while len(reached) < len(cliques):
        inside, outside = max(
            (
                (one, other)
                for one in reached
                for other in range(len(cliques))
                if other not in reached
            ),
            key=lambda edge: (len(cliques[edge[0]] & cliques[edge[1]]), -edge[0], -edge[1]),
        )
        edges.append((inside, outside))
        reached.add(outside)
    return edges
