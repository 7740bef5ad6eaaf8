"""Effects: what is true of each reduction, and what the evaluator finds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.outcomes import in_order
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.risk.measuring import Measuring
from sibmodel.risk.scenarios import ACHIEVEMENT, Scenarios

Array = NDArray[np.float64]


def note_what_is_true(block: Scenarios) -> None:
    """The true effect of each reduction, and of each blend of them."""
    for name in in_order(block.deal.plan.outcomes):
        part = block.deal.plan.outcomes[name]
        if isinstance(part, Reduction):
            block.true[name] = block.value(f"plan.outcomes.{name}.effect") * block.value(ACHIEVEMENT)
        elif isinstance(part, Blend):
            block.true[name] = weighed(block.true, part.of)


def draw_what_is_found(block: Scenarios) -> None:
    """What the evaluator finds, by the design in use; where nothing is found, what the contract then takes."""
    for name in block.deal.risk.measured:
        block.found[name] = _found(block, name)
        block.inputs[f"plan.outcomes.{name}.surprise"] = block.found[name] - block.true[name]


def _found(block: Scenarios, name: str) -> Array:
    part, measured = block.deal.plan.outcomes[name], block.deal.risk.measured[name]
    assert isinstance(part, Reduction)
    alike = measured_alike(block.deal, name)

    def by(design: str) -> Array:
        term = measured.designs[design]
        measuring = Measuring(name, part.stated, term, measured.designs, part.standard_error, alike)
        return measuring.found(block.true[name], block.stream)

    used = block.given.designs.get(name, measured.used)
    found = by(used)
    if measured.no_result and used != measured.falls_back_on:
        none = block.stream(f"no_result.{name}").random(found.size) < measured.no_result
        found = np.where(none, np.nan, found)
    if measured.falls_back_on not in ("", used) and np.isnan(found).any():
        found = np.where(np.isnan(found), by(measured.falls_back_on), found)
    return np.where(np.isnan(found), measured.deemed, found)


def measured_alike(deal: Deal, name: str) -> str:
    """The first of all outcomes that are off by the same as one, whichever of them says so of which."""
    measured = deal.risk.measured
    found, waiting = set(), [name]
    while waiting:
        each = waiting.pop()
        if each not in found and each in measured:
            found.add(each)
            waiting += [other for other, term in measured.items() if term.systematic_with == each]
            waiting.append(measured[each].systematic_with)
    return min(found)


def weighed(levels: Mapping[str, Array], weights: Mapping[str, float]) -> Array:
    """The weighted sum of levels."""
    return np.asarray(sum(weight * levels[name] for name, weight in weights.items()))
