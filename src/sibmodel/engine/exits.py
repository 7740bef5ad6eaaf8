"""The table of exit dates: what each party pays and gets if the deal ends early at one date or another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.deal.termination import IN_MONTH
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.projection import scenario_inputs

MOST_ROWS: Final = 24
"""Exit dates that are shown; of more, every second, third, ... period end."""


@dataclass(frozen=True, slots=True)
class Exit:
    """What follows if the deal ends in a month.

    Args:
        month: The month.
        costs: Costs of the programme that are paid in all, winding down included.
        wind_down: What winding down costs.
        outcome_payments: What payers pay in all.
        on_termination: What of it is owed because the deal ends.
        drawn: What investors put in.
        returned: What comes back to them.
        lost: Principal that they lose.
        by_tranche: By tranche, what was drawn, came back and is lost.
        guarantees: What each guarantee pays.
    """

    month: int
    costs: float
    wind_down: float
    outcome_payments: float
    on_termination: float
    drawn: float
    returned: float
    lost: float
    by_tranche: Mapping[str, Mapping[str, float]]
    guarantees: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def exit_table(deal: Deal, scenario: str = "plan", most: int | None = MOST_ROWS) -> tuple[Exit, ...]:
    """The deal under a scenario, ended early at each period end; empty where its terms know no early end.

    Args:
        deal: The deal.
        scenario: The scenario.
        most: So many dates at most, thinned out evenly; every one where none is said.
    """
    if deal.terms.termination is None:
        return ()
    months = _months(deal, scenario, most)
    inputs = {path: np.asarray(row).ravel()[0] for path, row in scenario_inputs(deal, [scenario]).items()}
    lines = _lines(deal)
    values = evaluate(deal.written, {**inputs, IN_MONTH: np.array(months, dtype=float)}, keep=list(lines))
    sums = {name: np.broadcast_to(rows.sum(axis=0), len(months)) for name, rows in values.items()}
    return tuple(
        _exit(deal, month, {name: float(row[at]) for name, row in sums.items()}) for at, month in enumerate(months)
    )


def _months(deal: Deal, scenario: str, most: int | None) -> list[int]:
    """The months of the period ends before the last, thinned out where there are many."""
    inputs = {path: np.asarray(row).ravel()[0] for path, row in scenario_inputs(deal, [scenario]).items()}
    closes = [round(month) for month in evaluate(deal.written, inputs, keep=["time.closes"])["time.closes"][1:-1, 0]]
    step = 1 if most is None else -(-len(closes) // most)
    return closes[step - 1 :: step]


def paid_for_ending(deal: Deal) -> list[str]:
    """The lines of what payers pay because the deal ends early."""
    terms = deal.terms.payments.items()
    return [f"payments.{name}.paid" for name, term in terms if getattr(term, "kind", "") == "termination_payment"]


def _tranches(deal: Deal) -> list[str]:
    return list(deal.terms.investors)


def _lines(deal: Deal) -> Sequence[str]:
    each = [f"investors.{name}.{what}" for name in [*_tranches(deal), "total"] for what in _HOLDING]
    guarantees = [f"capital.{name}.paid" for name in deal.terms.guarantees]
    costs = ["vehicle.costs_paid", "termination.wind_down", "payments.paid"]
    return [*costs, *paid_for_ending(deal), *each, *guarantees]


_HOLDING: Final = ("drawn", "returned", "principal_lost")


def _exit(deal: Deal, month: int, sums: Mapping[str, float]) -> Exit:
    def holding(name: str) -> dict[str, float]:
        return {what.removeprefix("principal_"): sums[f"investors.{name}.{what}"] for what in _HOLDING}

    return Exit(
        month,
        sums["vehicle.costs_paid"],
        sums["termination.wind_down"],
        sums["payments.paid"],
        sum(sums[line] for line in paid_for_ending(deal)),
        **holding("total"),
        by_tranche={name: holding(name) for name in _tranches(deal)},
        guarantees={name: sums[f"capital.{name}.paid"] for name in deal.terms.guarantees},
    )
