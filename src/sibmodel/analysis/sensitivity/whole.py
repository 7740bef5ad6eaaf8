"""All that moves the results of a deal: tornado, stresses, switching values, a grid, where spread comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sibmodel.analysis.asked import Result
from sibmodel.analysis.sensitivity.assumptions import Assumption, assumptions_that_move_most
from sibmodel.analysis.sensitivity.grid import Grid, Side, grid
from sibmodel.analysis.sensitivity.levers import lever_of
from sibmodel.analysis.sensitivity.ranges import Chosen, Range, ranges_of
from sibmodel.analysis.sensitivity.stressed import StressedResult, stressed_results
from sibmodel.analysis.sensitivity.switching import Line, Switches, switches, usual_lines
from sibmodel.analysis.sensitivity.tornado import Tornado, tornados
from sibmodel.analysis.sensitivity.variance import SCENARIOS, Variance, variance_of
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.risk.streams import DEFAULT_SEED

TOP: Final = 10
"""So many bars are told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a sensitivity is asked for.

    Args:
        scenario: The scenario that is moved.
        chosen: Ranges that the user chose, by the path of an input or the name of an uncertain number.
        top: So many bars are told, and so many inputs are searched for switching values.
        target: A line for the first result in the place of the usual ones.
        sides: Both sides of a grid; nothing where none is asked for.
        scenarios: Scenarios of each run by which a spread is taken apart; 0 for none.
        seed: The seed of these runs.
    """

    scenario: str = PLAN
    chosen: Chosen = field(default_factory=dict)
    top: int = TOP
    target: Line | None = None
    sides: tuple[Side, Side] | None = None
    scenarios: int = SCENARIOS
    seed: int = DEFAULT_SEED


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves the results of a deal.

    Args:
        deal: The deal.
        asked: What was asked for.
        tornados: One for each result.
        assumptions: The assumptions that move each result most, by its name.
        stresses: Each result under the standard stresses, by its name; nothing where a scenario is moved, for they are
            those of the plan.
        switches: Where each result crosses the lines that matter of it, by its name.
        grid: The first result over two inputs; None where none was asked for.
        variance: What the spread of the results comes from; None where the deal does not state what is uncertain.
    """

    deal: Deal
    asked: Asked
    tornados: tuple[Tornado, ...]
    assumptions: Mapping[str, tuple[Assumption, ...]]
    stresses: Mapping[str, tuple[StressedResult, ...]]
    switches: Mapping[str, tuple[Switches, ...]]
    grid: Grid | None
    variance: Variance | None


def sensitivity(
    deal: Deal,
    results: Sequence[Result],
    asked: Asked | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """What moves some results of a deal.

    Args:
        deal: The deal.
        results: The results.
        asked: What else is asked for.
        progress: Told how far the drawing is.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import usual_results
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> found = sensitivity(deal, usual_results(deal), Asked(scenarios=0))
        >>> [(each.result.name, len(each.bars), each.tried) for each in found.tornados][0]
        ('investors.total.irr', 18, 37)
    """
    asked = asked or Asked()
    ranges = ranges_of(deal, asked.scenario, asked.chosen)
    found = tornados(deal, results, ranges, asked.scenario)
    crossed = {}
    for at, each in enumerate(found):
        lines = (asked.target,) if asked.target and at == 0 else usual_lines(deal, each.result)
        crossed[each.result.name] = switches(deal, each.result, lines, _searched(each, asked), asked.scenario)
    over = grid(deal, results[0], *asked.sides, asked.scenario) if asked.sides else None
    spread = None
    if deal.risk.is_there and asked.scenarios:
        spread = variance_of(deal, results, asked.scenarios, asked.seed, scenario=asked.scenario, progress=progress)
    return Sensitivity(
        deal,
        asked,
        found,
        {each.result.name: assumptions_that_move_most(each) for each in found},
        stressed_results(deal, results) if asked.scenario == PLAN else {each.name: () for each in results},
        crossed,
        over,
        spread,
    )


def _searched(whole: Tornado, asked: Asked) -> list[Range]:
    """What is searched for switching values: what was chosen first, then what moves the result most."""
    bars = [bar.range for bar in (*whole.bars, *whole.unranked)]
    chosen = [each for each in bars if each.basis == "chosen"]
    return [*chosen, *(each for each in bars if each.basis != "chosen")][: max(asked.top, len(chosen))]


def side_of(deal: Deal, scenario: str, name: str, low: float, high: float, steps: int) -> Side:
    """One side of a grid, of an input or an uncertain number by its name."""
    from sibmodel.analysis.sensitivity.grid import side

    return side(lever_of(deal, name, deal.changed_numbers(scenario)), low, high, steps)
