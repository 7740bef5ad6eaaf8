"""A model with its certain inputs filled in: what is left of its lines is written on a tape.

The lines are gone through in the order of evaluation, as :mod:`sibmodel.engine.evaluate` does with arrays. An internal
rate is not searched for line by line: :func:`sibmodel.engine.rates.internal_rates` gives the same answer in one step,
so its workings are left out unless something else reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from sibmodel.engine.lowering import CELL_BY_CELL, LEAVES, at, lowered, worth
from sibmodel.engine.registers import Row, Value
from sibmodel.engine.tape import Tape
from sibmodel.graph.expressions import Expression, PresentValue, Previous
from sibmodel.graph.model import Input, Line, Measure, Model
from sibmodel.graph.order import Loop, Reads, Whole, evaluation_order, line_reads, reads, touching

Column = Callable[[int], Value]
Touches = Callable[[Expression], bool]


class Filling:
    """One pass over the lines of a model, of which some inputs are left open."""

    def __init__(self, model: Model, varying: Collection[str], fixed: Mapping[str, float] | None = None) -> None:
        self.model = model
        self.varying, self.fixed = frozenset(varying), dict(fixed or {})
        self.tape = Tape()
        self.rows: dict[Line, Row] = {}
        self._parts: dict[Expression, Row] = {}
        self._rates = _rates_by_line(model)

    def fill(self, kept: Sequence[Expression]) -> list[Row]:
        """The values of what is kept: lines, or expressions over them."""
        lines = dict.fromkeys(line for each in kept for line in _lines_of(each))
        for step in evaluation_order(self.model, list(lines), self.reads):
            if isinstance(step, Loop):
                self._loop(step.lines)
            else:
                self.rows[step.line] = self._rate(step.line) if step.line in self._rates else self._line(step)
        return [self.whole(each) for each in kept]

    def reads(self, line: Line) -> Reads:
        """What a line reads: of an internal rate only the flows, not the workings."""
        if line not in self._rates:
            return line_reads(line)
        nothing: frozenset[Line] = frozenset()
        parts = _read_by_rate(self._rates[line])
        return Reads(nothing, nothing, nothing.union(*(reads(part).all() for part in parts)))

    def whole(self, expression: Expression) -> Row:
        """An expression as a row of values; one that stands in several formulas is worked out once."""
        if isinstance(expression, Line):
            return self.rows[expression]
        if expression not in self._parts:
            self._parts[expression] = self._worked_out(expression)
        return self._parts[expression]

    def _worked_out(self, expression: Expression) -> Row:
        if isinstance(expression, Input):
            is_open = expression.path in self.varying
            value = self.fixed.get(expression.path, expression.value)
            return (self.tape.input(expression.path) if is_open else value,)
        if type(expression) in LEAVES:
            return LEAVES[type(expression)](expression)
        return lowered(self.tape, expression, [self.whole(operand) for operand in expression.operands()])

    def _line(self, step: Whole) -> Row:
        return self.whole(step.line.written)

    def _rate(self, line: Line) -> Row:
        measure = self._rates[line]
        flow, years, came_back = (self.whole(part) for part in _read_by_rate(measure))
        rate, status = self.tape.over_tables("internal_rates", (flow, years, came_back), results=2)
        return (rate if line is measure.value else status,)

    # --- loops ------------------------------------------------------------------------------------------------

    def _loop(self, lines: Sequence[Line]) -> None:
        touches = touching(frozenset(lines))
        columns: dict[Line, list[Value]] = {line: [] for line in lines}
        written = [(columns[line], self._column(line.written, touches, columns)) for line in lines]
        axis = lines[0].axis
        assert axis is not None
        for self.tape.column in range(axis.size):
            for values, formula in written:
                values.append(formula(self.tape.column))
        self.rows.update({line: tuple(values) for line, values in columns.items()})

    def _column(self, expression: Expression, touches: Touches, columns: Mapping[Line, list[Value]]) -> Column:
        """A function of the column number; what does not depend on the loop is worked out once, beforehand."""
        if not touches(expression):
            row = self.whole(expression)
            return lambda instant: at(row, instant)
        if isinstance(expression, Line):
            own = columns[expression]
            return lambda instant: own[instant]
        if isinstance(expression, PresentValue):
            flow, years = self.whole(expression.of), self.whole(expression.years)
            growth = self._column(expression.growth, touches, columns)
            return lambda instant: worth(self.tape, flow, years, growth(instant))
        operands = [self._column(operand, touches, columns) for operand in expression.operands()]
        if isinstance(expression, Previous):
            return lambda instant: operands[0](instant - 1) if instant else 0.0
        cell = CELL_BY_CELL[type(expression)]
        return lambda instant: cell(self.tape, expression, *(operand(instant) for operand in operands))


def _lines_of(expression: Expression) -> list[Line]:
    return [expression] if isinstance(expression, Line) else sorted(reads(expression).all(), key=lambda each: each.name)


def _rates_by_line(model: Model) -> dict[Line, Measure]:
    """The measures that are internal rates, by the line of the rate and by that of its status."""
    found: dict[Line, Measure] = {}
    for measure in model.measures.values():
        if measure.rate_of is not None and measure.status is not None:
            found |= {measure.value: measure, measure.status: measure}
    return found


def _read_by_rate(measure: Measure) -> tuple[Expression, Expression, Expression]:
    assert measure.rate_of is not None
    return measure.rate_of.flow, measure.rate_of.years, measure.rate_of.came_back
