"""A projection: a deal evaluated under its scenarios, with every number under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import date_of, serial, titled
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.roots import all_growth_roots, status_after_search
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.model import Check, Model
from sibmodel.graph.returns import OK

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from sibmodel.engine.exits import Exit
    from sibmodel.engine.ladder import Ladder
    from sibmodel.engine.stresses import Stressed

Array = NDArray[np.float64]

_OWED_BY: Final = "terms.deductions_owed_by"
_NAMED: Final = 3  # scenarios named in a message


_REMAINDER: Final = 1e-9
"""Below this a figure is what a subtraction of equal amounts left over."""


def settled(value: float) -> float:
    """A figure as it is passed on: nought where only the remainder of a subtraction is left, and never minus nought.

    Example:
        >>> settled(1.8e-12), settled(-0.0), settled(0.01)
        (0.0, 0.0, 0.01)
    """
    return 0.0 if abs(value) < _REMAINDER else value


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure: its value, or none and a status that says why."""

    name: str
    label: str
    value: float | None
    status: str


@dataclass(frozen=True)
class Projection:
    """What a deal comes to under each of its scenarios.

    Args:
        deal: The deal.
        scenarios: The scenarios evaluated, the plan first where it is among them.
        values: Line name to array (columns, 1 or scenarios).
    """

    deal: Deal
    scenarios: tuple[str, ...]
    values: dict[str, Array]

    @property
    def model(self) -> Model:
        """The deal as lines."""
        return self.deal.written

    @cached_property
    def dates(self) -> list[dt.date]:
        """The date of each instant in the first scenario."""
        return [date_of(number) for number in self.row("time.date", self.scenarios[0])]

    @cached_property
    def ladder(self) -> Ladder:
        """What comes back at 0 to 130 % of planned outcomes."""
        from sibmodel.engine.ladder import return_ladder

        return return_ladder(self.deal)

    @cached_property
    def exits(self) -> tuple[Exit, ...]:
        """What follows if the plan ends early at one date or another; nothing where the terms know no early end."""
        from sibmodel.engine.exits import exit_table

        return exit_table(self.deal)

    @cached_property
    def stresses(self) -> tuple[Stressed, ...]:
        """The plan under each of the standard stresses."""
        from sibmodel.engine.stresses import stressed

        return stressed(self.deal)

    def row(self, line: str, scenario: str = PLAN) -> Array:
        """A line under one scenario, column by column.

        Raises:
            UnknownLine: with the nearest names there are.
            ScenarioError: with the scenarios there are.
        """
        name = self.model[line].name
        values, number = self.values[name], self._number(scenario)
        return values[:, 0 if values.shape[1] == 1 else number]

    def number(self, line: str, scenario: str = PLAN) -> float:
        """A line that runs over no columns, or the sum of one that does."""
        row = self.row(line, scenario)
        return float(row[0]) if self.model[line].axis is None else float(np.sum(row))

    def figure(self, measure: str, scenario: str = PLAN) -> Figure:
        """A headline figure with its status."""
        entry = self.model.measures[measure]
        value = self.number(entry.value.name, scenario)
        if entry.status is None:
            return Figure(measure, entry.label, value, "ok")
        code = round(self.number(entry.status.name, scenario))
        status = entry.statuses[code]
        if status == "no_single_rate":
            status = status_after_search(*self._flow_and_years(measure, scenario))
        shown = value if code == OK or status == "total_loss" else None
        return Figure(measure, entry.label, shown, status)

    def rates(self, measure: str, scenario: str = PLAN) -> list[float]:
        """Every internal rate that a fine search finds, for flows that have no single one."""
        return [growth - 1 for growth in all_growth_roots(*self._flow_and_years(measure, scenario))]

    def _flow_and_years(self, measure: str, scenario: str) -> tuple[Array, Array]:
        prefix = measure.rsplit(".", 1)[0]
        return self.row(f"{prefix}.rate.flow", scenario), self.row("time.years", scenario)

    def fee_unpaid(self, fee: str, scenario: str = PLAN) -> float:
        """What of a fee of the structure is still owed after the last instant; a share of cash never is."""
        line = f"fees.{fee}.fee_unpaid"
        return self.number(line, scenario) if line in self.model.lines else 0.0

    def failures(self, scenario: str) -> list[Check]:
        """The checks that do not hold."""
        return [check for check in self.model.checks if self.number(check.line.name, scenario) < 0.5]

    def problems(self, *, warnings: bool = False) -> list[Problem]:
        """What fails under any scenario, as problems; or, asked for, what is worth a warning."""
        from sibmodel.engine.cautions import cautions

        found: dict[tuple[str, str], list[str]] = {}
        checks: dict[tuple[str, str], Check] = {}
        for scenario in self.scenarios:
            for check in self.failures(scenario):
                if check.is_warning == warnings and not self._is_settled(check):
                    found.setdefault((check.path, check.message), []).append(scenario)
                    checks.setdefault((check.path, check.message), check)
        of_lines = [
            Problem(check.path, self._under(check.message, found[key]) + self._at_stake(check, found[key]), check.hint)
            for key, check in checks.items()
        ]
        return [*of_lines, *cautions(self)] if warnings else of_lines

    def _is_settled(self, check: Check) -> bool:
        """Whether the terms say already who bears what a check points to: a fact then, and no point to resolve."""
        return check.path == _OWED_BY and bool(self.deal.terms.deductions_owed_by)

    def facts(self) -> list[str]:
        """What no check has to resolve and a reader has to know: who would still owe what was taken back."""
        owed = [
            (scenario, self.number(check.amount.name, scenario))
            for scenario in self.scenarios
            for check in self.failures(scenario)
            if self._is_settled(check) and check.amount is not None
        ]
        currency = self.deal.currency
        return [f"{self._owing()} {currency} {amount:,.0f} {self.where(scenario)}." for scenario, amount in owed]

    def _owing(self) -> str:
        """Who owes what is taken back and never set off, as a sentence about an amount begins."""
        terms = self.deal.terms
        named = terms.deductions_owed_by
        if named.casefold() == "nobody":
            return "What is taken back, never set off and owed by nobody comes to"
        known = {*terms.parties, *terms.payers, *terms.capital, *terms.fees}
        who = terms.called(named) if named in known else named
        return f"{who[:1].upper()}{who[1:]} would still owe"

    def _under(self, message: str, names: Sequence[str]) -> str:
        """A message, and under which scenarios it holds where it does not under all."""
        if len(names) == len(self.scenarios):
            return message
        others = len(names) - _NAMED
        listed = ", ".join(map(self.where, names[:_NAMED])) + (f" and {others} more" if others > 0 else "")
        return f"{message.removesuffix('.')}, {listed}."

    def where(self, scenario: str) -> str:
        """In which scenario something is so, by its title."""
        if scenario == PLAN:
            return "under the plan"
        return f"in “{titled(scenario, self.deal.scenarios[scenario].title)}”"

    def _at_stake(self, check: Check, names: Sequence[str]) -> str:
        """How much is at stake, under the scenario in which it is most."""
        if check.amount is None:
            return ""
        amounts = {name: self.number(check.amount.name, name) for name in names}
        worst = max(amounts, key=amounts.__getitem__)
        much = f"{'up to ' if len(names) > 1 else ''}{self.deal.currency} {amounts[worst]:,.0f}"
        where = f" {self.where(worst)}" if len(self.scenarios) > 1 else ""
        return f" {check.amount.label}: {much}{where}."

    def frame(self, scenario: str = PLAN, lines: Sequence[str] | None = None) -> pd.DataFrame:
        """Lines that run over the instants as a pandas frame: one row an instant, one column a line."""
        import pandas as pd

        time = self.model.time
        names = lines or [line.name for line in self.model.lines.values() if line.axis is time]
        dates = [date_of(number) for number in self.row("time.date", scenario)]
        return pd.DataFrame({name: self.row(name, scenario) for name in names}, index=pd.Index(dates, name="date"))

    def results(self) -> dict[str, Any]:
        """The figures of every scenario as plain data: the contract of ``results.json``."""
        from sibmodel.engine.results import results

        return results(self)

    def _number(self, scenario: str) -> int:
        if scenario not in self.scenarios:
            raise ScenarioError(
                [Problem("scenarios", f"there is no scenario '{scenario}'.", did_you_mean(scenario, self.scenarios))]
            )
        return self.scenarios.index(scenario)


