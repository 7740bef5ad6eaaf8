"""One payer as its committee sees it: its fiscal years, what it pays on each clock, the most, and what is likely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sibmodel.report.currency import Currency
from sibmodel.report.maximum import MostInYear, draws_dates, most_by_year
from sibmodel.report.view import View
from sibmodel.report.words import NOTHING, shortened

if TYPE_CHECKING:
    from sibmodel.risk.simulation import Simulation, Spread


_SPENT: Final = ("spent", "accrued", "service")


@dataclass(frozen=True)
class Payer:
    """A payer of a deal, seen under one scenario.

    Args:
        view: The projection and its scenario.
        name: The payer's name in the deal file.
    """

    view: View
    name: str

    @property
    def title(self) -> str:
        """What readers call it."""
        return shortened(self.view.payer(self.name))

    @property
    def money(self) -> Currency:
        """The currency of the deal."""
        return self.view.currency

    @property
    def is_alone(self) -> bool:
        """Whether nobody else pays."""
        return len(self.view.deal.terms.payers) == 1

    @property
    def terms(self) -> list[str]:
        """The payment terms that it pays for."""
        return [name for name in self.view.deal.terms.payments if self.view.has(f"budget.{self.name}.paid.{name}")]

    @property
    def owed_in_any_case(self) -> list[str]:
        """What it owes whatever the outcomes, in words, each once."""
        payments = self.view.deal.terms.payments
        return list(dict.fromkeys(each for name in self.terms if (each := payments[name].in_any_case)))

    @property
    def payments_in_words(self) -> str:
        """What all that it pays is called: not for outcomes alone where some is owed whatever they are."""
        return "payments" if self.owed_in_any_case else "outcome payments"

    # --- by fiscal year --------------------------------------------------------------------------------------------

    @cached_property
    def most(self) -> tuple[MostInYear, ...]:
        """The most of each fiscal year."""
        return most_by_year(self.view, self.name)

    @property
    def most_in_all(self) -> float | None:
        """The most in all; None where nothing bounds it."""
        return self.most[-1].to_date

    @property
    def worst_year(self) -> MostInYear | None:
        """The fiscal year with the highest bound."""
        bounded = [each for each in self.most if each.amount is not None]
        return max(bounded, key=lambda each: each.amount or 0.0, default=None)

    @cached_property
    def years(self) -> list[int]:
        """The fiscal years in which it may pay or comes to owe anything, or spends something of its own.

        Where risk draws dates, no year is bounded by them, and the simulation says in which years anything is paid.
        """
        every = [each.year for each in self.most]
        found = {each.year for each in self.most if each.amount is None or each.amount > NOTHING}
        if self.run is not None and draws_dates(self.view):
            found = set()
        found |= {year for year in every if any(self.of(line, year) > NOTHING for line in _SPENT)}
        found |= {year for year in every if (spread := self.spread(year)) is not None and spread.highest > NOTHING}
        return every[every.index(min(found)) : every.index(max(found)) + 1] if found else every

    def of(self, line: str, year: int) -> float:
        """A line of its budget in a fiscal year; nothing in a year that the budget does not have."""
        years = [round(each) for each in self.view.row(f"budget.{self.name}.fiscal_year")]
        return float(self.view.row(f"budget.{self.name}.{line}")[years.index(year)]) if year in years else 0.0

    def most_of(self, year: int) -> float | None:
        """The most of a fiscal year."""
        return next(each.amount for each in self.most if each.year == year)

    @property
    def own_costs(self) -> float:
        """What it spends of its own beside payments."""
        line = f"budget.{self.name}.own_costs"
        return self.view.number(line) if self.view.has(line) else 0.0

    # --- what is likely --------------------------------------------------------------------------------------------

    @property
    def run(self) -> Simulation | None:
        """The simulation on all that is uncertain, where there is one."""
        return None if self.view.risk is None else self.view.risk.run

    def spread(self, year: int) -> Spread | None:
        """What it pays in a fiscal year over all scenarios."""
        if self.run is None:
            return None
        return self.run.spreads.get(f"budget.{self.name}.{year - self.run.first_years[self.name]}")

    @property
    def in_all(self) -> Spread | None:
        """What it pays in all over all scenarios."""
        return None if self.run is None else self.run.spreads[f"payers.{self.name}.paid"]


def payers_of(view: View) -> Iterator[Payer]:
    """Every payer of a deal."""
    return (Payer(view, name) for name in view.deal.terms.payers)
