"""The return ladder: what investors get back at 0 to 130 % of planned outcomes, and where capital is back."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from sibmodel.deal.deal import Deal
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.roots import status_after_search
from sibmodel.graph.returns import IRR_STATUSES

ACHIEVEMENT: Final = "plan.achievement"
RUNGS: Final = tuple(step / 10 for step in range(14))
_FINE: Final = 1300
_AT_ANY: Final = "at any share of planned outcomes, from none to 130% (an outcome may also be worse than none)"
_MET_FROM_ELSEWHERE: Final = "if the costs without funding are met from elsewhere"
_CENT: Final = 0.005
_NARROW: Final = 1e-6
_EXACT: Final = 1e-6
_AT_ONCE: Final = 65
"""Points that are tried together; a search by halves would evaluate the deal ten times as often."""
_FLOWS: Final = ("investors.total.rate.flow", "time.years")
_LINES: Final = ("payments.paid", *(f"investors.total.{what}" for what in (
    "drawn", "returned", "multiple", "irr", "irr_status", "principal_lost")), "vehicle.unfunded")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: the share of planned outcomes, and what follows for all investors together."""

    achieved: float
    outcome_payments: float
    returned: float
    multiple: float | None
    irr: float | None
    irr_status: str
    principal_lost: float
    drawn: float
    unfunded: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs, and the share of planned outcomes from which on everything drawn comes back.

    ``capital_back_at`` is None where it does not come back at 130 %.
    """

    rungs: tuple[Rung, ...]
    capital_back_at: float | None

    @property
    def capital_back_in_words(self) -> str:
        """Where everything drawn comes back, and what that takes for granted where costs have no funding."""
        is_back = self.capital_back_at is not None or any(map(_comes_back, self.rungs))
        short = any(rung.unfunded > _CENT for rung in self.rungs if rung.achieved >= (self.capital_back_at or 0))
        return self._where_it_is_back() + (f", {_MET_FROM_ELSEWHERE}" if is_back and short else "")

    def _where_it_is_back(self) -> str:
        """From which share of planned outcomes on everything drawn comes back, rounded up so that it is enough."""
        if self.capital_back_at is not None:
            share = math.ceil(self.capital_back_at * 1e4 - _EXACT) / 1e4
            return f"from {share * 100:.10g}% of planned outcomes on" if share else _AT_ANY
        back = [rung.achieved for rung in self.rungs if _comes_back(rung)]
        if not back:
            return "not even at 130% of planned outcomes"
        return f"at {back[0] * 100:.0f}% to {back[-1] * 100:.0f}% of planned outcomes, but no longer at 130%"

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "rungs": [asdict(rung) for rung in self.rungs],
            "capital_back_at": self.capital_back_at,
            "capital_back": self.capital_back_in_words,
        }


def _comes_back(rung: Rung) -> bool:
    return rung.multiple is not None and rung.multiple >= 1 - _EXACT


def return_ladder(deal: Deal) -> Ladder:
    """Evaluate the plan at each share of its outcomes.

    The point at which capital is back is looked for in steps of a tenth of a per cent and then narrowed to a
    millionth, so that a jump of the payment schedule is placed exactly.
    """
    planned = deal.written.inputs[ACHIEVEMENT].value
    rungs = _at(deal, np.array(RUNGS) * planned)
    fine = np.linspace(0.0, RUNGS[-1], _FINE + 1)
    return Ladder(
        tuple(
            _rung(deal, planned, achieved, {name: float(row[at]) for name, row in rungs.items()})
            for at, achieved in enumerate(RUNGS)
        ),
        _capital_back(deal, planned, fine),
    )


def _rung(deal: Deal, planned: float, achieved: float, values: dict[str, float]) -> Rung:
    """One rung, with the rate only where there is one and a multiple only where something was drawn."""
    status = IRR_STATUSES[round(values["investors.total.irr_status"])]
    if status == "no_single_rate":
        flows = evaluate(deal.written, {ACHIEVEMENT: achieved * planned}, keep=_FLOWS)
        status = status_after_search(*(flows[name][:, 0] for name in _FLOWS))
    return Rung(
        achieved,
        values["payments.paid"],
        values["investors.total.returned"],
        values["investors.total.multiple"] if values["investors.total.drawn"] > 0 else None,
        values["investors.total.irr"] if status in ("ok", "total_loss") else None,
        status,
        values["investors.total.principal_lost"],
        values["investors.total.drawn"],
        values["vehicle.unfunded"],
    )


def _at(deal: Deal, achievement: Any) -> dict[str, Any]:
    values = evaluate(deal.written, {ACHIEVEMENT: achievement}, keep=_LINES)
    return {name: np.broadcast_to(rows.sum(axis=0), achievement.shape) for name, rows in values.items()}


def _is_back(deal: Deal, achievement: Any) -> Any:
    values = _at(deal, achievement)
    return values["investors.total.returned"] >= values["investors.total.drawn"] - _CENT


def _capital_back(deal: Deal, planned: float, shares: Any) -> float | None:
    back = _is_back(deal, shares * planned)
    if not back[-1]:
        return None
    short = np.flatnonzero(~back)
    if short.size == 0:
        return 0.0
    low, high = shares[short[-1]], shares[short[-1] + 1]
    while high - low > _NARROW:
        steps = np.linspace(low, high, _AT_ONCE)
        last_short = np.flatnonzero(~_is_back(deal, steps * planned))[-1]
        low, high = steps[last_short], steps[last_short + 1]
    return float(high)
