"""From lines to a tape: every operator, column by column, for values that are certain or differ between scenarios.

The counterpart of :mod:`sibmodel.engine.kernels`: :data:`LOWERED` covers exactly the closed set of operators, and each
entry writes down what the kernel of that operator does, in the same order. A row of which everything is certain goes
through the kernel itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np

from sibmodel.engine.kernels import COLUMN_BY_COLUMN, OVER_THE_ROW
from sibmodel.engine.registers import Register, Row, Value
from sibmodel.engine.tape import Tape
from sibmodel.graph import expressions as ex

Columns = Sequence[Value]


def _guard(tape: Tape, node: ex.AtLeast | ex.Above) -> float:
    """The guard of a comparison: found by units all the way down, so asked once for all columns."""
    if node not in tape.guards:
        tape.guards[node] = node.guard
    return tape.guards[node]


CELL_BY_CELL: Final[dict[type[ex.Expression], Callable[..., Value]]] = {
    ex.Add: lambda tape, _, left, right: tape.add(left, right),
    ex.Subtract: lambda tape, _, left, right: tape.subtract(left, right),
    ex.Multiply: lambda tape, _, left, right: tape.multiply(left, right),
    ex.Minimum: lambda tape, _, left, right: tape.minimum(left, right),
    ex.Maximum: lambda tape, _, left, right: tape.maximum(left, right),
    ex.AtLeast: lambda tape, node, left, right: tape.at_least(left, right, _guard(tape, node)),
    ex.Above: lambda tape, node, left, right: tape.above(left, right, _guard(tape, node)),
    ex.Ratio: lambda tape, _, top, bottom, otherwise: tape.ratio(top, bottom, otherwise),
    ex.Power: lambda tape, _, base, exponent: tape.power(base, exponent),
    ex.Floor: lambda tape, _, of: tape.floor(of),
    ex.Rounded: lambda tape, _, of, per: tape.rounded(of, per),
    ex.Sign: lambda tape, _, of: tape.sign(of),
    ex.Choose: lambda tape, _, condition, then, otherwise: tape.choose(condition, then, otherwise),
    ex.MonthNumber: lambda tape, _, of: tape.month_number(of),
    ex.MonthEnd: lambda tape, _, of, months: tape.month_end(of, months),
}
"""Operators of a single column, with the tape, the node and a value for each operand."""


def summed(tape: Tape, values: Iterable[Value]) -> Value:
    """Values added up from the first to the last."""
    whole: Value = 0.0
    for tape.column, value in enumerate(values):
        whole = tape.add(whole, value)
    return whole


def at(row: Row, column: int) -> Value:
    """The value of a row in a column; a number that holds for the whole deal is the same in all of them."""
    return row[0] if len(row) == 1 else row[column]


def _width(*rows: Row) -> int:
    return max(len(row) for row in rows)


def _cumulative(tape: Tape, _: Any, of: Row) -> Row:
    found = [of[0]]
    for tape.column, value in enumerate(of[1:], 1):
        found.append(tape.add(found[-1], value))
    return tuple(found)


def _largest(tape: Tape, _: Any, of: Row) -> Row:
    found = of[0]
    for tape.column, value in enumerate(of[1:], 1):
        found = tape.maximum(found, value)
    return (found,)


def _total_where(tape: Tape, _: Any, of: Row, key: Row, asked: Row) -> Row:
    width = range(_width(of, key))

    def share(column: int, each: Value) -> Value:
        return tape.less(tape.absolute(tape.subtract(at(key, column), each)), ex.GUARD)

    return tuple(summed(tape, (tape.multiply(at(of, at_), share(at_, each)) for at_ in width)) for each in asked)


def _total_up_to(tape: Tape, _: Any, of: Row, bottom: Row, depth: Row, level: Row) -> Row:
    width = range(_width(of, bottom, depth))

    def part(at_: int, each: Value) -> Value:
        tape.column = at_
        above = tape.subtract(each, at(bottom, at_))
        return tape.multiply(at(of, at_), tape.fallen(above, at(depth, at_)))

    return tuple(summed(tape, (part(at_, each) for at_ in width)) for each in level)


def _spread(tape: Tape, _: Any, of: Row, after: Row, over: Row, opens: Row, closes: Row) -> Row:
    def share(column: int, earlier: int) -> Value:
        due = tape.add(closes[earlier], at(after, earlier))
        return tape.subtract(
            tape.fallen(tape.subtract(closes[column], due), at(over, earlier)),
            tape.fallen(tape.subtract(at(opens, column), due), at(over, earlier)),
        )

    def column(here: int) -> Value:
        whole: Value = 0.0
        tape.column = here
        for earlier in range(here + 1):
            amount = at(of, earlier)
            if amount != 0.0:
                whole = tape.add(whole, tape.multiply(amount, share(here, earlier)))
        return whole

    return tuple(column(here) for here in range(len(closes)))


def worth(tape: Tape, of: Row, years: Row, growth: Value) -> Value:
    """A row of flows divided by growth ^ years and added up."""
    whole: Value = 0.0
    for tape.column in range(_width(of, years)):
        column = tape.column
        flow = at(of, column)
        if flow != 0.0:
            whole = tape.add(whole, tape.divide(flow, tape.power(growth, at(years, column))))
    return whole


def _present_value(tape: Tape, _: Any, of: Row, years: Row, growth: Row) -> Row:
    return tuple(worth(tape, of, years, each) for each in growth)


def _growth_root(tape: Tape, _: Any, of: Row, years: Row, is_single: Row, is_there: Row) -> Row:
    return tape.over_tables("growth_root", (of, years, is_single, is_there), results=1)


OVER_ROWS: Final[dict[type[ex.Expression], Callable[..., Row]]] = {
    ex.Previous: lambda _, __, of: (0.0, *of[:-1]),
    ex.Cumulative: _cumulative,
    ex.Total: lambda tape, _, of: (summed(tape, of),),
    ex.Largest: _largest,
    ex.TotalWhere: _total_where,
    ex.TotalUpTo: _total_up_to,
    ex.Spread: _spread,
    ex.PresentValue: _present_value,
    ex.GrowthRoot: _growth_root,
}
"""Operators that read whole rows, with the tape, the node and a row for each operand."""

LEAVES: Final[dict[type[ex.Expression], Callable[..., Row]]] = {
    ex.Number: lambda node: (node.value,),
    ex.Counter: lambda node: tuple(float(column) for column in range(node.over.size)),
}
"""Operators without operands."""

LOWERED: Final = frozenset({*CELL_BY_CELL, *OVER_ROWS, *LEAVES})
"""Every operator that a tape can be written from."""


def lowered(tape: Tape, node: ex.Expression, rows: Sequence[Row]) -> Row:
    """An operator over whole rows; at once where all of them are certain."""
    kind = type(node)
    if not any(isinstance(value, Register) for row in rows for value in row):
        return _folded(node, rows)
    if kind in OVER_ROWS:
        return OVER_ROWS[kind](tape, node, *rows)
    cell, found = CELL_BY_CELL[kind], []
    for tape.column in range(_width(*rows)):
        found.append(cell(tape, node, *(at(row, tape.column) for row in rows)))
    return tuple(found)


def _folded(node: ex.Expression, rows: Sequence[Row]) -> Row:
    kernel = COLUMN_BY_COLUMN.get(type(node)) or OVER_THE_ROW[type(node)]
    found = kernel(node, *(np.array(row, dtype=np.float64)[:, None] for row in rows))
    return tuple(found[:, 0].tolist())
