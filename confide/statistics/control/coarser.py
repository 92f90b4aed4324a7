"""A table that says less, where no blanks suffice or too many would be needed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

from confide.statistics.control.audit import SECONDS, Progress
from confide.statistics.control.polytope import NOTHING, Codebook
from confide.statistics.control.repair import NothingSuffices, repair
from confide.statistics.control.tables import Release, Table
from confide.statistics.control.verdicts import LEAST


def coarser(
    earlier: Sequence[Release],
    new: Release,
    k: int = LEAST,
    seconds: float = SECONDS,
    codebook: Codebook = NOTHING,
    progress: Progress | None = None,
) -> Iterator[tuple[str, Release]]:
    """Each way to leave one dimension out of the new tables that passes the audit without repair.

    Yields the dimension's name and the release without it; totals are published already, so that
    nothing is counted anew. A dimension of one group (the time) is what a table is about, and is
    not left out. `seconds` are for all tries together; a try that `progress` ends is the last.
    """
    until = monotonic() + seconds
    for dim in _several(new):
        if (left := until - monotonic()) <= 0:
            return
        tables = tuple(dict.fromkeys(_without(table, dim) for table in new.tables))
        candidate = replace(new, tables=tables)
        try:
            repaired, _ = repair(earlier, candidate, k, left, codebook=codebook, progress=progress)
        except NothingSuffices as nothing:
            if nothing.verdicts.stopped:
                return
            continue
        yield dim, repaired


def _several(new: Release) -> Iterator[str]:
    yield from dict.fromkeys(
        dim
        for table in new.tables
        for dim, groups in zip(table.dims, table.groups, strict=True)
        if len(groups) > 1
    )


def _without(table: Table, dim: str) -> Table:
    if dim not in table.dims or len(table.groups[table.dims.index(dim)]) == 1:
        return table
    axis = table.dims.index(dim)
    last = len(table.groups[axis])
    kept = [
        entry for at, entry in zip(table.places(), table.published, strict=True) if at[axis] == last
    ]
    return Table(
        table.name,
        table.dims[:axis] + table.dims[axis + 1 :],
        table.groups[:axis] + table.groups[axis + 1 :],
        tuple(kept),
        table.base,
        table.complete - {dim},
    )
