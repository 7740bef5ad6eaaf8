"""What a deal should cost: the value of one lever at which investors get their target, and what government can pay.

Everything that a reader has to know to trust the answer stands in it: what was held fixed, how the answer was proved,
how well it is known, whether it is the only one, and, where there is none, the best that can be had and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sibmodel.analysis.crossings.found import Point
from sibmodel.analysis.price.ceiling import Ceiling, ceilings, readings_of
from sibmodel.analysis.price.corridor import Basis, Corridor, corridor
from sibmodel.analysis.price.finding import Found, find
from sibmodel.analysis.price.frontier import USUAL, Caps, Frontier, check_caps, frontier
from sibmodel.analysis.price.levers import Lever, caps_of, drawn_by, prices_of, read_lever
from sibmodel.analysis.price.readings import figures_at
from sibmodel.analysis.price.taken import refusal, within_file
from sibmodel.analysis.price.targets import Target, check_target, usual_target
from sibmodel.analysis.price.why import is_without_rate, reasons
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.model import Input
from sibmodel.risk.streams import DEFAULT_SEED, LARGEST_SEED

SCENARIOS: Final = 100_000
SIDE: Final = 2**15
"""Ceilings are worked out on no more scenarios than these: a mean payment is known well by then."""

Told = Callable[[str, int, int], None]
"""Told what is under way, how many steps are done, and of how many."""
_GUARD: Final = 1e-9
_MOVES: Final = 5
_OWN: Final = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What a deal comes to at one value of the lever; means, where it was drawn.

    Args:
        value: The value.
        figure: The figure that the target is about.
        outcome_payments: What is paid for outcomes.
        drawn: What the investor puts in.
        returned: What comes back.
        unfunded: Costs that no funding covers; the figures take it that somebody else pays them.
    """

    value: float
    figure: float | None
    outcome_payments: float
    drawn: float
    returned: float
    unfunded: float


@dataclass(frozen=True, slots=True)
class Priced:
    """The answer to what a deal should cost.

    Args:
        deal: The deal.
        scenario: The scenario that it is based on.
        lever: What was changed.
        target: What investors are to get.
        aim: The same in words.
        found: What the search found.
        scenarios: Over how many scenarios; 0 for the plan, or the scenario, alone.
        seed: The seed of the draws.
        held: What was held fixed, in words.
        stands: The deal as it stands.
        answered: The deal at the answer; at the nearest there is where the target is out of reach; None without either.
        prices: Each input that the lever moves, by path: as it stands, and at the answer.
        because: Why there is no answer, or what there is to know of it, in sentences.
        ceilings: The government's ceiling from each side.
        corridor: The room between floor and ceilings; None where one of them is missing.
        frontier: Cap and price, where that was asked for.
    """

    deal: Deal
    scenario: str
    lever: Lever
    target: Target
    aim: str
    found: Found
    scenarios: int
    seed: int
    held: tuple[str, ...]
    stands: Standing
    answered: Standing | None
    prices: dict[str, tuple[float, float | None]]
    because: tuple[str, ...]
    ceilings: tuple[Ceiling, ...]
    corridor: Corridor | None
    frontier: Frontier | None

    @property
    def is_simulated(self) -> bool:
        """Whether it is about all that may happen, and not about one scenario."""
        return self.scenarios > 0

    @property
    def nearest(self) -> Point | None:
        """What comes nearest, where the target is out of reach; None where there is no rate at any value."""
        near = None if self.found.solved.crossings else self.found.solved.nearest
        return None if near is None or is_without_rate(near, self.target) else near

    @property
    def falls_below_nothing(self) -> bool:
        """Whether what comes nearest is the internal rate of a loss, short of the target."""
        near = self.nearest
        return near is not None and self.target.kind == "irr" and near.figure < min(0.0, self.target.rate)


