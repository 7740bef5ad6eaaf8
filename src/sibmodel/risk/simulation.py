"""The simulation of a deal: what its figures come to over many scenarios, and how well that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import serial
from sibmodel.engine.roots import all_growth_roots
from sibmodel.errors import Problem, ScenarioError
from sibmodel.risk.blocks import Judge, Progress, Run
from sibmodel.risk.figures import Figure, Kind, chances_of, figures_of, investors_of
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Given
from sibmodel.risk.spread import Quantile, mean_of_lowest, quantile
from sibmodel.risk.streams import BLOCK, DEFAULT_SEED, LARGEST_SEED
from sibmodel.risk.tally import Tally

DEFAULT_SCENARIOS: Final = 2**16
SHARES: Final = (0.05, 0.10, 0.20, 0.50, 0.80, 0.90, 0.95)
"""The quantiles that are told."""
WORST: Final = 0.05
"""The share of scenarios over which the expected shortfall is taken."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over all scenarios.

    Args:
        key: Its name in results.
        label: What readers call it.
        kind: How it is shown.
        mean: Its mean; for rates it means little and is not told.
        error: The standard error of the mean; not a number where it is not known.
        sd: The standard deviation between scenarios.
        quantiles: Values that are not passed with some probability.
        worst: The mean of the worst scenarios.
        lowest: The lowest value there was.
        highest: The highest.
        missing: The share of scenarios that gave it no value.
        atoms: Values that occur again and again, with their share.
    """

    key: str
    label: str
    kind: Kind
    mean: float
    error: float
    sd: float
    quantiles: tuple[Quantile, ...]
    worst: float
    lowest: float
    highest: float
    missing: float
    atoms: tuple[tuple[float, float], ...]

    @property
    def is_certain(self) -> bool:
        """Whether it is the same in every scenario."""
        return self.lowest == self.highest

    def at(self, share: float) -> Quantile:
        """One of the quantiles."""
        return next(each for each in self.quantiles if each.share == share)


@dataclass(frozen=True, slots=True)
class Share:
    """How likely something is.

    Args:
        key: Its name in results.
        label: What it is.
        value: The share of scenarios in which it happened.
        error: The standard error of that.
    """

    key: str
    label: str
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a deal comes to over many scenarios.

    Args:
        deal: The deal.
        scenarios: How many.
        seed: The seed of the run.
        evenly: Whether uncertain numbers were spread evenly.
        scenario: The scenario that it is based on.
        spreads: Each figure, by key.
        chances: How likely each thing is, by key.
        expected: The mean row of some lines, by name, (columns,).
        held: The share of draws that were held at the end of what an input may be, by uncertain number.
    """

    deal: Deal
    scenarios: int
    seed: int
    evenly: bool
    scenario: str
    spreads: Mapping[str, Spread]
    chances: Mapping[str, Share]
    expected: Mapping[str, np.ndarray]
    held: Mapping[str, float] = field(default_factory=dict)

    def rate_of_expected(self, investor: str) -> float | None:
        """The internal rate of the expected cash flows of an investor; None where there is no single one."""
        flows, years = self.expected[f"investors.{investor}.flow"], self.expected["time.years"]
        roots = all_growth_roots(flows, years)
        return roots[0] - 1 if len(roots) == 1 else None


def simulate(
    deal: Deal,
    scenarios: int = DEFAULT_SCENARIOS,
    seed: int = DEFAULT_SEED,
    *,
    scenario: str = PLAN,
    given: Given | None = None,
    evenly: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
    judge: Judge | None = None,
) -> Simulation:
    """Simulate a deal.

    Args:
        deal: A deal whose file has a ``risk`` part.
        scenarios: How many; memory does not grow with them.
        seed: The same seed gives the same scenarios.
        scenario: The scenario of the file that it is based on; what is uncertain is drawn on top of it.
        given: What is taken for given beside that.
        evenly: Spread uncertain numbers evenly (scrambled Sobol points); whole blocks of 8,192 scenarios.
        workers: Threads; they have no effect on the result.
        progress: Told how far the run is.
        judge: Further things that happen or do not.

    Raises:
        ScenarioError: for a deal that states no risk, or a number of scenarios or a seed that cannot be.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> run = simulate(deal, 8192)
        >>> 0.3 < run.chances["paid"].value < 0.9
        True
    """
    _can_run(deal, scenarios, seed, evenly=evenly)
    base = {path: serial(value) for path, value in deal.changes(scenario).items()}
    asked = given or Given()
    whole = Given({**base, **asked.base}, asked.fixed, asked.without_noise, asked.designs)
    figures, investors = figures_of(deal), investors_of(deal)
    rows = ["time.years", *(f"investors.{name}.flow" for name in investors)]
    run = Run(Sampler(deal, seed, whole, evenly=evenly), figures, chances_of(deal), rows, judge)
    totals = run.totals(scenarios, workers=workers, progress=progress)
    labels = {chance.key: chance.label for chance in run.chances}
    return Simulation(
        deal,
        scenarios,
        seed,
        evenly,
        scenario,
        {
            each.key: _spread(each, totals.tallies.get(each.key), totals.certain.get(each.key, np.nan), evenly=evenly)
            for each in figures
        },
        {key: _share(key, labels.get(key, key), count, scenarios) for key, count in totals.chances.items()},
        {line: row / scenarios for line, row in totals.sums.items()},
        {name: count / (scenarios // BLOCK * BLOCK or BLOCK) for name, count in totals.held.items()},
    )


def _can_run(deal: Deal, scenarios: int, seed: int, *, evenly: bool) -> None:
    problems = []
    if not deal.risk.is_there:
        hint = "Add a part 'risk:' to the deal file; docs/deal-file.md shows what may stand in it."
        problems.append(Problem("risk", "nothing in this deal is uncertain, so there is nothing to simulate.", hint))
    if scenarios < 1:
        problems.append(Problem("", f"the number of scenarios is {scenarios}.", "Ask for at least 1."))
    if evenly and scenarios % BLOCK:
        hint = f"Ask for {-(-scenarios // BLOCK) * BLOCK:,}."
        problems.append(Problem("", f"evenly spread points come in whole blocks of {BLOCK:,}.", hint))
    if not 0 <= seed <= LARGEST_SEED:
        problems.append(Problem("", f"the seed is {seed}.", "Give a whole number from 0 up."))
    if problems:
        raise ScenarioError(problems)


def _spread(figure: Figure, tally: Tally | None, certain: float, *, evenly: bool) -> Spread:
    if tally is None:
        same = tuple(Quantile(share, certain, 0.0, certain, certain) for share in SHARES)
        missing = float(np.isnan(certain))
        return Spread(
            figure.key, figure.label, figure.kind, certain, 0.0, 0.0, same, certain, certain, certain, missing, ()
        )
    scenarios = tally.count + tally.missing
    return Spread(
        figure.key,
        figure.label,
        figure.kind,
        tally.mean,
        tally.error(evenly=evenly),
        tally.sd,
        tuple(quantile(tally, share) for share in SHARES),
        mean_of_lowest(tally, WORST),
        tally.lowest,
        tally.highest,
        tally.missing / scenarios,
        tuple(
            (float(value), count / scenarios)
            for value, count in zip(tally.scale.atoms, tally.at_atoms, strict=True)
            if count
        ),
    )


def _share(key: str, label: str, count: int, scenarios: int) -> Share:
    value = count / scenarios
    return Share(key, label, value, float(np.sqrt(value * (1 - value) / scenarios)))
