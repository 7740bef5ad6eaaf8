"""Standard stresses on a plan: fewer people start, less is achieved, results come late, and all of it together.

Each stress is data: what it multiplies and how late it makes results. What it comes to in a deal is a set of changed
inputs, which `changes` writes down, and the same deal evaluated with them.

*Fewer starts* scales the people of every cohort. Counts that are stated directly do not follow from cohorts in the
model, but they count what those people do: so they are scaled too, with what would have been without the programme.
Rates, levels and reductions of a group do not depend on how many people there are and stay as they are.

*Lower achievement* scales every planned outcome at once, as the return ladder does.

*Late results* puts off every month in which an outcome is measured. A step on a path that is counted from an earlier
outcome moves with it and is not put off again. Two dates of the terms move too, because they make up for results that
are missing: the call of a guarantee and a minimum payment. Left where they are they would pay for what is only late,
and the investors would be paid twice. All other dates stand: the programme is no longer and costs no more, loans
mature and run up interest as agreed, and price changes and limits by year bite where late results meet them. The deal
gets as many more periods as it takes, so that no money falls after the last instant and is lost there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.avoided import Avoided
from sibmodel.deal.outcomes.count import Count
from sibmodel.deal.outcomes.level import GroupLevel
from sibmodel.deal.outcomes.term import ReadOnce
from sibmodel.deal.payments.minimum_payment import MinimumPayment
from sibmodel.deal.timeline import LONGEST_MONTHS, MONTHS_IN
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.investors import lines_of_all
from sibmodel.engine.ladder import ACHIEVEMENT
from sibmodel.engine.projection import Projection, settled


@dataclass(frozen=True, slots=True)
class Stress:
    """What is done to a plan.

    Args:
        name: Its name in results.
        title: What readers call it.
        starts: By what people who start are multiplied.
        achievement: By what the planned achievement is multiplied.
        late: Months by which results come later.
    """

    name: str
    title: str
    starts: float = 1.0
    achievement: float = 1.0
    late: int = 0


STANDARD: Final = (
    Stress("starts", "Starts 30% below plan", starts=0.7),
    Stress("achievement", "Achievement 20% below plan", achievement=0.8),
    Stress("late", "Results six months late", late=6),
    Stress("together", "All three together", starts=0.7, achievement=0.8, late=6),
)


@dataclass(frozen=True, slots=True)
class Stressed:
    """A plan under a stress.

    Args:
        stress: The stress.
        changed: The inputs that it changes, by path: as planned, and under the stress.
        left_out: Which of its parts change nothing in this deal, and why.
        periods_added: Periods that the deal needed besides its own.
        projection: What the deal then comes to, for all investors together, as a scenario of the stress's name; None
            where the stress changes nothing, so that it does not apply.
    """

    stress: Stress
    changed: Mapping[str, tuple[float, float]]
    left_out: tuple[str, ...]
    periods_added: int
    projection: Projection | None

    @property
    def applies(self) -> bool:
        """Whether the stress changes anything in this deal."""
        return self.projection is not None

    def as_dict(self) -> dict[str, Any]:
        """Plain data; figures are null where the stress does not apply."""
        return {
            "name": self.stress.name,
            "title": self.stress.title,
            "applies": self.applies,
            "left_out": list(self.left_out),
            "changed": {path: {"plan": was, "stressed": now} for path, (was, now) in self.changed.items()},
            "periods_added": self.periods_added,
            **_figures(self),
        }


def stressed(deal: Deal, stresses: Sequence[Stress] = STANDARD) -> tuple[Stressed, ...]:
    """The plan of a deal under each of some stresses, the standard ones by default.

    Example:
        >>> import sibmodel
        >>> found = stressed(sibmodel.read_deal("deal_templates/starter.yaml"))
        >>> found[0].changed
        {'plan.starts.everyone.people': (200.0, 140.0)}
    """
    changed = {stress.name: changes(deal, stress) for stress in stresses}
    projections: dict[int, Projection] = {}
    for late in {stress.late for stress in stresses}:
        alike = {each.name: changed[each.name] for each in stresses if each.late == late and changed[each.name]}
        if alike:
            projections[late] = _evaluated(with_room(deal, late), alike)
    return tuple(
        Stressed(
            stress,
            changed[stress.name],
            tuple(_left_out(deal, stress)),
            _periods(projections[stress.late].deal) - _periods(deal) if changed[stress.name] else 0,
            projections[stress.late] if changed[stress.name] else None,
        )
        for stress in stresses
    )


def _evaluated(deal: Deal, changed: Mapping[str, Mapping[str, tuple[float, float]]]) -> Projection:
    """A deal under several sets of changed inputs at once, each a scenario of the projection."""
    paths = dict.fromkeys(path for each in changed.values() for path in each)
    inputs = {
        path: np.array(
            [each[path][1] if path in each else deal.written.inputs[path].value for each in changed.values()]
        )
        for path in paths
    }
    return Projection(deal, tuple(changed), evaluate(deal.written, inputs, keep=lines_of_all(deal.written)))


def _periods(deal: Deal) -> int:
    return deal.terms.timeline.periods


def with_room(deal: Deal, months: int) -> Deal:
    """The deal with enough further periods for what comes so many months later; never beyond the longest there is.

    Nothing but the number of periods changes, so that what was found to be right needs no second look. A plain copy
    would keep the lines that were written for the shorter deal.
    """
    timeline = deal.terms.timeline
    wanted = timeline.periods + -(-months // MONTHS_IN[timeline.period])
    periods = min(wanted, max(timeline.periods, LONGEST_MONTHS))
    if periods == timeline.periods:
        return deal
    longer = deal.terms.model_copy(update={"timeline": timeline.model_copy(update={"periods": periods})})
    parts = {name: getattr(deal, name) for name in type(deal).model_fields}
    return type(deal).model_construct(**{**parts, "terms": longer})


def changes(deal: Deal, stress: Stress) -> dict[str, tuple[float, float]]:
    """The inputs that a stress changes in a deal, as planned and under the stress."""
    planned = {path: entry.value for path, entry in deal.written.inputs.items()}
    moved = {
        **{path: planned[path] * stress.starts for path in _of_people(deal)},
        ACHIEVEMENT: planned[ACHIEVEMENT] * stress.achievement,
        **{path: planned[path] + stress.late for path in _of_results(deal)},
    }
    return {path: (planned[path], now) for path, now in moved.items() if now != planned[path]}


def _left_out(deal: Deal, stress: Stress) -> Iterator[str]:
    """The parts of a stress that change nothing, each with the reason."""
    if stress.starts != 1 and not changes(deal, Stress("", "", starts=stress.starts)):
        yield "fewer starts: the deal file states no people who start and no counts, only levels of a group"
    if stress.achievement != 1 and not changes(deal, Stress("", "", achievement=stress.achievement)):
        yield "lower achievement: nothing is planned to be achieved"
    if stress.late and not changes(deal, Stress("", "", late=stress.late)):
        yield "late results: no month of measurement is stated"


def _of_people(deal: Deal) -> Iterator[str]:
    """The inputs that stand for a number of people: cohorts, and counts of what people do."""
    yield from (f"plan.starts.{name}.people" for name in deal.plan.starts)
    for name, outcome in deal.plan.outcomes.items():
        if isinstance(outcome, Count):
            for reading in outcome.readings:
                path = f"plan.outcomes.{name}.readings.{reading}"
                yield f"{path}.count"
                yield f"{path}.without_programme"
        elif isinstance(outcome, Avoided):
            yield f"plan.outcomes.{name}.expected"


def _of_results(deal: Deal) -> Iterator[str]:
    """The months in which results come, and those in which somebody makes up for results that are missing."""
    for name, outcome in deal.plan.outcomes.items():
        path = f"plan.outcomes.{name}"
        if isinstance(outcome, Count | GroupLevel):
            yield from (f"{path}.readings.{reading}.month" for reading in outcome.readings)
        elif isinstance(outcome, ReadOnce):
            yield f"{path}.measured_at"
        elif not outcome.reads():
            yield f"{path}.measured_after"
    yield from (f"terms.capital.{name}.called_at" for name in deal.terms.guarantees)
    for name, term in deal.terms.payments.items():
        if isinstance(term, MinimumPayment):
            yield f"terms.payments.{name}.month"


_NUMBERS: Final = ("drawn", "returned", "principal_lost")


def _figures(each: Stressed) -> dict[str, Any]:
    """What payers pay and investors get, as results.json has it for a scenario."""
    projection, name = each.projection, each.stress.name
    if projection is None:
        return dict.fromkeys(("outcome_payments", *_NUMBERS, "multiple", "irr", "irr_status", "unfunded"))
    rate = projection.figure("investors.total.irr", name)
    return {
        "outcome_payments": settled(projection.number("payments.paid", name)),
        **{what: settled(projection.number(f"investors.total.{what}", name)) for what in _NUMBERS},
        "multiple": projection.figure("investors.total.multiple", name).value,
        "irr": rate.value,
        "irr_status": rate.status,
        "unfunded": settled(projection.number("vehicle.unfunded", name)),
    }
