"""Agencies: who pays and who saves, and how far the two are different pockets.

One agency pays for outcomes that save money of others. For government as a whole that may be a good deal, and a bad one
for the budget that has to agree to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from sibmodel.risk import bounds

_HALF_A_CENT = 0.005


@dataclass(frozen=True, slots=True)
class Agency:
    """What one agency has of a deal, in money of one date.

    Args:
        name: What it is called.
        savings: What it saves, whether or not it can be taken out in cash; below nought where it costs more instead.
        cashable: The share of that which can.
        payments: What it pays for outcomes.
        evaluation: What it pays for finding out about them.
        intermediary: What it pays for arranging it.

    Raises:
        ValueError: If the share is none, or a payment is below 0.
    """

    name: str
    savings: float
    cashable: float
    payments: float = 0.0
    evaluation: float = 0.0
    intermediary: float = 0.0

    def __post_init__(self) -> None:
        bounds.finite(savings=self.savings)
        bounds.shares(cashable=self.cashable)
        bounds.at_least(0.0, payments=self.payments, evaluation=self.evaluation, intermediary=self.intermediary)

    @property
    def paid(self) -> float:
        """All that it pays."""
        return self.payments + self.evaluation + self.intermediary

    @property
    def net_cashable(self) -> float:
        """What its budget gains."""
        return self.savings * self.cashable - self.paid

    @property
    def net_fiscal(self) -> float:
        """What it gains if what is freed counts too, cash or not."""
        return self.savings - self.paid


@dataclass(frozen=True, slots=True)
class AgencyMatrix:
    """What a deal is to each agency and to all of them.

    Args:
        agencies: Each with what it has.
        wrong_pocket: 0 where those who save pay, in proportion; 1 where none of them does. None where nobody saves or
            nobody pays.
    """

    agencies: tuple[Agency, ...]
    wrong_pocket: float | None

    @property
    def net_cashable(self) -> float:
        """What all budgets gain together."""
        return sum(agency.net_cashable for agency in self.agencies)

    @property
    def net_fiscal(self) -> float:
        """What all gain together if what is freed counts too."""
        return sum(agency.net_fiscal for agency in self.agencies)


def agency_matrix(
    agencies: Sequence[Agency], *, savings: float | None = None, paid: float | None = None
) -> AgencyMatrix:
    """Puts agencies side by side, and checks that they are the whole.

    The index of wrong pockets is what the shares in savings and in costs do not have in common: 1 less the sum of the
    smaller of the two. What an agency loses by the outcome is among the costs.

    Args:
        agencies: Each once.
        savings: What is saved in all, as it is known from elsewhere; None if it is not.
        paid: What is paid in all, likewise.

    Raises:
        ValueError: If an agency is there twice, or they do not sum to the whole.

    Example:
        >>> jail = Agency("City jail", 900_000, 0.3, payments=1_000_000, evaluation=150_000)
        >>> found = agency_matrix([jail, Agency("State health", 700_000, 0.6), Agency("Federal", 400_000, 0.5)])
        >>> jail.net_cashable, found.net_cashable, found.net_fiscal, round(found.wrong_pocket, 2)
        (-880000.0, -260000.0, 850000.0, 0.55)
    """
    names = [agency.name for agency in agencies]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"each agency is there once; twice there is {', '.join(twice)}")
    _sums_to(savings, sum(agency.savings for agency in agencies), "save")
    _sums_to(paid, sum(agency.paid for agency in agencies), "pay")
    return AgencyMatrix(tuple(agencies), _wrong_pocket(agencies))


def _sums_to(whole: float | None, found: float, verb: str) -> None:
    if whole is not None and not isclose(found, whole, rel_tol=1e-9, abs_tol=_HALF_A_CENT):
        raise ValueError(f"the agencies {verb} {found:,.2f} together, and the whole is {whole:,.2f}")


def _wrong_pocket(agencies: Sequence[Agency]) -> float | None:
    saved = [max(agency.savings, 0.0) for agency in agencies]
    borne = [agency.paid + max(-agency.savings, 0.0) for agency in agencies]
    if not sum(saved) or not sum(borne):
        return None
    in_common = sum(min(s / sum(saved), c / sum(borne)) for s, c in zip(saved, borne, strict=True))
    return min(max(1.0 - in_common, 0.0), 1.0)
