"""Appraisal: what the outputs of a run say beyond its figures: what moves them, and what the deal should cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sibmodel.analysis.asked import usual_results
from sibmodel.analysis.price.pricing import SIDE, Priced, price
from sibmodel.analysis.price.targets import usual_target
from sibmodel.analysis.sensitivity.whole import Asked, Sensitivity, sensitivity
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.errors import ScenarioError

Told = Callable[[str, int, int], None]
"""Told what is under way, how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What moves a deal, and what it should cost.

    Args:
        sensitivity: What moves its results.
        priced: What it should cost; None where that cannot be said.
        because: Why it cannot be said; empty where it is.
    """

    sensitivity: Sensitivity
    priced: Priced | None
    because: str = ""


def appraise(deal: Deal, scenario: str = PLAN, *, scenarios: int = 0, told: Told | None = None) -> Appraisal:
    """Appraise a deal under one of its scenarios.

    Args:
        deal: The deal.
        scenario: The scenario that it is based on.
        scenarios: Over how many scenarios a price is found that hangs on what may happen, up to
            :data:`sibmodel.analysis.price.pricing.SIDE`; 0 for none.
        told: Told how far it is.
    """
    moved = sensitivity(deal, usual_results(deal), Asked(scenario=scenario, scenarios=0))
    try:
        if usual_target(deal).is_expected and deal.risk.is_there and not scenarios:
            return Appraisal(moved, None, "nothing was simulated, and its price hangs on what may happen.")
        found = price(deal, scenario=scenario, scenarios=max(min(scenarios, SIDE), 1), told=told)
    except ScenarioError as error:
        return Appraisal(moved, None, " ".join(f"{each.message} {each.hint}" for each in error.problems))
    return Appraisal(moved, found)
