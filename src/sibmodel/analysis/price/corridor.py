"""The corridor between what investors need and what government can pay, and what each of a few moves does to it.

The floor is the investors' target; the ceilings are the government's. Both are values of the same lever on the same
ground. Moves are solved for again on the same scenarios, so that a difference is what the move does and not luck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sibmodel.analysis.price.ceiling import Ceiling, ceilings, readings_of
from sibmodel.analysis.price.finding import SOME, Found, find
from sibmodel.analysis.price.grounds import Ground, OnDraws, OnPlan
from sibmodel.analysis.price.levers import Lever
from sibmodel.analysis.price.moves import Move, moves_of
from sibmodel.analysis.price.no_ceiling import NoCeiling
from sibmodel.analysis.price.readings import Reading, amount
from sibmodel.analysis.price.targets import Target
from sibmodel.deal.deal import Deal


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of one pricing are worked out on.

    Args:
        base: The inputs in which the scenario differs from the deal file.
        scenarios: How many are drawn; 0 for the plan, or the scenario, alone.
        seed: The seed of the draws.
        workers: Threads; as many as there are processors where nothing is said.
    """

    base: Mapping[str, float]
    scenarios: int
    seed: int
    workers: int | None = None

    def ground(self, deal: Deal, lever: Lever, readings: Sequence[Reading], scenarios: int | None = None) -> Ground:
        """A deal on this basis."""
        if not self.scenarios:
            return OnPlan(deal, lever, self.base, tuple(readings))
        drawn = OnDraws(
            deal, lever, self.base, tuple(readings), min(scenarios or self.scenarios, self.scenarios), self.seed
        )
        if self.workers is not None:
            drawn.workers = self.workers
        return drawn


@dataclass(frozen=True, slots=True)
class Gap:
    """The room between floor and ceiling from one side; below nothing, there is none.

    Args:
        perspective: Whose ceiling it is.
        gap: How far the ceiling lies above the floor, in units of the lever; or below it, where less is better for
            investors.
        error: Its standard error, as if floor and ceiling had nothing to do with each other.
        told: The same above the floor as it is told.
    """

    perspective: str
    gap: float
    error: float | None
    told: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move does.

    Args:
        move: The move.
        floor: By how much it changes what investors need; None where it is not known.
        ceilings: By how much it changes each ceiling, by perspective; None where there is none.
        gaps: By how much it widens the room, by perspective.
        unfunded: Costs that no funding covers with it, at the floor: somebody else would have to pay them.
        because: Why nothing is known.
        without: Why government then has no ceiling, by the title of the side; nothing where it has one.
    """

    move: Move
    floor: float | None
    ceilings: Mapping[str, float | None]
    gaps: Mapping[str, float | None]
    unfunded: float
    because: str
    without: Mapping[str, NoCeiling] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corridor:
    """Floor, ceilings, and what lies between.

    Args:
        floor: What investors need.
        told: The same as the answer tells it: rounded, where it is a root.
        rises: Whether more of the lever is better for investors.
        gaps: The room from each side that has a ceiling.
        moved: What each move does.
        scenarios: Over how many scenarios moves were compared; 0 on the plan.
    """

    floor: float
    told: float
    rises: bool
    gaps: tuple[Gap, ...]
    moved: tuple[Moved, ...]
    scenarios: int


def corridor(
    deal: Deal,
    lever: Lever,
    target: Target,
    basis: Basis,
    found: Found,
    tops: Sequence[Ceiling],
    told: Callable[[str], None],
) -> Corridor | None:
    """The corridor; None where there is no floor or no ceiling.

    Args:
        deal: The deal.
        lever: What is changed.
        target: What investors are to get.
        basis: What it is worked out on.
        found: The floor.
        tops: The ceilings.
        told: Told what is under way.
    """
    with_value = [each for each in tops if each.value is not None]
    if found.value is None or found.told is None or found.proof is None or not with_value:
        return None
    rises = _rises(found) == (target.wanted == "at_least")
    sign = 1.0 if rises else -1.0
    gaps = tuple(
        Gap(
            each.perspective.key,
            sign * (each.value - found.value),
            _together(each.error, found.error),
            sign * (each.value - found.told),
        )
        for each in with_value
        if each.value is not None
    )
    shorter = Basis(basis.base, min(basis.scenarios, SOME), basis.seed, basis.workers)
    start = _Ends.of(
        deal, lever, target, shorter, found.value, {each.perspective.key: each.value for each in with_value}
    )
    moved = []
    for move in moves_of(deal, basis.base, is_simulated=basis.scenarios > 0):
        told(move.title)
        moved.append(_moved(move, lever, target, shorter, start, sign))
    return Corridor(found.value, found.told, rises, gaps, tuple(moved), shorter.scenarios)


def _rises(found: Found) -> bool:
    """Whether the figure rises with the lever: about the answer, or else from its lowest to its highest."""
    assert found.proof is not None
    low, high = found.proof
    if low.figure != high.figure or found.solved.lowest is None or found.solved.highest is None:
        return high.figure > low.figure
    return found.solved.highest.at > found.solved.lowest.at


def _together(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else float(np.hypot(one, other))


@dataclass(frozen=True, slots=True)
class _Ends:
    """Floor and ceilings of one deal on a short run."""

    floor: float | None
    ceilings: Mapping[str, float | None]
    unfunded: float
    without: Mapping[str, NoCeiling]

    @classmethod
    def of(
        cls,
        deal: Deal,
        lever: Lever,
        target: Target,
        basis: Basis,
        floor: float,
        tops: Mapping[str, float | None],
    ) -> _Ends:
        """Solve for both, near where they are expected."""
        readings = (target.reading(), amount("unfunded", "vehicle.unfunded"), *readings_of(deal))
        ground = basis.ground(deal, lever, readings)
        figure = target.figure(basis.scenarios)
        found = find(ground, 0, figure, target.close, wanted=target.wanted, about=floor)
        unfunded = 0.0 if found.value is None else float(ground.at(np.array([found.value])).means[1, 0])
        near = {key: value for key, value in tops.items() if value is not None}
        highest = [each for each in ceilings(ground, about=near) if each.perspective.key in near]
        without = {each.perspective.title: each.missing for each in highest if each.value is None and each.because}
        return cls(found.value, {each.perspective.key: each.value for each in highest}, unfunded, without)


def _moved(move: Move, lever: Lever, target: Target, basis: Basis, start: _Ends, sign: float) -> Moved:
    keys = start.ceilings
    if move.because or start.floor is None:
        return Moved(
            move, None, dict.fromkeys(keys), dict.fromkeys(keys), 0.0, move.because or "no floor on a short run"
        )
    moved = Basis({**basis.base, **move.changed}, basis.scenarios, basis.seed, basis.workers)
    if not set(move.changed).isdisjoint(lever.values):
        return Moved(move, None, dict.fromkeys(keys), dict.fromkeys(keys), 0.0, "it is what is being solved for")
    same = lever.on(move.deal, moved.base)
    ends = _Ends.of(move.deal, same, target, moved, start.floor, start.ceilings)
    floor = None if ends.floor is None else ends.floor - start.floor
    tops = {key: _less(ends.ceilings.get(key), start.ceilings[key]) for key in keys}
    gaps = {key: None if floor is None or top is None else sign * (top - floor) for key, top in tops.items()}
    because = "investors' target is then out of reach" if floor is None else ""
    return Moved(move, floor, tops, gaps, ends.unfunded, because, ends.without)


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
