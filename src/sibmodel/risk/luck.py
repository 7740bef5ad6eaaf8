"""The luck of cohorts and of single people: who starts, who reaches what, how many events there are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.outcomes import in_order
from sibmodel.deal.outcomes.success_rate import SuccessRate
from sibmodel.deal.risk.luck import Luck
from sibmodel.risk.counting import drawn_events, drawn_people
from sibmodel.risk.events import shape_of_prevalence
from sibmodel.risk.scenarios import ACHIEVEMENT, Scenarios
from sibmodel.risk.streams import BLOCK

Array = NDArray[np.float64]


def draw_starts(block: Scenarios, *, by_chance: bool = True) -> None:
    """Who starts: around the plan by chance, or just as many as planned; no more than there is room for."""
    for name, luck in block.deal.risk.starts.items():
        path = f"plan.starts.{name}.people"
        people = block.value(path)
        if by_chance and luck.arrive != "as_planned":
            people = drawn_events(block.stream(f"starts.{name}"), people, 1 / luck.uneven**2 if luck.uneven else np.inf)
        block.inputs[path] = people if luck.room is None else np.minimum(people, luck.room)


def draw_luck(block: Scenarios) -> None:
    """What comes of the people who start, each outcome after those that it is worked out from."""
    outcomes = block.deal.plan.outcomes
    for name in in_order(outcomes):
        part, luck = outcomes[name], block.deal.risk.luck.get(name)
        if luck is not None and isinstance(part, SuccessRate):
            _draw_rate(block, name, part, luck)
        elif luck is not None and isinstance(part, Count):
            _draw_counts(block, name, part, luck)


def _draw_rate(block: Scenarios, name: str, part: SuccessRate, luck: Luck) -> None:
    """The share of people who reach an outcome, drawn cohort by cohort.

    The plan's achievement is on the first step of a path; the model puts it there again, so it is taken off here.
    """
    path = f"plan.outcomes.{name}.rate"
    achieved = _achieved(block, part)
    planned = block.value(path)
    chance = np.clip(planned * achieved, 0.0, 1.0)
    there, succeeded = np.zeros(BLOCK), np.zeros(BLOCK)
    for cohort in _cohorts(block, part):
        people = _could_reach(block, part, cohort)
        own = drawn_people(block.stream(f"luck.{name}.{cohort}"), people, chance, luck.alike)
        block.reached[name, cohort] = own
        there, succeeded = there + people, succeeded + own
    block.inputs[path] = _over(succeeded, there * achieved, planned)


def _draw_counts(block: Scenarios, name: str, part: Count, luck: Luck) -> None:
    """The events that people have, reading by reading."""
    achieved = block.value(ACHIEVEMENT)
    for reading, term in part.readings.items():
        path = f"plan.outcomes.{name}.readings.{reading}.count"
        planned = block.value(path)
        stream = block.stream(f"luck.{name}.{reading}")
        counted = drawn_events(stream, planned * achieved, _shape(luck, term.count), luck.between_cohorts)
        block.inputs[path] = _over(counted, achieved, planned)


def _shape(luck: Luck, planned: float) -> float:
    """The shape of all people's events together, from the share who have any; infinite where they come singly."""
    if luck.people is None or luck.with_any is None or planned == 0:
        return np.inf
    return luck.people * float(shape_of_prevalence(planned / luck.people, luck.with_any))


def _achieved(block: Scenarios, part: SuccessRate) -> Array:
    return np.ones(BLOCK) if part.of is not None else block.value(ACHIEVEMENT)


def _cohorts(block: Scenarios, part: SuccessRate) -> Iterable[str]:
    """The cohorts that an outcome is about; a step on a path is about those of the first."""
    return block.deal.plan.starts if (first := _first(block, part)).among is None else first.among


def _first(block: Scenarios, part: SuccessRate) -> SuccessRate:
    return part if (before := _one_before(block, part)) is None else _first(block, before)


def _one_before(block: Scenarios, part: SuccessRate) -> SuccessRate | None:
    if part.of is None:
        return None
    before = block.deal.plan.outcomes[part.of]
    assert isinstance(before, SuccessRate)
    return before


def _could_reach(block: Scenarios, part: SuccessRate, cohort: str) -> Array:
    """The people of a cohort who could reach an outcome: who starts, or who reached the one before."""
    before = _one_before(block, part)
    if before is None or part.of is None:
        return np.rint(block.value(f"plan.starts.{cohort}.people"))
    if (part.of, cohort) in block.reached:
        return block.reached[part.of, cohort]
    share = np.clip(block.value(f"plan.outcomes.{part.of}.rate") * _achieved(block, before), 0.0, 1.0)
    return np.rint(_could_reach(block, before, cohort) * share)


def _over(top: Array, bottom: Array, otherwise: Array) -> Array:
    some = bottom > 0
    return np.where(some, top / np.where(some, bottom, 1.0), otherwise)
