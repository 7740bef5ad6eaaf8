"""What holds for all people of a deal: uncertain numbers, drawn together, and the inputs that they move."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.faults.risk import limits_of
from sibmodel.deal.faults.scenarios import look_up
from sibmodel.deal.risk.together import pairs
from sibmodel.graph.units import MONTHS
from sibmodel.risk import dependence, normal
from sibmodel.risk.evenly import Evenly
from sibmodel.risk.priors import drawn
from sibmodel.risk.scenarios import Scenarios
from sibmodel.risk.streams import BLOCK

Array = NDArray[np.float64]


class UncertainNumbers:
    """The uncertain numbers of a deal, ready to be drawn.

    Args:
        deal: The deal.
        evenly: Evenly spread points in the place of random ones; None for random ones.
    """

    def __init__(self, deal: Deal, evenly: Evenly | None = None) -> None:
        self.deal, self.terms, self.evenly = deal, deal.risk.uncertain, evenly

    def draw(self, block: Scenarios) -> None:
        """Move the inputs of a block: values first, then factors on them, then shifts."""
        found = {name: drawn(self.terms[name], z) for name, z in self._normal(block).items()}
        for how in ("value", "factor", "shift"):
            for name, values in found.items():
                if self.terms[name].stands_for == how:
                    _move(block, self.terms[name].moves, how, values)
        for name in found:
            block.held[name] = sum(self._keep_within(block, path) for path in self.terms[name].moves)

    def _keep_within(self, block: Scenarios, path: str) -> int:
        """Hold an input at the end of what it may be, in whole months where it counts months; how often that was."""
        if path not in block.inputs:
            return 0
        low, high = self._limits[path]
        values = block.inputs[path]
        if self.deal.written.inputs[path].unit == MONTHS:
            values = np.rint(values)
        block.inputs[path] = np.clip(values, low, high)
        return int(np.count_nonzero(block.inputs[path] != values))

    @cached_property
    def _limits(self) -> Mapping[str, tuple[float, float]]:
        paths = {path for term in self.terms.values() for path in term.moves}
        return {path: limits_of(look_up(self.deal, path).taken) for path in paths}

    def _normal(self, block: Scenarios) -> dict[str, Array]:
        """A standard normal number for each uncertain one; those that go together are mixed."""
        names = sorted(self.terms)
        if self.evenly is not None:
            alone = dict(zip(names, normal.quantile(self.evenly.block(block.number)), strict=True))
        else:
            alone = {name: block.stream(f"uncertain.{name}").standard_normal(BLOCK) for name in names}
        if self._mixing is None:
            return alone
        together, factor = self._mixing
        return alone | dict(zip(together, factor @ np.stack([alone[name] for name in together]), strict=True))

    @cached_property
    def _mixing(self) -> tuple[list[str], Array] | None:
        asked = pairs(self.deal.risk.together.values())
        if not asked:
            return None
        names = sorted({name for pair in asked for name in pair})
        normal_pairs = {pair: float(dependence.pearson_of_spearman(rank)) for pair, rank in asked.items()}
        return names, dependence.factor(dependence.correlation_matrix(names, normal_pairs))


def _move(block: Scenarios, paths: list[str], how: str, values: Array) -> None:
    for path in paths:
        if not block.is_fixed(path):
            before = block.value(path)
            block.inputs[path] = values if how == "value" else before * values if how == "factor" else before + values
