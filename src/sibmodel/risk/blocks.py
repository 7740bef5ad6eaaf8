"""Running blocks of scenarios: sampled, read through the model, tallied, and added up in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine.program import Reading, compile_lines, in_all
from sibmodel.risk.figures import Chance, Figure, Rows
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Scenarios
from sibmodel.risk.streams import BLOCK
from sibmodel.risk.tally import Scale, Tally
from sibmodel.risk.truth import Truth

Array = NDArray[np.float64]
BATCHES: Final = 32
"""Batches of scenarios between which a figure of all of them together is compared."""
_IN_BATCH: Final = 1024

Progress = Callable[[int, int], None]
"""Told how many scenarios are done, of how many."""


@dataclass(slots=True)
class Totals:
    """What some scenarios came to.

    Args:
        scenarios: How many there are.
        tallies: The tally of each figure that varies, by key.
        certain: Figures that are the same in every scenario, by key.
        chances: How often each thing happened, by key.
        sums: The sums of rows over scenarios, by line, (columns,).
        batches: The same in batches, by line, (batches, columns).
        in_batch: How many scenarios each batch has, (batches,).
        held: How many draws were held at the end of what an input may be, by uncertain number.
    """

    scenarios: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    certain: dict[str, float] = field(default_factory=dict)
    chances: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Array] = field(default_factory=dict)
    batches: dict[str, Array] = field(default_factory=dict)
    in_batch: Array = field(default_factory=lambda: np.zeros(BATCHES))
    held: dict[str, int] = field(default_factory=dict)

    def add(self, other: Totals) -> None:
        """Add the next block."""
        self.scenarios += other.scenarios
        for key, tally in other.tallies.items():
            if key in self.tallies:
                self.tallies[key].add(tally)
            else:
                self.tallies[key] = tally
        self.certain |= other.certain
        for mine, theirs in ((self.chances, other.chances), (self.held, other.held)):
            for key, count in theirs.items():
                mine[key] = mine.get(key, 0) + count
        for mine_rows, their_rows in ((self.sums, other.sums), (self.batches, other.batches)):
            for line, row in their_rows.items():
                mine_rows[line] = mine_rows[line] + row if line in mine_rows else row
        self.in_batch = self.in_batch + other.in_batch

    def batch_means(self) -> dict[str, Array]:
        """The mean rows of the batches that have any scenarios, by line."""
        some = self.in_batch > 0
        return {line: rows[some] / self.in_batch[some, None] for line, rows in self.batches.items()}


class Run:
    """The blocks of one run.

    Args:
        sampler: Draws the scenarios.
        figures: Figures whose spread is kept.
        chances: Things that happen or do not.
        rows: Lines whose mean row is kept.
        truths: What payment terms are judged by.
        reading: Who computes: ``numpy``, or ``compiled`` machine code where it is installed.
    """

    def __init__(
        self,
        sampler: Sampler,
        figures: Sequence[Figure],
        chances: Sequence[Chance],
        rows: Sequence[str],
        truths: Sequence[Truth],
        reading: Reading = "numpy",
    ) -> None:
        self.sampler, self.figures, self.chances, self.rows, self.truths = sampler, figures, chances, rows, truths
        self.reading: Reading = reading
        lines = [line for each in figures for line in each.lines]
        lines += [line for each in chances for line in each.lines]
        lines += [*rows, *(in_all(each.line) for each in truths)]
        model, given = sampler.deal.written, {**sampler.given.base, **sampler.given.fixed}
        self.lines = list(dict.fromkeys(lines))
        self.program = compile_lines(model, sampler.varying, self.lines, BLOCK, fixed=given)
        self.scales: dict[str, Scale] = {}

    def totals(self, scenarios: int, *, workers: int | None = None, progress: Progress | None = None) -> Totals:
        """Run so many scenarios.

        Args:
            scenarios: How many; at least one.
            workers: Threads; as many as there are processors, at most eight. It has no effect on the result.
            progress: Told how far the run is, after each block.
        """
        sizes = [BLOCK] * (scenarios // BLOCK) + ([scenarios % BLOCK] if scenarios % BLOCK else [])
        whole = self._first(sizes[0])
        done = whole.scenarios
        if progress is not None:
            progress(done, scenarios)
        for each in self._later(sizes, workers or min(8, os.cpu_count() or 1)):
            whole.add(each)
            done += each.scenarios
            if progress is not None:
                progress(done, scenarios)
        return whole

    def _later(self, sizes: Sequence[int], workers: int) -> Iterator[Totals]:
        """The blocks after the first, in their order, some of them under way at any time."""
        numbers = iter(range(1, len(sizes)))
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Totals]] = deque(
                pool.submit(self._block, number, sizes[number]) for number in islice(numbers, workers + 1)
            )
            while waiting:
                yield waiting.popleft().result()
                for number in islice(numbers, 1):
                    waiting.append(pool.submit(self._block, number, sizes[number]))

    def _first(self, size: int) -> Totals:
        """The first block, which sets the scales: all of it, so that they do not hang on how many are asked for."""
        drawn = self.sampler.block(0)
        with self.program.borrowed(drawn.inputs, self.reading) as rows:
            for figure in self.figures:
                values = figure.read(rows)
                if values.size > 1:
                    self.scales[figure.key] = Scale.of(values)
            return self._tallied(drawn, rows, size)

    def _block(self, number: int, size: int) -> Totals:
        drawn = self.sampler.block(number)
        with self.program.borrowed(drawn.inputs, self.reading) as rows:
            return self._tallied(drawn, rows, size)

    def _tallied(self, drawn: Scenarios, rows: Rows, size: int) -> Totals:
        found = Totals(size, held=dict(drawn.held))
        for figure in self.figures:
            values = figure.read(rows)
            if figure.key in self.scales:
                found.tallies[figure.key] = Tally.of(self.scales[figure.key], values[:size], is_whole=size == BLOCK)
            else:
                found.certain[figure.key] = float(values[0])
        judged = {chance.key: chance.holds(rows) for chance in self.chances}
        for truth in self.truths:
            judged |= dict(truth.judged(drawn, rows))
        for key, holds in judged.items():
            found.chances[key] = int(np.count_nonzero(holds[:size])) if holds.size > 1 else size * int(holds[0])
        for line in self.rows:
            row = np.broadcast_to(rows[line], (rows[line].shape[0], BLOCK))
            found.sums[line] = row[:, :size].sum(axis=1)
            found.batches[line] = self._batches(row, drawn.number, size)
        found.in_batch = self._batches(np.ones((1, BLOCK)), drawn.number, size)[:, 0]
        return found

    def _batches(self, row: Array, number: int, size: int) -> Array:
        """The sums of a row in batches; evenly spread points of one block stay in one batch."""
        found = np.zeros((BATCHES, row.shape[0]))
        if self.sampler.numbers.evenly is not None:
            found[number % BATCHES] = row[:, :size].sum(axis=1)
            return found
        for at in range(0, size - _IN_BATCH + 1, _IN_BATCH):
            found[(number * (BLOCK // _IN_BATCH) + at // _IN_BATCH) % BATCHES] = row[:, at : at + _IN_BATCH].sum(axis=1)
        return found
