"""Results in every scenario of a simulation, scenario by scenario, so that two runs can be compared pair by pair."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.asked import Result
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.engine.program import compile_lines
from sibmodel.errors import Problem, ScenarioError
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import DrawnFrom, Given
from sibmodel.risk.streams import BLOCK, LARGEST_SEED, stream

Array = NDArray[np.float64]
MOST: Final = 2**20
"""So many scenarios of every run are kept at the most: each result of each stays in memory."""
Progress = Callable[[int, int], None]
"""Told how many blocks are done, of how many."""


class Draws:
    """The scenarios of a deal, as often as they are wanted, from one source of random numbers or another.

    Args:
        deal: A deal whose file has a ``risk`` part.
        results: What is asked for.
        seed: The seed of the run; the scenarios are those of ``sib simulate`` with this seed.
        scenario: The scenario of the file that it is based on.

    Raises:
        ScenarioError: for a deal that states no risk, or a seed that cannot be.
    """

    def __init__(self, deal: Deal, results: Sequence[Result], seed: int, scenario: str = PLAN) -> None:
        if not deal.risk.is_there:
            hint = "Add a part 'risk:' to the deal file; docs/deal-file.md shows what may stand in it."
            raise ScenarioError([Problem("risk", "nothing in this deal is uncertain.", hint)])
        if not 0 <= seed <= LARGEST_SEED:
            raise ScenarioError([Problem("", f"the seed is {seed}.", "Give a whole number from 0 up.")])
        self.deal, self.results, self.seed = deal, results, seed
        self.given = Given(base=deal.changed_numbers(scenario))
        lines = list(dict.fromkeys(line for each in results for line in each.lines))
        varying = Sampler(deal, seed, self.given).varying
        self.program = compile_lines(deal.written, varying, lines, BLOCK, fixed=self.given.base)

    def ranked(
        self, scenarios: int, sources: Sequence[DrawnFrom] = (stream,), progress: Progress | None = None
    ) -> Array:
        """The results by which scenarios are compared, from each source, (source, result, scenario).

        Blocks are whole: there may be more scenarios than were asked for, and a shorter run is the beginning of a
        longer one.

        Args:
            scenarios: How many at least.
            sources: Where random numbers come from.
            progress: Told how far it is.

        Raises:
            ScenarioError: for more scenarios than can be kept.
        """
        blocks = range(-(-scenarios // BLOCK))
        if scenarios > MOST:
            message = f"{scenarios:,} scenarios are more than can be compared one by one."
            raise ScenarioError([Problem("", message, f"Ask for at most {MOST:,}.")])
        found = np.empty((len(sources), len(self.results), len(blocks) * BLOCK))
        samplers = [Sampler(self.deal, self.seed, self.given, drawn_from=each) for each in sources]

        def work(task: tuple[int, int]) -> None:
            source, number = task
            rows = self.program.run(samplers[source].block(number).inputs)
            for at, result in enumerate(self.results):
                found[source, at, number * BLOCK : (number + 1) * BLOCK] = result.ranked(rows)

        tasks = [(source, number) for source in range(len(sources)) for number in blocks]
        with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
            for done, _ in enumerate(pool.map(work, tasks), start=1):
                if progress is not None:
                    progress(done, len(tasks))
        return found
