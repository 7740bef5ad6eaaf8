"""The ground on which figures are compared: the plan or a scenario, or the mean over all that is drawn.

Either ground gives the figures at many values of the lever. Drawn scenarios are the same at every value (common random
numbers): what is drawn once is read through the deal again with another price, so that two prices differ by what the
price does and not by luck. Only the lines that are read are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.price.levers import Lever, is_drawn
from sibmodel.analysis.price.readings import Reading
from sibmodel.deal.deal import Deal
from sibmodel.engine.program import compile_lines
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Given
from sibmodel.risk.streams import BLOCK, DEFAULT_SEED

Array = NDArray[np.float64]

ROOM: Final = 1 << 24
"""Numbers that drawn scenarios may take up in memory before they are drawn again each time."""


@dataclass(frozen=True, slots=True)
class Means:
    """Figures at some values of the lever.

    Args:
        means: The mean over all scenarios, (readings, values); on the plan the figure itself.
        errors: The standard errors of these, (readings, values); nothing on the plan.
    """

    means: Array
    errors: Array


class Ground(Protocol):
    """Gives figures of a deal at values of its lever."""

    deal: Deal
    lever: Lever
    readings: tuple[Reading, ...]

    def at(self, values: Array, scenarios: int | None = None) -> Means:
        """The figures at some values."""
        ...


@dataclass
class OnPlan:
    """The plan, or a scenario of the file.

    Args:
        deal: The deal.
        lever: What is changed.
        base: The inputs in which the scenario differs from the deal file.
        readings: What is read.
    """

    deal: Deal
    lever: Lever
    base: Mapping[str, float]
    readings: tuple[Reading, ...]

    def __post_init__(self) -> None:
        lines = list(dict.fromkeys(line for each in self.readings for line in each.lines))
        self._program = compile_lines(self.deal.written, list(self.lever.values), lines, fixed=self.base)

    def at(self, values: Array, scenarios: int | None = None) -> Means:
        """The figures at some values, worked out together."""
        rows = self._program.run(self.lever.inputs(values))
        means = np.array([np.broadcast_to(each.read(rows), values.shape) for each in self.readings])
        return Means(means, np.zeros_like(means))


@dataclass(slots=True)
class _Part:
    """Some scenarios: how many, and of each reading at each value the mean and the squares of the distances from it."""

    count: int
    mean: Array
    squares: Array

    def add(self, other: _Part) -> None:
        """Add the next block (Chan, Golub and LeVeque 1979)."""
        whole, gap = self.count + other.count, other.mean - self.mean
        self.mean = self.mean + gap * (other.count / whole)
        self.squares = self.squares + other.squares + gap * gap * (self.count * other.count / whole)
        self.count = whole


@dataclass
class OnDraws:
    """All that the deal file says may happen, drawn.

    Args:
        deal: A deal whose file has a ``risk`` part.
        lever: What is changed.
        base: The inputs in which the scenario that it is based on differs from the deal file.
        readings: What is read.
        scenarios: How many are drawn, unless fewer are asked for.
        seed: The same seed draws the same, at every value.
        workers: Threads; they have no effect on the result.
        told: Told that some scenarios were read at a value.
    """

    deal: Deal
    lever: Lever
    base: Mapping[str, float]
    readings: tuple[Reading, ...]
    scenarios: int
    seed: int = DEFAULT_SEED
    workers: int = field(default_factory=lambda: min(8, os.cpu_count() or 1))
    told: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        base = {path: value for path, value in self.base.items() if path not in self.lever.values}
        self._shared = not is_drawn(self.deal, self.lever)
        self._sampler = Sampler(self.deal, self.seed, Given(base=self.base))
        varying = tuple(dict.fromkeys([*self._sampler.varying, *self.lever.values]))
        lines = list(dict.fromkeys(line for each in self.readings for line in each.lines))
        self._program = compile_lines(self.deal.written, varying, lines, BLOCK, fixed=base)
        self._drawn: dict[int, Mapping[str, Array]] = {}
        self._known: dict[tuple[float, int], tuple[Array, Array]] = {}

    def at(self, values: Array, scenarios: int | None = None) -> Means:
        """The means at some values, and their standard errors."""
        count = min(scenarios or self.scenarios, self.scenarios)
        wanted = [value for value in dict.fromkeys(values.tolist()) if (value, count) not in self._known]
        if wanted:
            self._read(wanted, count)
        found = [self._known[value, count] for value in values.tolist()]
        return Means(np.array([mean for mean, _ in found]).T, np.array([error for _, error in found]).T)

    def scenarios_of(self, reading: int, value: float) -> Array:
        """One figure in every scenario at one value, (scenarios,): for quantiles."""
        parts = []
        for number, size in enumerate(_sizes(self.scenarios)):
            with self._rows(number, size, value) as rows:
                parts.append(np.broadcast_to(self.readings[reading].read(rows), (size,)).copy())
        return np.concatenate(parts)

    def _read(self, values: Sequence[float], count: int) -> None:
        """Every block at every value; blocks are added up in their order, whoever is done first."""
        with ThreadPoolExecutor(self.workers) as pool:
            jobs = [pool.submit(self._block, number, size, values) for number, size in enumerate(_sizes(count))]
            whole, *others = (job.result() for job in jobs)
        for each in others:
            whole.add(each)
        errors = np.sqrt(whole.squares / max(count - 1, 1) / count)
        for at, value in enumerate(values):
            self._known[value, count] = (whole.mean[:, at], errors[:, at])

    def _block(self, number: int, size: int, values: Sequence[float]) -> _Part:
        found = _Part(size, *np.zeros((2, len(self.readings), len(values))))
        for at, value in enumerate(values):
            with self._rows(number, size, value) as rows:
                for row, each in enumerate(self.readings):
                    figures = np.broadcast_to(each.read(rows), (size,))
                    found.mean[row, at] = mean = figures.mean()
                    found.squares[row, at] = ((figures - mean) ** 2).sum()
            if self.told is not None:
                self.told()
        return found

    @contextmanager
    def _rows(self, number: int, size: int, value: float) -> Iterator[Mapping[str, Array]]:
        """The lines in the first scenarios of a block; a whole block goes into arrays that are used again."""
        inputs = self._inputs(number, size, value)
        if size < BLOCK:
            yield self._program.run(inputs)
            return
        with self._program.borrowed(inputs) as rows:
            yield rows

    def _inputs(self, number: int, size: int, value: float) -> dict[str, Array]:
        """What is drawn for a block, with the lever at a value: the first scenarios of it, where few are wanted."""
        moved = self.lever.inputs(value)
        if not self._shared:
            given = {**self.base, **{path: float(values[0]) for path, values in moved.items()}}
            return _first(moved | Sampler(self.deal, self.seed, Given(base=given)).block(number).inputs, size)
        if number not in self._drawn:
            drawn = self._sampler.block(number).inputs
            if (len(self._drawn) + 1) * len(drawn) * BLOCK > ROOM:
                return _first({**drawn, **moved}, size)
            self._drawn[number] = drawn
        return _first({**self._drawn[number], **moved}, size)


def _first(inputs: Mapping[str, Array], size: int) -> dict[str, Array]:
    return {path: values[:size] if values.size > 1 else values for path, values in inputs.items()}


def _sizes(count: int) -> list[int]:
    return [BLOCK] * (count // BLOCK) + ([count % BLOCK] if count % BLOCK else [])
