"""A block of scenarios in the making: inputs that vary, what is true of effects and what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.risk.streams import BLOCK, stream

Array = NDArray[np.float64]

ACHIEVEMENT: Final = "plan.achievement"

DrawnFrom = Callable[[int, int, str], np.random.Generator]
"""The random numbers of a seed, a block and a purpose, as :func:`sibmodel.risk.streams.stream` gives them."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a run takes for given.

    Args:
        base: Inputs that differ from the deal file in all scenarios, such as those of a scenario.
        fixed: Inputs of which this is true in all scenarios; the luck of people and what evaluators find come on top.
        follows: Inputs that are in every scenario what another input is, by path: such as what would have been anyway.
        without_noise: Whether outcomes come about, and are measured, exactly as they are expected.
        designs: Another design than the contract's, by outcome.
    """

    base: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    follows: Mapping[str, str] = field(default_factory=dict)
    without_noise: bool = False
    designs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """One block of scenarios.

    Args:
        deal: The deal.
        given: What is taken for given.
        seed: The seed of the run.
        number: The number of the block, from 0.
        inputs: Inputs of the model that vary, by path, (scenario,).
        true: The true effect of each reduction, by outcome, (scenario,).
        found: What the evaluator finds, where a design is stated, by outcome, (scenario,).
        reached: How many of each cohort reached each outcome, (scenario,).
        held: How many draws were held at the end of what an input may be, by the name of the uncertain number.
        drawn_from: Where random numbers come from.
    """

    deal: Deal
    given: Given
    seed: int
    number: int
    inputs: dict[str, Array] = field(default_factory=dict)
    true: dict[str, Array] = field(default_factory=dict)
    found: dict[str, Array] = field(default_factory=dict)
    reached: dict[tuple[str, str], Array] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    drawn_from: DrawnFrom = stream

    def stream(self, purpose: str) -> np.random.Generator:
        """The random numbers of this block for a purpose."""
        return self.drawn_from(self.seed, self.number, purpose)

    def is_fixed(self, path: str) -> bool:
        """Whether an input is taken for given."""
        return path in self.given.fixed or path in self.given.follows

    def value(self, path: str) -> Array:
        """An input as it stands so far, (scenario,)."""
        if path in self.inputs:
            return self.inputs[path]
        planned = self.deal.written.inputs[path].value
        return np.full(BLOCK, self.given.fixed.get(path, self.given.base.get(path, planned)))
