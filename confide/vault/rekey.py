"""New keys for a case, so that whoever left it cannot open what is written from now on.

Sealing to the holders is slow and comes first; moving the rows is one transaction. Until it
commits the old generation opens everything, and after it the new one does. (CONF-1, CONF-5)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps

from confide.vault.casekeys import CaseKeys
from confide.vault.grants import grants_to, recovery_ring
from confide.vault.models import Grant, KeyRing, Moved, SealedRow, newest_generation
from confide.vault.primitives import random_key
from confide.vault.rings import Unlocked

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, repr=False)
class Rekeying:
    """A re-keying that is ready to be applied."""

    old: CaseKeys
    new: CaseKeys
    grants: Sequence[Grant]


def prepare(keys: CaseKeys, *, holders: Sequence[KeyRing], by: Unlocked) -> Rekeying:
    """Make the next generation and seal it to those who hold the case from now on, and recovery."""
    generation = keys.generation + 1
    new = CaseKeys(keys.case, generation, {generation: random_key()}, keys.shred_key)
    return Rekeying(keys, new, grants_to([*holders, recovery_ring()], new, by=by))


def prepare_part(keys: CaseKeys, *, holder: KeyRing, by: Unlocked) -> Rekeying:
    """The same for what has a key of its own beside a case's, and one holder."""
    generation = keys.generation + 1
    new = CaseKeys(keys.case, generation, {generation: random_key()}, keys.shred_key)
    return Rekeying(keys, new, grants_to([holder], new, by=by))


def apply(rekeying: Rekeying) -> CaseKeys:
    """Within a transaction: move every row, then take the old grants away. The new keys.

    The grants are held first. A row that is being written under the old keys either is committed
    before, and moves with the others, or meets `Moved`: see `newest_generation`.
    """
    case = rekeying.old.case
    if newest_generation(case) != rekeying.old.generation:
        raise Moved
    for model in sealed_models():
        rows = list(model.of_case(case))
        for row in rows:
            row.reseal(rekeying.old, rekeying.new)
        model._default_manager.bulk_update(rows, ["sealed"], batch_size=_AT_ONCE)
    Grant.objects.filter(case=case).delete()
    Grant.objects.bulk_create(rekeying.grants)
    return rekeying.new


def sealed_models() -> Iterator[type[SealedRow]]:
    """Every table of sealed rows, whichever concept it belongs to."""
    for model in apps.get_models():
        if issubclass(model, SealedRow):
            yield model
