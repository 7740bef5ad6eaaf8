"""Sampling: the scenarios of a deal, block by block, as inputs of its model.

From the largest to the smallest: numbers that hold for all, who starts, the luck of cohorts and of people, and what
the evaluator finds. Sampling feeds inputs of the model and lives outside it: the same lines are read as for the plan.
"""

from __future__ import annotations

from functools import cached_property

from sibmodel.deal.deal import Deal
from sibmodel.risk.effects import draw_what_is_found, note_what_is_true
from sibmodel.risk.evenly import Evenly
from sibmodel.risk.luck import draw_luck, draw_starts
from sibmodel.risk.scenarios import DrawnFrom, Given, Scenarios
from sibmodel.risk.streams import stream
from sibmodel.risk.uncertain import UncertainNumbers


class Sampler:
    """Draws the scenarios of a deal.

    Args:
        deal: The deal.
        seed: The seed of the run.
        given: What is taken for given.
        evenly: Whether uncertain numbers are spread evenly and not drawn at random.
        drawn_from: Where random numbers come from; another source makes another run of the same deal.
    """

    def __init__(
        self,
        deal: Deal,
        seed: int,
        given: Given | None = None,
        *,
        evenly: bool = False,
        drawn_from: DrawnFrom = stream,
    ) -> None:
        self.deal, self.seed, self.given, self.drawn_from = deal, seed, given or Given(), drawn_from
        self.numbers = UncertainNumbers(deal, Evenly(seed, len(deal.risk.uncertain)) if evenly else None)

    @cached_property
    def varying(self) -> tuple[str, ...]:
        """The paths of the inputs that differ between scenarios."""
        return tuple(self.block(0).inputs)

    def block(self, number: int) -> Scenarios:
        """A block of scenarios: always a whole one, so that a shorter run is the beginning of a longer one."""
        block = Scenarios(self.deal, self.given, self.seed, number, drawn_from=self.drawn_from)
        self.numbers.draw(block)
        block.inputs.update({path: block.value(other) for path, other in self.given.follows.items()})
        draw_starts(block, by_chance=not self.given.without_noise)
        if not self.given.without_noise:
            draw_luck(block)
        note_what_is_true(block)
        if not self.given.without_noise:
            draw_what_is_found(block)
        return block
