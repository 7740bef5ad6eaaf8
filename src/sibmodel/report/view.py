"""The view of a projection that a page is written from: one scenario, its titles, its instants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sibmodel.deal.capital.guarantee import Guarantee
from sibmodel.deal.capital.said import Amount, Month, Named, Percent, Piece, Words
from sibmodel.deal.capital.stack import Tranche
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import date_of, titled
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.ladder import ACHIEVEMENT, Ladder, return_ladder
from sibmodel.engine.projection import Array, Figure, Projection
from sibmodel.engine.stresses import Stressed, stressed
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.report.currency import Currency
from sibmodel.report.odds import Odds, odds_of
from sibmodel.report.words import NEVER_OUT, exact, level, month_of_deal, percent, points, rate

if TYPE_CHECKING:
    from sibmodel.analysis.appraisal import Appraisal
    from sibmodel.risk.closed import ClosedForm
    from sibmodel.risk.payment_risk import PaymentRisk


@dataclass(frozen=True)
class View:
    """A projection seen under one of its scenarios.

    Args:
        projection: The evaluated deal.
        scenario: The scenario that the page is about.
        risk: What a simulation says of it, where there is one.
        appraisal: What moves it, and what it should cost, where that was asked for.

    Raises:
        ScenarioError: when that scenario was not evaluated.
    """

    projection: Projection
    scenario: str
    risk: PaymentRisk | None = None
    appraisal: Appraisal | None = None

    def __post_init__(self) -> None:
        known = self.projection.scenarios
        if self.scenario not in known:
            hint = did_you_mean(self.scenario, known)
            raise ScenarioError([Problem("scenarios", f"there is no scenario '{self.scenario}'.", hint)])

    @cached_property
    def odds(self) -> Odds | None:
        """What the simulation says of the investors; None where there was none, or nobody puts money at risk."""
        return None if self.risk is None else odds_of(self.risk)

    @cached_property
    def closed_forms(self) -> tuple[ClosedForm, ...]:
        """What closed forms say of payments on effects that the file says how to measure."""
        if self.risk is not None:
            found = self.risk.closed
        elif self.deal.risk.measured:
            from sibmodel.risk.closed import closed_forms

            found = closed_forms(self.deal, self.deal.changed_numbers(self.scenario), counted=False)
        else:
            return ()
        return tuple(form for form in found if not form.because)

    # --- numbers ------------------------------------------------------------------------------------------------

    def row(self, line: str, scenario: str = "") -> Array:
        """A line, column by column."""
        return self.projection.row(line, scenario or self.scenario)

    def number(self, line: str, scenario: str = "") -> float:
        """One number, or the sum of a line."""
        return self.projection.number(line, scenario or self.scenario)

    def figure(self, measure: str, scenario: str = "") -> Figure:
        """A headline figure with its status."""
        return self.projection.figure(measure, scenario or self.scenario)

    def rate(self, investor: str, scenario: str = "") -> str:
        """The internal rate of a tranche, or of all investors as ``total``; or why there is none."""
        line = f"investors.{investor}"
        return rate(
            self.figure(f"{line}.irr", scenario),
            drawn=self.number(f"{line}.drawn", scenario),
            is_ever_out=self.figure(f"{line}.payback_years", scenario).status != NEVER_OUT,
        )

    def has(self, line: str) -> bool:
        """Whether the model has a line of that name."""
        return line in self.projection.model.lines

    @cached_property
    def dates(self) -> list[dt.date]:
        """The date of each instant under this scenario."""
        return [date_of(number) for number in self.row("time.date")]

    @cached_property
    def start(self) -> dt.date:
        """Financial close."""
        return self.dates[0]

    @cached_property
    def ladder(self) -> Ladder:
        """The return ladder of this scenario."""
        return return_ladder(self.deal)

    @cached_property
    def stresses(self) -> tuple[Stressed, ...]:
        """The standard stresses of this scenario."""
        return self.projection.stresses if self.scenario == PLAN else stressed(self.deal)

    def achieved(self, shares: Array, lines: list[str]) -> dict[str, Array]:
        """The sums of lines at shares of the outcomes expected under this scenario."""
        model = self.deal.written
        planned = model.inputs[ACHIEVEMENT].value
        values = evaluate(model, {ACHIEVEMENT: shares * planned}, keep=lines)
        return {name: np.broadcast_to(rows.sum(axis=0), shares.shape) for name, rows in values.items()}

    # --- the deal -----------------------------------------------------------------------------------------------

    @cached_property
    def currency(self) -> Currency:
        """The deal's currency."""
        return Currency(self.projection.deal.currency)

    @cached_property
    def deal(self) -> Deal:
        """The deal with the inputs that this scenario changes."""
        deal = self.projection.deal
        for path, value in deal.changes(self.scenario).items():
            deal = deal.with_(path, _as_stated(deal, path, value))
        return deal

    @property
    def ends_early_in(self) -> int | None:
        """The month with which the deal ends early under this scenario; None where it runs to its own end."""
        ending = self.deal.terms.termination
        return ending.in_month if ending is not None and ending.is_early else None

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that were evaluated."""
        return self.projection.scenarios

    @cached_property
    def tranches(self) -> dict[str, Tranche]:
        """All capital but guarantees."""
        return self.deal.terms.tranches

    @cached_property
    def investors(self) -> dict[str, Tranche]:
        """The capital that is at risk: all tranches but grants."""
        return self.deal.terms.investors

    @cached_property
    def guarantees(self) -> dict[str, Guarantee]:
        """All guarantees."""
        return self.deal.terms.guarantees

    # --- titles -------------------------------------------------------------------------------------------------

    def scenario_title(self, name: str = "") -> str:
        """What readers call a scenario."""
        name = name or self.scenario
        return "Plan" if name == PLAN else titled(name, self.deal.scenarios[name].title)

    def under(self, name: str = "") -> str:
        """In which scenario something is so, as a sentence has it."""
        name = name or self.scenario
        return "under the plan" if name == PLAN else f"in the scenario “{self.scenario_title(name)}”"

    def payer(self, name: str) -> str:
        """What readers call a payer, or any other party that pays a cost, takes surplus or has savings."""
        return self.deal.terms.called(name)

    def term(self, name: str) -> str:
        """What readers call a payment term."""
        return titled(name, self.deal.terms.payments[name].title)

    def outcome(self, name: str) -> str:
        """What readers call an outcome."""
        return titled(name, self.deal.plan.outcomes[name].title)

    def level(self, outcome: str, value: float) -> str:
        """A level of an outcome; a difference between shares in percentage points."""
        part = self.deal.plan.outcomes[outcome]
        return points(value) if part.is_in_points else level(value, part.level_unit)

    def capital(self, name: str) -> str:
        """What readers call a tranche, a guarantee or a fee."""
        return self.deal.terms.called(name)

    def said(self, words: Words) -> str:
        """What an instrument says of itself, with its numbers as this page writes them."""
        return "".join(self._piece(piece) for piece in words)

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Amount():
                return self.currency.full(piece.value)
            case Percent():
                return percent(piece.value)
            case Month():
                return self.month(piece.number)
            case Named():
                return self.capital(piece.name)
            case str():
                return piece

    def month(self, number: float) -> str:
        """A month of the deal, with the calendar month that it is."""
        name = month_of_deal(self.start, number)
        return f"{name} (month {exact(number)})" if number > 0 else name


def _as_stated(deal: Deal, path: str, value: float | dt.date) -> float | dt.date:
    """A changed value in the type that its field has: months are whole numbers."""
    place: Any = deal.model_dump()
    for step in path.split("."):
        place = place[step]
    if isinstance(place, int) and isinstance(value, float) and value.is_integer():
        return int(value)
    return value
