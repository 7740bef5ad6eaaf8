"""Evaluate a model: every line as an array, for one scenario or a million.

Lines that no scenario touches are computed once, because an array that does not differ between scenarios has a
single column. Whole rows are computed whole; only loops step through the columns. Scenarios run in blocks that
stay in the cache, and between blocks only the lines asked for are kept, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sibmodel.engine.kernels import COLUMN_BY_COLUMN, OVER_THE_ROW
from sibmodel.errors import Problem, ScenarioError, did_you_mean
from sibmodel.graph.expressions import Counter, Expression, Number, PresentValue, Previous
from sibmodel.graph.model import Input, Line, Model
from sibmodel.graph.order import Loop, Whole, evaluation_order, reads, touching

Array = NDArray[np.float64]
Column = Callable[[int], Array]
Touches = Callable[[Expression], bool]

BLOCK: Final = 8192


def evaluate(
    model: Model,
    changed: Mapping[str, ArrayLike] | None = None,
    *,
    keep: Sequence[str] | None = None,
    block: int = BLOCK,
) -> dict[str, Array]:
    """The lines of a model as arrays.

    Args:
        model: The deal, written as lines.
        changed: Inputs that differ from the deal file, by path: one number, or one for each scenario.
        keep: Names of the lines wanted; all by default.
        block: Scenarios evaluated together; has no effect on the result.

    Returns:
        Line name to array (columns, scenarios). A line that runs over no columns has one row; one that is the
        same in every scenario has one column.

    Raises:
        ScenarioError: for an unknown path, a wrong length or a number that is not finite.
    """
    given, count = checked(model, changed or {})
    names = list(model.lines) if keep is None else list(keep)
    lines = [model[name] for name in names]
    order = evaluation_order(model, lines)
    pieces = []
    for start in range(0, count, block):
        here = {
            path: values if values.shape[1] == 1 else values[:, start : start + block] for path, values in given.items()
        }
        rows = _Evaluation(here).run(order)
        pieces.append([rows[line] for line in lines])
    return {name: _joined(parts) for name, parts in zip(names, zip(*pieces, strict=True), strict=True)}


def evaluate_expression(expression: Expression, rows: Mapping[str, Array], changed: Mapping[str, Array]) -> Array:
    """Any expression over lines that are already evaluated, such as a part of a formula that is being explained.

    Args:
        expression: An expression over the lines and inputs of a deal.
        rows: The lines as arrays, (columns, 1 or scenarios).
        changed: Inputs that differ from the deal file, (1, scenarios).
    """
    evaluation = _Evaluation(changed)
    evaluation.rows = {line: rows[line.name] for line in reads(expression).all()}
    return evaluation.whole(expression)


def checked(model: Model, changed: Mapping[str, ArrayLike]) -> tuple[dict[str, Array], int]:
    """The inputs that differ as arrays (1, 1 or scenario), and how many scenarios there are.

    Raises:
        ScenarioError: for an unknown path, a wrong length or a number that is not finite.
    """
    given: dict[str, Array] = {}
    problems: list[Problem] = []
    for path, value in changed.items():
        values = np.atleast_1d(np.asarray(value, dtype=np.float64))
        if path not in model.inputs:
            problems.append(Problem(path, "is not an input of this deal.", did_you_mean(path, model.inputs)))
        elif values.ndim != 1 or not np.isfinite(values).all():
            problems.append(Problem(path, "must be finite numbers, one for each scenario."))
        given[path] = values.reshape(1, -1)
    lengths = {values.shape[1] for values in given.values()} - {1}
    if len(lengths) > 1:
        problems.append(Problem("", f"inputs have different numbers of scenarios: {sorted(lengths)}."))
    if problems:
        raise ScenarioError(problems)
    return given, max(lengths, default=1)


def _joined(pieces: Sequence[Array]) -> Array:
    if len(pieces) == 1 or pieces[0].shape[1] == 1:
        return pieces[0]
    return np.concatenate(pieces, axis=1)


class _Evaluation:
    """One pass over the lines for one block of scenarios."""

    def __init__(self, given: Mapping[str, Array]) -> None:
        self.given = given
        self.rows: dict[Line, Array] = {}

    def run(self, order: Sequence[Whole | Loop]) -> dict[Line, Array]:
        for step in order:
            if isinstance(step, Whole):
                self.rows[step.line] = self.whole(step.line.written)
            else:
                self.loop(step.lines)
        return self.rows

    # --- whole rows -------------------------------------------------------------------------------------------

    def whole(self, expression: Expression) -> Array:
        """An expression as a whole row."""
        if isinstance(expression, Line):
            return self.rows[expression]
        if isinstance(expression, Input):
            given = self.given.get(expression.path)
            return np.array([[expression.value]]) if given is None else given
        if isinstance(expression, Number):
            return np.array([[expression.value]])
        if isinstance(expression, Counter):
            return np.arange(expression.over.size, dtype=np.float64)[:, None]
        kernel = COLUMN_BY_COLUMN.get(type(expression)) or OVER_THE_ROW[type(expression)]
        return kernel(expression, *(self.whole(operand) for operand in expression.operands()))

    # --- loops ------------------------------------------------------------------------------------------------

    def loop(self, lines: Sequence[Line]) -> None:
        """Lines that read each other's past, column by column."""
        touches = touching(frozenset(lines))
        columns: dict[Line, list[Array]] = {line: [] for line in lines}
        compiled = [(columns[line], self._column(line.written, touches, columns)) for line in lines]
        axis = lines[0].axis
        assert axis is not None
        for instant in range(axis.size):
            for values, formula in compiled:
                values.append(formula(instant))
        for line in lines:
            self.rows[line] = _stacked(columns[line])

    def _column(self, expression: Expression, touches: Touches, columns: Mapping[Line, list[Array]]) -> Column:
        """A function of the column number; what does not depend on the loop is worked out once, beforehand."""
        if not touches(expression):
            row = self.whole(expression)
            return (lambda _: row[0]) if row.shape[0] == 1 else row.__getitem__
        if isinstance(expression, Line):
            return columns[expression].__getitem__
        if isinstance(expression, PresentValue):
            flow, years = self.whole(expression.of), self.whole(expression.years)
            growth = self._column(expression.growth, touches, columns)
            worth = OVER_THE_ROW[PresentValue]
            return lambda instant: worth(expression, flow, years, growth(instant)[None])[0]
        operands = [self._column(operand, touches, columns) for operand in expression.operands()]
        if isinstance(expression, Previous):
            return _one_earlier(operands[0])
        return _applied(COLUMN_BY_COLUMN[type(expression)], expression, operands)


def _applied(kernel: Callable[..., Array], node: Expression, operands: Sequence[Column]) -> Column:
    """A kernel over the columns of its operands."""
    # Called for every instant of every line, so that the two kinds that most formulas are made of are spelled out.
    if len(operands) == 2:
        left, right = operands
        return lambda instant: kernel(node, left(instant), right(instant))
    if len(operands) == 3:
        first, second, third = operands
        return lambda instant: kernel(node, first(instant), second(instant), third(instant))
    return lambda instant: kernel(node, *(operand(instant) for operand in operands))


def _stacked(columns: Sequence[Array]) -> Array:
    """Columns as the rows of one array; one that is the same in every scenario is repeated where others are not."""
    width = max(column.size for column in columns)
    return np.array([column if column.size == width else np.repeat(column, width) for column in columns])


def _one_earlier(column: Column) -> Column:
    nothing = np.zeros(1)
    return lambda instant: column(instant - 1) if instant else nothing
