"""The simulation of a deal: what its figures come to over many scenarios, and how well that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.engine.program import Reading
from sibmodel.engine.roots import all_growth_roots
from sibmodel.errors import Problem, ScenarioError
from sibmodel.risk.blocks import Progress, Run, Totals
from sibmodel.risk.figures import Figure, Kind, at_least, chances_of, figures_of, investors_of, payment_alone
from sibmodel.risk.sampling import Sampler
from sibmodel.risk.scenarios import Given
from sibmodel.risk.spread import Piece, Quantile, error_of_lowest, mean_of_lowest, pieces_of, quantile
from sibmodel.risk.streams import BLOCK, DEFAULT_SEED, LARGEST_SEED
from sibmodel.risk.tally import Tally
from sibmodel.risk.truth import on_effects, truths_of

DEFAULT_SCENARIOS: Final = 2**16
SHARES: Final = (0.05, 0.10, 0.20, 0.50, 0.80, 0.90, 0.95)
"""The quantiles that are told."""
NETS: Final = 8
"""So many nets of evenly spread points tell how far they differ."""
WORST: Final = 0.05
"""The share of scenarios over which the expected shortfall is taken."""


@dataclass(frozen=True, slots=True)
class Method:
    """How a simulation is run.

    Args:
        evenly: Spread uncertain numbers evenly (scrambled Sobol points) instead of drawing them at random; scenarios
            then come in whole blocks of 8,192.
        reading: Who computes: ``numpy``, or ``compiled`` machine code, which needs ``sibmodel[fast]``. Internal rates
            agree to 1e-9, all else to the last bit.
        workers: Threads; as many as there are processors, at most eight. They have no effect on the result.
        payment_only: Keep only what is paid, in all and by the terms that hang on effects, and the chances that it is:
            then no more of the deal than that is worked out, which takes a fraction of the time.
    """

    evenly: bool = False
    reading: Reading = "numpy"
    workers: int | None = None
    payment_only: bool = False


AS_USUAL: Final = Method()
"""At random, by numpy, on as many threads as there are processors."""


@dataclass(frozen=True)
class Spread:
    """A figure over all scenarios.

    Args:
        key: Its name in results.
        label: What readers call it.
        kind: How it is shown.
        certain: Its value where it is the same in every scenario; not a number where there is none.
        tally: What it came to, where it varies.
        evenly: Whether uncertain numbers were spread evenly.
    """

    key: str
    label: str
    kind: Kind
    certain: float
    tally: Tally | None
    evenly: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether it is the same in every scenario."""
        return self.tally is None or self.lowest == self.highest

    @property
    def mean(self) -> float:
        """The mean over all scenarios; for rates it means little and is not told."""
        return self.certain if self.tally is None else self.tally.mean

    @property
    def error(self) -> float:
        """The standard error of the mean; not a number where it is not known."""
        return 0.0 if self.tally is None else self.tally.error(evenly=self.evenly)

    @property
    def sd(self) -> float:
        """The standard deviation between scenarios."""
        return 0.0 if self.tally is None else self.tally.sd

    @property
    def lowest(self) -> float:
        """The lowest value there was."""
        return self.certain if self.tally is None else self.tally.lowest

    @property
    def highest(self) -> float:
        """The highest value there was."""
        return self.certain if self.tally is None else self.tally.highest

    @property
    def missing(self) -> float:
        """The share of scenarios that gave it no value."""
        if self.tally is None:
            return float(np.isnan(self.certain))
        return self.tally.missing / (self.tally.count + self.tally.missing)

    @cached_property
    def quantiles(self) -> tuple[Quantile, ...]:
        """The values that are not passed with the probabilities of :data:`SHARES`."""
        return tuple(self.at(share) for share in SHARES)

    def at(self, share: float) -> Quantile:
        """The value that is not passed with some probability."""
        if self.tally is None:
            return Quantile(share, self.certain, 0.0, self.certain, self.certain)
        return quantile(self.tally, share, self._pieces)

    @cached_property
    def _pieces(self) -> list[Piece]:
        assert self.tally is not None
        return pieces_of(self.tally)

    @cached_property
    def worst(self) -> float:
        """The mean of the worst scenarios, :data:`WORST` of all."""
        return self.certain if self.tally is None else mean_of_lowest(self.tally, WORST)

    @cached_property
    def worst_error(self) -> float:
        """The standard error of that."""
        return 0.0 if self.tally is None else error_of_lowest(self.tally, WORST)

    @property
    def atoms(self) -> tuple[tuple[float, float], ...]:
        """Values that occur again and again, with their share of the scenarios."""
        if self.tally is None:
            return ()
        pairs = zip(self.tally.scale.atoms, self.tally.at_atoms, strict=True)
        scenarios = self.tally.count + self.tally.missing
        return tuple((float(value), int(count) / scenarios) for value, count in pairs if count)


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
        method: How it was run.
        scenario: The scenario that it is based on.
        spreads: Each figure, by key.
        chances: How likely each thing is, by key.
        expected: The mean row of some lines, by name, (columns,).
        batches: The same in batches of the scenarios, (batches, columns), which tell how well it is known.
        held: The share of draws that were held at the end of what an input may be, by uncertain number.
    """

    deal: Deal
    scenarios: int
    seed: int
    method: Method
    scenario: str
    spreads: Mapping[str, Spread]
    chances: Mapping[str, Share]
    expected: Mapping[str, np.ndarray]
    batches: Mapping[str, np.ndarray] = field(default_factory=dict)
    held: Mapping[str, float] = field(default_factory=dict)

    @property
    def first_years(self) -> dict[str, int]:
        """The first fiscal year of each payer, by the year that it is named by."""
        payers = self.deal.terms.payers
        return {payer: round(float(self.expected[f"budget.{payer}.fiscal_year"][0])) for payer in payers}

    @property
    def drawn_instead(self) -> list[str]:
        """The inputs that the scenario changes and that are drawn by their value: it has no say in them."""
        values = [term for term in self.deal.risk.uncertain.values() if term.stands_for == "value"]
        drawn = {path for term in values for path in term.moves}
        return [path for path in self.deal.changes(self.scenario) if path in drawn]

    def rate_of_expected(self, investor: str) -> float | None:
        """The internal rate of the expected cash flows of an investor; None where there is no single one."""
        return _single_rate(self.expected[f"investors.{investor}.flow"], self.expected["time.years"])

    def error_of_rate(self, investor: str) -> float | None:
        """The standard error of that rate, from how it differs between batches; None where that is not known."""
        flows, years = self.batches[f"investors.{investor}.flow"], self.expected["time.years"]
        rates = [rate for row in flows if (rate := _single_rate(row, years)) is not None]
        if len(rates) < max(2, len(flows)):
            return None
        return float(np.std(rates, ddof=1) / np.sqrt(len(rates)))


def simulate(
    deal: Deal,
    scenarios: int = DEFAULT_SCENARIOS,
    seed: int = DEFAULT_SEED,
    *,
    scenario: str = PLAN,
    given: Given | None = None,
    method: Method = AS_USUAL,
    progress: Progress | None = None,
    amounts: Sequence[float] = (),
) -> Simulation:
    """Simulate a deal.

    Args:
        deal: A deal whose file has a ``risk`` part.
        scenarios: How many; memory does not grow with them.
        seed: The same seed gives the same scenarios.
        scenario: The scenario of the file that it is based on; what is uncertain is drawn on top of it.
        given: What is taken for given beside that.
        method: How it is run.
        progress: Told how far the run is.
        amounts: Amounts of outcome payments; the chance of at least each of them is kept.

    Raises:
        ScenarioError: for a deal that states no risk, or a number of scenarios or a seed that cannot be.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> run = simulate(deal, 8192)
        >>> 0.3 < run.chances["paid"].value < 0.9
        True
    """
    _can_run(deal, scenarios, seed, evenly=method.evenly)
    base = deal.changed_numbers(scenario)
    asked = given or Given()
    whole = replace(asked, base={**base, **asked.base})
    truths = truths_of(deal, base)
    figures, chances = payment_alone(deal) if method.payment_only else (figures_of(deal), chances_of(deal))
    chances += [at_least(amount, at) for at, amount in enumerate(amounts)]
    if hanging := on_effects(truths):
        figures, chances = [*figures, hanging[0]], [*chances, hanging[1]]
    rows = [] if method.payment_only else _rows_of(deal)
    sampler = Sampler(deal, seed, whole, evenly=method.evenly)
    run = Run(sampler, figures, chances, rows, () if method.payment_only else truths, method.reading)
    totals = run.totals(scenarios, workers=method.workers, progress=progress)
    labels = {chance.key: chance.label for chance in run.chances}
    return Simulation(
        deal,
        scenarios,
        seed,
        method,
        scenario,
        {each.key: _spread(each, totals, evenly=method.evenly) for each in figures},
        {key: _share(key, labels.get(key, key), count, scenarios) for key, count in totals.chances.items()},
        {line: row / scenarios for line, row in totals.sums.items()},
        totals.batch_means(),
        {name: count / (-(-scenarios // BLOCK) * BLOCK) for name, count in totals.held.items()},
    )


def _rows_of(deal: Deal) -> list[str]:
    """The lines whose mean row is kept: what the rate of the expected flows is worked out from, and the years."""
    flows = [f"investors.{name}.flow" for name in investors_of(deal)]
    return ["time.years", *flows, *(f"budget.{payer}.fiscal_year" for payer in deal.terms.payers)]


def _can_run(deal: Deal, scenarios: int, seed: int, *, evenly: bool) -> None:
    problems = []
    if not deal.risk.is_there:
        hint = "Add a part 'risk:' to the deal file; docs/deal-file.md shows what may stand in it."
        problems.append(Problem("risk", "nothing in this deal is uncertain, so there is nothing to simulate.", hint))
    if scenarios < 1:
        problems.append(Problem("", f"the number of scenarios is {scenarios}.", "Ask for at least 1."))
    if evenly and (scenarios % BLOCK or scenarios < NETS * BLOCK):
        hint = f"Ask for {max(-(-scenarios // BLOCK), NETS) * BLOCK:,}."
        message = (
            f"evenly spread points come in whole blocks of {BLOCK:,}, and it takes {NETS} of them to tell the error."
        )
        problems.append(Problem("", message, hint))
    if not 0 <= seed <= LARGEST_SEED:
        problems.append(Problem("", f"the seed is {seed}.", "Give a whole number from 0 up."))
    if problems:
        raise ScenarioError(problems)


def _single_rate(flows: np.ndarray, years: np.ndarray) -> float | None:
    roots = all_growth_roots(flows, years)
    return roots[0] - 1 if len(roots) == 1 else None


def _share(key: str, label: str, count: int, scenarios: int) -> Share:
    return Share(key, label, count / scenarios, error_of_share(count, scenarios))


def error_of_share(count: float, scenarios: float) -> float:
    """The standard error of a share; where all or none are, that of one more of the other kind, for it may happen.

    Example:
        >>> error_of_share(50, 100), round(error_of_share(0, 98), 4)
        (0.05, 0.0101)
    """
    share = count / scenarios if 0 < count < scenarios else (count + 1) / (scenarios + 2)
    return float(np.sqrt(share * (1 - share) / scenarios))


def _spread(figure: Figure, totals: Totals, *, evenly: bool) -> Spread:
    certain, tally = totals.certain.get(figure.key, np.nan), totals.tallies.get(figure.key)
    return Spread(figure.key, figure.label, figure.kind, certain, tally, evenly)
