"""What the spread of a result comes from: the Sobol indices of the uncertain numbers of a deal, and of chance.

Uncertain numbers that go together are one factor: what two correlated numbers do cannot be told apart. The luck of
people and cohorts and the noise of measurement are one factor of their own, which nobody can know beforehand: its share
is what would be left of the variance if every uncertain number were known.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.analysis.asked import Result
from sibmodel.analysis.draws import Draws, Progress
from sibmodel.analysis.sensitivity.sobol import Estimate, Indices, sobol_indices
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import titled
from sibmodel.deal.risk.together import pairs
from sibmodel.errors import Problem, ScenarioError
from sibmodel.risk.scenarios import DrawnFrom
from sibmodel.risk.streams import DEFAULT_SEED, stream

SCENARIOS: Final = 2**16
FEWEST: Final = 1024
_UNCERTAIN: Final = "uncertain."
_STILL: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Factor:
    """Uncertain numbers that are drawn together, or one alone.

    Args:
        names: Their names in the deal file.
        label: What readers call them.
    """

    names: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Shares:
    """What the spread of a result comes from.

    Args:
        result: The result.
        factors: The factors.
        indices: Their shares, in the same order; None where the result does not vary, or has no number somewhere.
        because: Why there are none; empty where there are.
    """

    result: Result
    factors: tuple[Factor, ...]
    indices: Indices | None
    because: str = ""

    @property
    def first(self) -> tuple[Estimate, ...]:
        """The share of each factor alone."""
        return self.indices.first if self.indices else ()


@dataclass(frozen=True, slots=True)
class Variance:
    """The parts of the variance of some results.

    Args:
        deal: The deal.
        scenario: The scenario of the file that the draws are based on.
        scenarios: How many scenarios each run has.
        runs: How many runs there are: two, one for each factor, and one for chance.
        seed: The seed.
        has_chance: Whether the deal states luck or measurement at all.
        shares: For each result.
    """

    deal: Deal
    scenario: str
    scenarios: int
    runs: int
    seed: int
    has_chance: bool
    shares: tuple[Shares, ...]


def factors_of(deal: Deal) -> tuple[Factor, ...]:
    """The factors of a deal: its uncertain numbers, those that go together as one.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> [each.label for each in factors_of(deal)]
        ['Share in work, with people who start', 'Months that starts are late']
    """
    terms = {name: term for name, term in deal.risk.uncertain.items() if not term.is_certain}
    groups: list[list[str]] = []
    for name in terms:
        near = {name, *_correlated(deal, name)}
        joined = [group for group in groups if near & set(group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(each for group in joined for each in group), name])
    order = list(terms)
    groups = sorted((sorted(group, key=order.index) for group in groups), key=lambda group: order.index(group[0]))
    return tuple(Factor(tuple(group), _label(deal, group)) for group in groups)


def _correlated(deal: Deal, name: str) -> set[str]:
    asked = pairs(deal.risk.together.values())
    return {each for pair, rank in asked.items() if name in pair and rank for each in pair}


def _label(deal: Deal, names: Sequence[str]) -> str:
    first, *others = (titled(name, deal.risk.uncertain[name].title) for name in names)
    return f"{first}, with {' and '.join(f'{each[:1].lower()}{each[1:]}' for each in others)}" if others else first


def variance_of(
    deal: Deal,
    results: Sequence[Result],
    scenarios: int = SCENARIOS,
    seed: int = DEFAULT_SEED,
    *,
    scenario: str = PLAN,
    progress: Progress | None = None,
) -> Variance:
    """What the spread of some results comes from.

    Args:
        deal: A deal whose file has a ``risk`` part.
        results: What is asked for; of an internal rate there are no indices.
        scenarios: How many scenarios each run has.
        seed: The same seed gives the same indices.
        scenario: The scenario of the file that the draws are based on.
        progress: Told how far it is.

    Raises:
        ScenarioError: for a deal that states no risk, or too few scenarios.
    """
    if scenarios < FEWEST:
        message = f"{scenarios:,} scenarios are too few to tell what a spread comes from."
        raise ScenarioError([Problem("", message, f"Ask for at least {FEWEST:,}.")])
    numbers = [each for each in results if not each.is_rate]
    factors, has_chance = factors_of(deal), _has_chance(deal)
    sources = [stream, _source(_all(factors), "other")]
    sources += [_source(each.names, ".".join(each.names)) for each in factors]
    sources += [_source((), "chance")] if has_chance else []
    drawn = Draws(deal, numbers, seed, scenario).ranked(scenarios, sources, progress)[..., :scenarios]
    found = {each.name: _shares(each, factors, drawn[:, at], has_chance=has_chance) for at, each in enumerate(numbers)}
    none = "an internal rate has no variance over scenarios of which some have no rate or lose everything"
    shares = tuple(found.get(each.name) or Shares(each, factors, None, none) for each in results)
    return Variance(deal, scenario, scenarios, len(sources), seed, has_chance, shares)


def runs_of(deal: Deal) -> int:
    """How many runs it takes: two, one for each factor, and one for chance where there is any."""
    return 2 + len(factors_of(deal)) + _has_chance(deal)


def _has_chance(deal: Deal) -> bool:
    return bool(deal.risk.luck or deal.risk.starts or deal.risk.measured)


def _all(factors: Sequence[Factor]) -> tuple[str, ...]:
    return tuple(name for each in factors for name in each.names)


def _source(anew: Collection[str], chance: str) -> DrawnFrom:
    """Random numbers as in the first run, but some uncertain numbers from the second and chance of its own."""

    def drawn_from(seed: int, block: int, purpose: str) -> np.random.Generator:
        if purpose.removeprefix(_UNCERTAIN) in anew:
            return stream(seed, block, f"again {purpose}")
        return stream(seed, block, purpose if purpose.startswith(_UNCERTAIN) else f"{chance} {purpose}")

    return drawn_from


def _shares(result: Result, factors: tuple[Factor, ...], runs: np.ndarray, *, has_chance: bool) -> Shares:
    if np.isnan(runs).any():
        share = float(np.isnan(runs).any(axis=0).mean())
        return Shares(result, factors, None, f"it has no number in {share:.1%} of the scenarios")
    one, other, *mixed = runs
    if np.ptp(one) <= _STILL * max(1.0, float(np.abs(one).max())):
        return Shares(result, factors, None, "it is the same in every scenario")
    by_chance = mixed.pop() if has_chance else None
    return Shares(result, factors, sobol_indices(one, other, mixed, by_chance))
