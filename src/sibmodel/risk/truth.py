"""What is true beside what is paid: whether a payment went to a programme that truly works.

A payment term is judged by the one effect that it hangs on. The level at which the programme counts as working is what
the deal file says under ``success``, or else what the plan expects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.deal.outcomes.avoided import Avoided
from sibmodel.deal.outcomes.blend import Blend
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.engine.program import in_all
from sibmodel.graph.expressions import GUARD
from sibmodel.risk.figures import CENT, Chance, Figure, Rows, summed
from sibmodel.risk.scenarios import ACHIEVEMENT, Scenarios


@dataclass(frozen=True, slots=True)
class Truth:
    """What a payment term is judged by.

    Args:
        term: Its name.
        outcome: The reduction, or the blend of reductions, that it hangs on.
        success: The true effect from which on the programme counts as working.
        is_stated: Whether the deal file says so; otherwise it is what the plan expects.
    """

    term: str
    outcome: str
    success: float
    is_stated: bool

    @property
    def line(self) -> str:
        """What is paid under the term."""
        return f"payments.{self.term}.paid"

    def judged(self, block: Scenarios, rows: Rows) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """What is so in each scenario: the programme works, nothing came of it, and either although it was paid."""
        true = block.true[self.outcome]
        paid = summed(self.line)(rows) > CENT
        works, does_nothing = true >= self.success - GUARD, true <= GUARD
        yield f"works.{self.term}", works
        yield f"works_and_paid.{self.term}", works & paid
        yield f"does_nothing.{self.term}", does_nothing
        yield f"does_nothing_and_paid.{self.term}", does_nothing & paid


ON_EFFECTS: Final = "paid_on_effects"
"""The key of what is paid, in all, by the terms that hang on one effect each."""


def on_effects(truths: Sequence[Truth]) -> tuple[Figure, Chance] | None:
    """What the terms that hang on effects pay together, and whether they pay anything; None where there are none."""
    if not truths:
        return None
    lines = tuple(in_all(each.line) for each in truths)

    def whole(rows: Rows) -> NDArray[np.float64]:
        return np.asarray(sum(rows[line][0] for line in lines))

    label = "Paid by the terms that hang on effects"
    return (
        Figure(ON_EFFECTS, label, "money", lines, whole),
        Chance(ON_EFFECTS, f"{label}: anything", lines, lambda rows: whole(rows) > CENT),
    )


def truths_of(deal: Deal, base: Mapping[str, float] | None = None) -> list[Truth]:
    """Every payment term that hangs on one effect, with the level at which that counts as success.

    Args:
        deal: The deal.
        base: Inputs that differ from the deal file, such as those of a scenario: where the file states no success, it
            is what is planned then.
    """
    found = []
    for term, payment in deal.terms.payments.items():
        outcome = _judged_by(deal, payment.outcome_names())
        if outcome is not None:
            stated = _stated_success(deal, outcome)
            success = planned(deal, outcome, base) if stated is None else stated
            found.append(Truth(term, outcome, success, stated is not None))
    return found


def planned(deal: Deal, outcome: str, base: Mapping[str, float] | None = None) -> float:
    """The true effect that is planned; of a blend, the weighted one."""
    part, given = deal.plan.outcomes[outcome], base or {}
    if isinstance(part, Blend):
        return sum(weight * planned(deal, name, base) for name, weight in part.of.items())
    inputs = (f"plan.outcomes.{outcome}.effect", ACHIEVEMENT)
    effect, achieved = (given.get(path, deal.written.inputs[path].value) for path in inputs)
    return effect * achieved


def estimates_below(deal: Deal, outcome: str) -> list[str]:
    """The reductions that an estimate is made of; of a single one, itself."""
    part = deal.plan.outcomes[outcome]
    if isinstance(part, Blend):
        return [below for name in part.of for below in estimates_below(deal, name)]
    return [outcome]


def _stated_success(deal: Deal, outcome: str) -> float | None:
    part = deal.plan.outcomes[outcome]
    if not isinstance(part, Blend):
        measured = deal.risk.measured.get(outcome)
        return None if measured is None else measured.success
    levels = [(weight, _stated_success(deal, name)) for name, weight in part.of.items()]
    known = [weight * level for weight, level in levels if level is not None]
    return sum(known) if len(known) == len(levels) else None


def _judged_by(deal: Deal, outcomes: list[str]) -> str | None:
    """The one estimate that some outcomes are, are worked out from, or are parts of; None where there are several."""
    parts = deal.plan.outcomes
    of = dict.fromkeys(part.of if isinstance(part := parts[name], Avoided) else name for name in outcomes)
    if not of or not all(isinstance(parts[name], Reduction | Blend) for name in of):
        return None
    below = {name: set(estimates_below(deal, name)) for name in of}
    every = set().union(*below.values())
    return next((name for name in of if below[name] == every), None)