def project(deal: Deal, scenarios: Sequence[str] | None = None) -> Projection:
    """Evaluate a deal under its scenarios, all at once.

    Args:
        deal: The deal.
        scenarios: Which scenarios; the plan and every scenario of the file by default.

    Raises:
        ScenarioError: for a scenario the deal does not have.
    """
    names = list(scenarios) if scenarios is not None else deal.scenario_names()
    unknown = [name for name in names if name not in deal.scenario_names()]
    if unknown:
        raise ScenarioError(
            [
                Problem("scenarios", f"there is no scenario '{name}'.", did_you_mean(name, deal.scenario_names()))
                for name in unknown
            ]
        )
    return Projection(deal, tuple(names), evaluate(deal.written, scenario_inputs(deal, names)))


def scenario_inputs(deal: Deal, scenarios: Sequence[str]) -> dict[str, Array]:
    """The inputs that any of the scenarios changes: one number for each scenario."""
    changes = [deal.changes(name) for name in scenarios]
    paths = dict.fromkeys(path for change in changes for path in change)
    inputs = deal.written.inputs
    unknown = [path for path in paths if path not in inputs]
    if unknown:
        raise ScenarioError(
            [Problem(path, "is not an input of this deal.", did_you_mean(path, inputs)) for path in unknown]
        )
    return {
        path: np.array([serial(change[path]) if path in change else inputs[path].value for change in changes])
        for path in paths
    }
