"""Deals side by side: in their plans, and on the same draws of what is uncertain.

Random numbers have purposes: the same seed draws the same numbers for the same uncertain number of two deals,
whatever else is uncertain in either. What two deals differ by in each scenario is therefore known far better than
what each comes to, and its standard error is that of the differences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.asked import Found, Result
from sibmodel.analysis.columns import evaluated
from sibmodel.analysis.compare.headlines import headlines
from sibmodel.analysis.draws import Draws
from sibmodel.deal.deal import Deal
from sibmodel.graph.units import MONEY
from sibmodel.risk.figures import Kind
from sibmodel.risk.simulation import Spread
from sibmodel.risk.streams import BLOCK
from sibmodel.risk.tally import Scale, Tally

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Paired:
    """What a deal differs by from the first, scenario by scenario.

    Args:
        mean: The mean difference; None for a rate, which is never averaged.
        error: Its standard error, from the differences themselves.
        higher: The share of scenarios in which it is higher than in the first deal,
        lower: and in which it is lower. Where either has no number that can be compared, it is neither.
    """

    mean: float | None
    error: float | None
    higher: float
    lower: float


@dataclass(frozen=True, slots=True)
class Row:
    """One result of every deal.

    Args:
        result: The result, as the first deal has it.
        planned: What it is in each plan.
        spreads: What it comes to over all scenarios; nothing where nothing was drawn.
        paired: For each deal but the first, what it differs by from the first; nothing where nothing was drawn.
    """

    result: Result
    planned: tuple[Found, ...]
    spreads: tuple[Spread, ...] = ()
    paired: tuple[Paired, ...] = ()

    def difference(self, at: int) -> float | None:
        """By how much the plan of a deal differs from that of the first; None where either has no number."""
        first, other = self.planned[0].rank, self.planned[at].rank
        return None if first is None or other is None else other - first


@dataclass(frozen=True, slots=True)
class Comparison:
    """Deals side by side.

    Args:
        names: What each is called.
        deals: The deals.
        rows: The results.
        scenarios: How many were drawn; 0 where nothing was.
        seed: The seed.
        shared: What is drawn alike in all deals, such as ``uncertain success``.
        alone: For each deal, what is drawn in it and not in all others.
        because: Why nothing was drawn; empty where something was.
    """

    names: tuple[str, ...]
    deals: tuple[Deal, ...]
    rows: tuple[Row, ...]
    scenarios: int
    seed: int
    shared: tuple[str, ...]
    alone: tuple[tuple[str, ...], ...]
    because: str = ""

    @property
    def in_one_currency(self) -> bool:
        """Whether amounts may be compared at all."""
        return len({deal.currency for deal in self.deals}) == 1


def drawn_of(deal: Deal) -> tuple[str, ...]:
    """What is drawn in a deal, by what random numbers are named after.

    Example:
        >>> import sibmodel
        >>> drawn_of(sibmodel.read_deal("deal_templates/starter.yaml"))
        ('uncertain success', 'uncertain volume', 'uncertain delay', 'luck in_work')
    """
    groups: Mapping[str, Mapping[str, object]] = {
        "uncertain": deal.risk.uncertain,
        "starts": deal.risk.starts,
        "luck": deal.risk.luck,
        "measured": deal.risk.measured,
    }
    return tuple(f"{group} {name}" for group, names in groups.items() for name in names)


def compare(
    deals: Mapping[str, Deal],
    scenarios: int = 0,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Put deals side by side.

    Args:
        deals: The deals, by what they are called; at least two.
        scenarios: How many scenarios to draw where every deal states what is uncertain; 0 for none.
        seed: The seed, the same for all of them.
        progress: Told how far the drawing is.

    Example:
        >>> import sibmodel
        >>> names = ("denver_supportive_housing", "denver_by_lender")
        >>> found = compare({name: sibmodel.read_deal(f"deal_templates/{name}.yaml") for name in names})
        >>> found.rows[0].result.name, found.rows[0].difference(1)
        ('payments.paid', 0.0)
    """
    each = tuple(deals.values())
    results = headlines(each)
    planned = [
        [ends[0].found for ends in map(columns.ends, of_deal)]
        for of_deal, columns in (
            (of_deal, evaluated(deal, [{}], of_deal))
            for deal, of_deal in zip(each, zip(*results, strict=True), strict=True)
        )
    ]
    rows = [Row(alike[0], tuple(found)) for alike, found in zip(results, zip(*planned, strict=True), strict=True)]
    without = [name for name, deal in deals.items() if not deal.risk.is_there]
    because = f"{' and '.join(without)} {_STATE[len(without) > 1]}" if without else ""
    if scenarios and not without:
        rows = _drawn(each, results, rows, scenarios, seed, progress)
    streams = [drawn_of(deal) for deal in each]
    shared = tuple(name for name in streams[0] if all(name in other for other in streams))
    alone = tuple(tuple(name for name in names if name not in shared) for names in streams)
    count = scenarios if not without else 0
    return Comparison(tuple(deals), each, tuple(rows), count, seed, shared, alone, because)


_STATE = ("does not state what is uncertain", "do not state what is uncertain")


def _drawn(
    deals: Sequence[Deal],
    results: Sequence[Sequence[Result]],
    rows: Sequence[Row],
    scenarios: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
) -> list[Row]:
    """The rows with what was drawn, deal by deal."""
    blocks = -(-scenarios // BLOCK)
    runs = []
    for at, deal in enumerate(deals):

        def told(done: int, _: int, at: int = at) -> None:
            if progress is not None:
                progress(at * blocks + done, len(deals) * blocks)

        runs.append(Draws(deal, [alike[at] for alike in results], seed).ranked(scenarios, progress=told)[0])
    found = []
    for number, row in enumerate(rows):
        values = [run[number] for run in runs]
        spreads = tuple(spread_of(row.result, each, scenarios) for each in values)
        first, *others = (each[:scenarios] for each in values)
        paired = tuple(_paired(row.result, first, each) for each in others)
        found.append(Row(row.result, row.planned, spreads, paired))
    return found


def spread_of(result: Result, values: Array, scenarios: int) -> Spread:
    """A result over its scenarios, counted in the same bins as the simulation counts it in.

    Args:
        result: The result.
        values: What it is in each scenario, in whole blocks.
        scenarios: How many of them count.
    """
    kind: Kind = "rate" if result.is_rate else "money" if result.unit == MONEY else "multiple"
    scale = Scale.of(values[:BLOCK])
    tally: Tally | None = None
    for start in range(0, scenarios, BLOCK):
        block = values[start : min(start + BLOCK, scenarios)]
        part = Tally.of(scale, block, is_whole=block.size == BLOCK)
        if tally is None:
            tally = part
        else:
            tally.add(part)
    return Spread(result.name, result.label, kind, np.nan, tally)


def _paired(result: Result, first: Array, other: Array) -> Paired:
    gap = other - first
    higher, lower = float((gap > result.nothing).mean()), float((gap < -result.nothing).mean())
    if result.is_rate or np.isnan(gap).any():
        return Paired(None, None, higher, lower)
    error = float(gap.std(ddof=1) / np.sqrt(gap.size)) if gap.size > 1 else None
    return Paired(float(gap.mean()), error, higher, lower)
