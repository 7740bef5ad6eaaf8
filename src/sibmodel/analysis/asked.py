"""Results that are asked for: one number of a deal under each of many changes, or the words that stand in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.deal.deal import Deal
from sibmodel.engine.roots import summed
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.expressions import GUARD, MONEY_GUARD
from sibmodel.graph.labels import Labels
from sibmodel.graph.model import Line, Model
from sibmodel.graph.returns import LOSS_AT_ANY_RATE, OK, TOTAL_LOSS
from sibmodel.graph.units import MONEY, Unit

Array = NDArray[np.float64]
Rows = Mapping[str, Array]

ALL_LOST: Final = -1.0
"""What everything lost, or a loss at any rate, ranks as."""
_NO_RATE: Final = 1e-6
_LOSES: Final = "a loss at any rate"


@dataclass(frozen=True, slots=True)
class Found:
    """What a result came to.

    Args:
        value: The number; None where it has no meaning.
        rank: The number by which it is compared with others: -1 for a rate where all is lost, or where the flows are a
            loss at any rate; None where it cannot be compared.
        words: What stands in the place of a number; empty where there is one.
    """

    value: float | None
    rank: float | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A result that is asked for.

    Args:
        name: The name of its line, such as ``investors.total.irr``.
        label: What readers call it.
        unit: What it counts.
        status: The line that says whether its number has a meaning; empty where it always has.
        texts: What stands in the place of the number, by status.
        is_rate: Whether it is an internal rate, which is never averaged.
    """

    name: str
    label: str
    unit: Unit
    status: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    is_rate: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that it is read from."""
        return (self.name, self.status) if self.status else (self.name,)

    @property
    def nothing(self) -> float:
        """Below this a difference of it is none: half a cent, or what cents leave undecided of a rate."""
        if self.is_rate:
            return _NO_RATE
        return MONEY_GUARD if self.unit == MONEY else GUARD

    def values(self, rows: Rows) -> Array:
        """Its numbers, (scenarios,) or (1,); of a flow the sum over its columns."""
        return summed(rows[self.name])

    def codes(self, rows: Rows) -> Array:
        """Whether each of them has a meaning, :data:`sibmodel.graph.returns.OK` where it has."""
        return rows[self.status][0] if self.status else np.full(1, float(OK))

    def ranked(self, rows: Rows) -> Array:
        """The numbers by which scenarios are compared; not a number where there is none."""
        codes = self.codes(rows)
        plain = np.where(codes == OK, self.values(rows), np.nan)
        if not self.is_rate:
            return plain
        return np.where((codes == TOTAL_LOSS) | (codes == LOSS_AT_ANY_RATE), ALL_LOST, plain)

    def found(self, rows: Rows, count: int) -> tuple[Found, ...]:
        """What it came to under each of so many changes."""
        values, codes, ranks = (
            np.broadcast_to(each, (count,)).tolist()
            for each in (self.values(rows), self.codes(rows), self.ranked(rows))
        )
        return tuple(
            Found(
                value if code == OK or (self.is_rate and code == TOTAL_LOSS) else None,
                None if np.isnan(rank) else rank,
                "" if code == OK else self.words(round(code)),
            )
            for value, code, rank in zip(values, codes, ranks, strict=True)
        )

    def words(self, code: int) -> str:
        """What stands in the place of its number, by status."""
        return _LOSES if self.is_rate and code == LOSS_AT_ANY_RATE else self.texts.get(code, "no number")


@dataclass(frozen=True, slots=True)
class MostInAYear(Result):
    """The most that any one payer pays in one of its fiscal years.

    Args:
        budgets: The lines of what each payer pays by fiscal year.
    """

    budgets: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that it is read from."""
        return self.budgets

    def values(self, rows: Rows) -> Array:
        """The largest amount, (scenarios,) or (1,)."""
        most = [rows[name].max(axis=0) for name in self.budgets]
        return np.asarray(np.maximum.reduce(np.broadcast_arrays(*most)))


MOST_IN_A_YEAR: Final = "budget.most_in_a_year"
"""The name under which that is asked for."""


def result_of(model: Model, name: str) -> Result:
    """The result of a name: a headline figure, one number of a deal, or a flow, which counts with its sum.

    Raises:
        ScenarioError: for what is no line, and for a level, whose sum over time means nothing.

    Example:
        >>> import sibmodel
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> result_of(deal.written, "payments.paid").label
        'All payments: outcome payments'
    """
    if name == MOST_IN_A_YEAR:
        budgets = tuple(each for each in model.lines if fnmatch(each, "budget.*.outcome_payments"))
        return MostInAYear(name, "Most that one payer pays in one fiscal year", MONEY, budgets=budgets)
    if name in model.inputs:
        raise _refused(f"'{name}' is an input and no result.", "Name a result, such as payments.paid.")
    if name not in model.lines:
        raise _refused(f"There is no line '{name}'.", did_you_mean(name, model.lines))
    line = model.lines[name]
    if line.axis is not None and not line.is_flow:
        message = f"'{name}' stands at each {_column_of(line)} and has no sum."
        raise _refused(message, "Name a result of one number, such as investors.total.irr, or a flow.")
    measure, label = model.measures.get(name), Labels(model)(line)
    if measure is None:
        return Result(name, label, line.unit)
    status = "" if measure.status is None else measure.status.name
    return Result(name, label, line.unit, status, dict(measure.texts), measure.rate_of is not None)


def _column_of(line: Line) -> str:
    assert line.axis is not None
    return line.axis.name.removesuffix("s").replace("_", " ")


def _refused(message: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem("", message, hint)])


def usual_results(deal: Deal) -> tuple[Result, ...]:
    """What is asked for where nothing is said: the investors' rate, what is paid, what government nets."""
    names = ["investors.total.irr"] if deal.terms.investors else []
    names += ["payments.paid", "government.net_fiscal"]
    return tuple(result_of(deal.written, name) for name in names)