def price(
    deal: Deal,
    change: str | None = None,
    target: Target | None = None,
    *,
    scenario: str = PLAN,
    scenarios: int = SCENARIOS,
    seed: int = DEFAULT_SEED,
    caps: Caps | None = None,
    told: Told | None = None,
) -> Priced:
    """Find what a deal should cost.

    Args:
        deal: The deal.
        change: The path of the input to change, or ``all_prices``; where nothing is said, the only price there is, or
            all of them by one factor.
        target: What investors are to get; nothing lost or gained at the hurdle rate where nothing is said.
        scenario: The scenario of the file that it is based on.
        scenarios: How many are drawn, where the target is about what may happen.
        seed: The same seed draws the same.
        caps: A cap to draw a frontier over.
        told: Told how far it is.

    Raises:
        ScenarioError: for what cannot be solved for, with every reason.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> found = price(deal, target=Target("irr", 0.08))
        >>> found.found.solved.kind, found.found.rounded
        ('one', 7536.14)
    """
    base = _base(deal, scenario)
    lever, aim = read_lever(deal, change, base), target or usual_target(deal)
    check_target(deal, aim)
    drawn = scenarios if aim.is_expected and deal.risk.is_there else 0
    _check(deal, lever, drawn, scenarios, seed)
    lever = within_file(deal, lever)
    if caps is not None:
        check_caps(deal, lever, caps, is_simulated=drawn > 0)
    steps = _Steps(told, _OWN + 2 + _MOVES + (0 if caps is None else len(caps.values or USUAL)))
    basis = Basis(base, drawn, seed)
    ground = basis.ground(deal, lever, (aim.reading(), *figures_at(aim.investor)))
    steps("what investors need")
    stands = _standing(ground.at(np.array([lever.now])).means[:, 0].tolist(), lever.now)
    aim = replace(aim, put_in=stands.drawn)
    found = find(ground, 0, aim.figure(drawn), aim.close, wanted=aim.wanted)
    near = found.solved.nearest
    at = found.value
    if at is None and near is not None and not is_without_rate(near, aim):
        at = near.at
    answered = None if at is None else _standing(ground.at(np.array([at])).means[:, 0].tolist(), at)
    steps("what government can pay", _OWN)
    tops = ceilings(basis.ground(deal, lever, readings_of(deal), SIDE))
    steps("the corridor", 2)
    room = corridor(deal, lever, aim, basis, found, tops, steps)
    because = reasons(ground, found.solved, aim) if found.value is None else ()
    if answered is not None:
        because += tuple(_noted(deal, lever, answered.value, is_answer=found.value is not None))
    line = None if caps is None else frontier(deal, lever, aim, basis, caps, steps, found.value)
    return Priced(
        deal,
        scenario,
        lever,
        aim,
        aim.in_words(deal, is_simulated=drawn > 0),
        found,
        drawn,
        seed,
        tuple(_held(deal, lever)),
        stands,
        answered,
        {path: (now, _moved_to(lever, now, found.value)) for path, now in lever.values.items()},
        because,
        tuple(tops),
        room,
        line,
    )


class _Steps:
    """Tells how far it is."""

    def __init__(self, told: Told | None, of: int) -> None:
        self.told, self.of, self.done = told, of, 0

    def __call__(self, about: str, more: int = 1) -> None:
        if self.told is not None:
            self.told(about, self.done, self.of)
        self.done = min(self.done + more, self.of)


def _base(deal: Deal, scenario: str) -> dict[str, float]:
    if scenario not in deal.scenario_names():
        hint = did_you_mean(scenario, deal.scenario_names())
        raise ScenarioError([Problem("scenarios", f"there is no scenario '{scenario}'.", hint)])
    return deal.changed_numbers(scenario)


def _check(deal: Deal, lever: Lever, drawn: int, scenarios: int, seed: int) -> None:
    problems = []
    name = drawn_by(deal, lever) if drawn else ""
    if name:
        message = f"is drawn by risk.uncertain.{name} in every scenario, so that changing it changes nothing."
        problems.append(Problem(lever.key, message, "Draw it as a factor or a shift, or name another input."))
    if scenarios < 1:
        problems.append(Problem("", f"the number of scenarios is {scenarios}.", "Ask for at least 1."))
    if not 0 <= seed <= LARGEST_SEED:
        problems.append(Problem("", f"the seed is {seed}.", "Give a whole number from 0 up."))
    if problems:
        raise ScenarioError(problems)


def _standing(figures: list[float], value: float) -> Standing:
    figure, paid, drawn, returned, unfunded, _ = figures
    return Standing(value, None if np.isnan(figure) else figure, paid, drawn, returned, unfunded)


def _moved_to(lever: Lever, now: float, value: float | None) -> float | None:
    if value is None:
        return None
    return now * value if lever.is_factor else value


def _noted(deal: Deal, lever: Lever, value: float, *, is_answer: bool) -> Iterator[str]:
    """What there is to know of a value: that the file would refuse it, or that there is nothing beyond it."""
    if said := refusal(deal, lever, value):
        yield f"The deal file would not take this value: {said}"
    elif is_answer and lever.highest <= value * (1 + _GUARD):
        yield "It lies at the end of what the input may be."


def _held(deal: Deal, lever: Lever) -> Iterator[str]:
    """What is held fixed, in words: the other prices, the limits, capital, and everything that is expected."""
    others = [entry for entry in prices_of(deal) if entry.path not in lever.values]
    if others:
        yield f"the other prices: {_listed(others)}"
    limits = [entry for entry in caps_of(deal) if entry.path not in lever.values]
    if limits:
        yield f"limits of payments: {_listed(limits)}"
    yield "fees, minimum payments, shares and lags of the terms"
    yield "what each investor commits, on its own terms, however much is paid"
    yield "who starts, what is achieved, what it costs and when"


def _listed(entries: Sequence[Input], most: int = 4) -> str:
    said = [f"{each.label} {each.value:,.12g}" for each in entries[:most]]
    return ", ".join(said) + (f" and {len(entries) - most} more" if len(entries) > most else "")
