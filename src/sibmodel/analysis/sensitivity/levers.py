"""Levers: an input, or several that move together, and what they are at each number of the lever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.faults.risk import limits_of
from sibmodel.deal.faults.scenarios import look_up
from sibmodel.deal.part import titled
from sibmodel.graph.labels import plain_label
from sibmodel.graph.units import DATE, MONTHS, SHARE, Unit
from sibmodel.graph.words import shown

Array = NDArray[np.float64]
How = Literal["value", "factor", "shift"]

RISK: Final = "risk.uncertain."
_SMALL: Final = 0.01
_NOTHING_MOVED: Final[Mapping[How, float]] = {"factor": 1.0, "shift": 0.0}


@dataclass(frozen=True, slots=True)
class Moved:
    """One input of a lever.

    Args:
        path: Its path.
        planned: What it is where nothing is moved.
        low: The least that it may be.
        high: The most.
        is_whole: Whether it counts whole things: months, or days of a calendar.
    """

    path: str
    planned: float
    low: float
    high: float
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Lever:
    """An input, or several that move together.

    Args:
        key: The path of the input, or that of the uncertain number that moves several.
        label: What readers call it.
        unit: What the first input counts.
        how: Whether its number is the value of the inputs, a factor on them, or is added to them.
        moved: The inputs.
    """

    key: str
    label: str
    unit: Unit
    how: How
    moved: tuple[Moved, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its inputs."""
        return tuple(each.path for each in self.moved)

    @property
    def planned(self) -> float:
        """Its number where nothing is moved; of several inputs that are given one value, what the first of them is."""
        return _NOTHING_MOVED.get(self.how, self.moved[0].planned)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers of it make a difference."""
        return self.how != "factor" and all(each.is_whole for each in self.moved)

    def at(self, number: float) -> dict[str, float]:
        """The inputs at a number of the lever, by path: whole where they must be, and within what they may be."""
        return {path: float(values[0]) for path, values in self.over(np.array([number])).items()}

    def over(self, numbers: Array) -> dict[str, Array]:
        """The inputs at several numbers, by path, (numbers,)."""
        return {each.path: np.clip(values, each.low, each.high) for each, values in self._wanted(numbers)}

    def is_held(self, number: float) -> bool:
        """Whether an input cannot follow because it would leave what it may be."""
        return any(
            bool((values < each.low).any() or (values > each.high).any())
            for each, values in self._wanted(np.array([number]))
        )

    def _wanted(self, numbers: Array) -> list[tuple[Moved, Array]]:
        found = []
        for each in self.moved:
            values = {"value": numbers, "factor": each.planned * numbers, "shift": each.planned + numbers}[self.how]
            found.append((each, np.rint(values) if each.is_whole else values))
        return found

    def said(self, number: float) -> str:
        """A number of it as readers want to see it.

        Example:
            >>> import sibmodel
            >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
            >>> lever_of(deal, "plan.outcomes.in_work.rate").said(0.45), lever_of(deal, "volume").said(1.2)
            ('45%', '1.2 times')
        """
        if self.how == "factor":
            return f"{number:.4g} times"
        text = _to_the_hundredth(number) if self.unit.shown_as == "share" else shown(number, self.unit)
        if self.how == "shift":
            text = text if number < 0 else f"+{text}"
        return f"{text} month{'' if text.lstrip('+-') == '1' else 's'}" if self.unit == MONTHS else text


def _to_the_hundredth(share: float) -> str:
    """A share to the hundredth of a percentage point; a smaller one as it is."""
    return shown(round(share, 4) if abs(share) >= _SMALL else share, SHARE)


def lever_of(deal: Deal, name: str, base: Mapping[str, float] | None = None) -> Lever:
    """The lever of an input, by its path, or of an uncertain number of the deal, by its name.

    Args:
        deal: The deal.
        name: A path that the model reads, or the name of an uncertain number.
        base: Inputs that differ from the deal file where nothing is moved, such as those of a scenario.

    Raises:
        KeyError: for any other name.
    """
    key = name.removeprefix(RISK)
    if name not in deal.written.inputs and key in deal.risk.uncertain:
        return of_uncertain(deal, key, deal.risk.uncertain[key].moves, base)
    entry = deal.written.inputs[name]
    return Lever(name, plain_label(entry), entry.unit, "value", (_moved(deal, name, base),))


def of_uncertain(deal: Deal, name: str, paths: Sequence[str], base: Mapping[str, float] | None = None) -> Lever:
    """The lever of an uncertain number over some of the inputs that it moves."""
    term = deal.risk.uncertain[name]
    unit = deal.written.inputs[paths[0]].unit
    moved = tuple(_moved(deal, path, base) for path in paths)
    return Lever(f"{RISK}{name}", titled(name, term.title), unit, term.stands_for, moved)


def _moved(deal: Deal, path: str, base: Mapping[str, float] | None) -> Moved:
    entry = deal.written.inputs[path]
    low, high = limits_of(look_up(deal, path).taken)
    return Moved(path, (base or {}).get(path, entry.value), low, high, entry.unit in (MONTHS, DATE))
